/** What is kept, day by day. Short days stand side by side. */
import type { AlbumItem } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { albumDay, clipLength, inWords } from '../wording/album.ts';
import { timeOfDay } from '../wording/times.ts';
import { Icon } from './icon.tsx';

export interface AlbumDaysProps {
  items: readonly AlbumItem[];
  /** Ids; null: a press opens instead of choosing. */
  chosen: ReadonlySet<string> | null;
  onToggle(id: string): void;
}

export function AlbumDays({ items, chosen, onToggle }: AlbumDaysProps) {
  const { now } = useDesk();
  const days = new Map<string, AlbumItem[]>();
  for (const item of items) {
    const day = albumDay(item.takenMs, now.ms.value);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return (
    <div class="days">
      {[...days].map(([day, ofDay]) => (
        <section key={day} class={`of${Math.min(4, ofDay.length)}`} aria-label={day}>
          <h2 class="day">{day}</h2>
          <ul class="shots">
            {ofDay.map((item) => (
              <li key={item.id}>
                <Shot item={item} chosen={chosen?.has(item.id) ?? null} onToggle={onToggle} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function Shot(props: { item: AlbumItem; chosen: boolean | null; onToggle(id: string): void }) {
  const { now } = useDesk();
  const { item, chosen, onToggle } = props;
  const name = inWords(item, now.ms.value);
  const inside = (
    <>
      <Thumbnail item={item} />
      <span class="shotcap" aria-hidden="true">
        <span class="what">{item.caption || item.deviceName}</span>
        {item.favourite && <Icon name="star" small />}
        <time>{timeOfDay(item.takenMs)}</time>
      </span>
    </>
  );
  if (chosen === null) {
    return (
      <a class={item.favourite ? 'shot starred' : 'shot'} href={`#album/${item.id}`} aria-label={name}>
        {inside}
      </a>
    );
  }
  return (
    <button
      class={item.favourite ? 'shot starred' : 'shot'}
      aria-pressed={chosen}
      aria-label={name}
      onClick={() => onToggle(item.id)}
    >
      {inside}
      <span class="tick">{chosen && <Icon name="check" small />}</span>
    </button>
  );
}

function Thumbnail({ item }: { item: AlbumItem }) {
  const { api } = useDesk();
  return (
    <span class={item.thumbnail ? 'pic' : 'pic plain'}>
      {item.thumbnail ? (
        <img
          src={api.albumThumbnailUrl(item)}
          alt=""
          width={640}
          height={360}
          loading="lazy"
          decoding="async"
        />
      ) : (
        <Icon name="play" />
      )}
      {item.kind === 'clip' && (
        <span class="tag num">{item.durationMs === null ? 'Clip' : clipLength(item.durationMs)}</span>
      )}
    </span>
  );
}
