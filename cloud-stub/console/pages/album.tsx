import { useEffect, useState } from 'preact/hooks';
import type { AlbumItem } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { AlbumDays } from '../parts/album-days.tsx';
import { FilterChips, type Filter } from '../parts/filter-chips.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { ShowEarlier } from '../parts/show-earlier.tsx';
import { albumSentence, roomSentence } from '../wording/album.ts';
import { whyNot } from '../wording/refused-command.ts';

type Shown = 'all' | 'favourites' | 'clips';

const FILTERS: Filter<Shown, AlbumItem>[] = [
  { id: 'all', name: 'All', passes: () => true },
  { id: 'favourites', name: 'Favourites', icon: 'star', passes: (item) => item.favourite },
  { id: 'clips', name: 'Clips', icon: 'play', passes: (item) => item.kind === 'clip' },
];

export function AlbumPage() {
  const { album, toasts } = useDesk();
  const [filter, setFilter] = useState<Shown>('all');
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  useEffect(() => {
    album.refresh().catch((error: unknown) => toasts.say(whyNot(error, '')));
  }, []);
  const usage = album.usage.value;
  const items = album.shown.filter(FILTERS.find(({ id }) => id === filter)!.passes);
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const ids = items.filter(({ id }) => chosen?.has(id)).map(({ id }) => id);
  return (
    <section class="page">
      <div class="head">
        <h1>{albumSentence(usage)}</h1>
        <p class="num">{usage && usage.items > 0 ? roomSentence(usage) : ''}</p>
      </div>
      {usage && usage.items > 0 && (
        <div class="albumbar">
          <FilterChips filters={FILTERS} chosen={filter} onChoose={setFilter} />
          <button class="btn plain" onClick={() => setChosen(chosen ? null : new Set())}>
            {chosen ? 'Done' : 'Select'}
          </button>
        </div>
      )}
      {usage === null ? (
        <Loading />
      ) : items.length > 0 ? (
        <AlbumDays items={items} chosen={chosen} onToggle={toggle} />
      ) : (
        <Nothing filter={usage.items === 0 ? 'all' : filter} />
      )}
      {!chosen && <ShowEarlier list={album} />}
      {chosen && (
        <ChosenBar
          ids={ids}
          onAll={() => setChosen(new Set(items.map(({ id }) => id)))}
          onDone={() => setChosen(null)}
        />
      )}
    </section>
  );
}

/** In reach of a thumb while something is chosen. */
function ChosenBar({ ids, onAll, onDone }: { ids: string[]; onAll(): void; onDone(): void }) {
  const { album, toasts } = useDesk();
  const star = async () => {
    try {
      for (const id of ids) await album.change(id, { favourite: true });
      toasts.say(ids.length === 1 ? 'Now a favourite.' : `${ids.length} are favourites now.`);
    } catch (error) {
      toasts.say(whyNot(error, ''));
    }
    onDone();
  };
  const none = ids.length === 0;
  return (
    <div class="chosenbar" role="group" aria-label="What was selected">
      <span class="num" role="status">
        {none ? 'None selected' : `${ids.length} selected`}
      </span>
      <button class="btn plain" onClick={onAll}>
        All
      </button>
      <button class="btn icon" disabled={none} aria-label="Make favourites" onClick={() => void star()}>
        <Icon name="star" />
      </button>
      <button
        class="btn bad"
        disabled={none}
        onClick={() => {
          album.remove(ids.slice(0, 200));
          onDone();
        }}
      >
        <Icon name="trash" />
        Delete
      </button>
    </div>
  );
}

const NOTHING: Record<Shown, [IconName, string, string]> = {
  all: [
    'album',
    'A place for what you want to see again.',
    'Take a snapshot while looking live, or keep the picture of an event.',
  ],
  favourites: ['star', 'No favourites yet.', 'Give a star to what you like best.'],
  clips: ['play', 'No clips yet.', 'Keep one from an event or from the recording.'],
};

function Nothing({ filter }: { filter: Shown }) {
  const [icon, head, words] = NOTHING[filter];
  return (
    <div class="blank">
      <Icon name={icon} />
      <h2>{head}</h2>
      <p class="quiet">{words}</p>
    </div>
  );
}

function Loading() {
  return (
    <div class="days" aria-busy="true">
      <div class="of4">
        <div class="day">&nbsp;</div>
        <div class="shots">
          {[0, 1, 2, 3].map((i) => (
            <div key={i} class="pic skel" />
          ))}
        </div>
      </div>
    </div>
  );
}
