import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AlbumItem } from '../../api.ts';
import { useDesk } from '../desk.ts';
import { BackRow } from '../parts/back-row.tsx';
import { Caption } from '../parts/caption.tsx';
import { Fact } from '../parts/fact.tsx';
import { Icon } from '../parts/icon.tsx';
import { ShareSheet } from '../parts/share-sheet.tsx';
import { fileName, inWords, keptSentence, size } from '../wording/album.ts';
import { whyNot } from '../wording/refused-command.ts';
import { dayName, timeWithSeconds } from '../wording/times.ts';

/** A finger that moved so far sideways means the next one, px. */
const SWIPE_PX = 50;

/** One thing that was kept, large. */
export function KeptPage({ itemId }: { itemId: string }) {
  const { album } = useDesk();
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    let left = false;
    setMissing(false);
    album.find(itemId).then(
      (found) => !left && setMissing(!found),
      () => !left && setMissing(true),
    );
    return () => {
      left = true;
    };
  }, [itemId]);
  const at = album.shown.findIndex(({ id }) => id === itemId);
  const item = album.shown[at];
  return (
    <section class="page">
      <BackRow to="album" name="Album">
        {item && <Turns at={at} />}
      </BackRow>
      {item ? (
        <Found key={item.id} item={item} at={at} />
      ) : missing ? (
        <Gone />
      ) : (
        <div class="pic whole skel" />
      )}
    </section>
  );
}

function Found({ item, at }: { item: AlbumItem; at: number }) {
  const { album, api, now, toasts } = useDesk();
  const [sharing, setSharing] = useState(false);
  const nowMs = now.ms.value;
  const newer = album.shown[at - 1];
  const older = album.shown[at + 1];
  const star = () =>
    album
      .change(item.id, { favourite: !item.favourite })
      .catch((error: unknown) => toasts.say(whyNot(error, '')));
  const remove = () => {
    const next = older ?? newer;
    album.remove([item.id]);
    location.replace(next ? `#album/${next.id}` : '#album');
  };
  return (
    <div class="look">
      <Stage item={item} newer={newer} older={older} />
      <div class="panel kept">
        <Caption item={item} />
        <p class="quiet num">{when(item, nowMs)}</p>
        <div class="keptacts">
          <button class="round" aria-pressed={item.favourite} onClick={() => void star()}>
            <span class="disc">
              <Icon name="star" />
            </span>
            Favourite
          </button>
          <button class="round" onClick={() => setSharing(true)}>
            <span class="disc">
              <Icon name="share" />
            </span>
            Share
          </button>
          <a class="round" href={api.albumFileUrl(item)} download={fileName(item)}>
            <span class="disc">
              <Icon name="download" />
            </span>
            Save
          </a>
          <button class="round" onClick={remove}>
            <span class="disc">
              <Icon name="trash" />
            </span>
            Delete
          </button>
        </div>
        <dl class="facts">
          <Fact term="Kept by">{keptSentence(item, nowMs)}</Fact>
          <Fact term={item.kind === 'clip' ? 'Clip' : 'Picture'}>
            {item.width !== null && `${item.width} x ${item.height}, `}
            {size(item.bytes)}
          </Fact>
          <Fact term="Seen by">
            {item.links === 0
              ? 'This household alone'
              : `This household, and whoever has ${item.links === 1 ? 'the link' : `one of ${item.links} links`}`}
          </Fact>
        </dl>
      </div>
      {sharing && <ShareSheet item={item} onClose={() => setSharing(false)} />}
    </div>
  );
}

/** Where it stands, and the ways to its neighbours. */
function Turns({ at }: { at: number }) {
  const { album } = useDesk();
  const way = (to: AlbumItem | undefined, name: string, icon: 'back' | 'next') =>
    to ? (
      <a class="btn icon" href={`#album/${to.id}`} aria-label={name}>
        <Icon name={icon} />
      </a>
    ) : (
      <span class="btn icon" />
    );
  return (
    <span class="turns">
      {way(album.shown[at - 1], 'Newer', 'back')}
      <span class="quiet sm num">
        {at + 1} of {album.usage.value?.items}
      </span>
      {way(album.shown[at + 1], 'Older', 'next')}
    </span>
  );
}

/** "Driveway, yesterday 18:42:29"; without the name when that is the head already */
function when({ caption, deviceName, takenMs }: AlbumItem, nowMs: number): string {
  const day = dayName(takenMs, nowMs);
  const time = timeWithSeconds(takenMs);
  return caption
    ? `${deviceName}, ${day === 'Today' || day === 'Yesterday' ? day.toLowerCase() : day} ${time}`
    : `${day} ${time}`;
}

/** The picture or clip; arrow keys and a swipe go to its neighbours. */
function Stage(props: { item: AlbumItem; newer: AlbumItem | undefined; older: AlbumItem | undefined }) {
  const { api, now } = useDesk();
  const { item, newer, older } = props;
  const from = useRef<{ x: number; y: number } | null>(null);
  const show = (other: AlbumItem | undefined) => other && location.replace(`#album/${other.id}`);
  // With the page, not after it: the next key of a quick hand goes on from what is shown.
  useLayoutEffect(() => {
    const press = ({ key, target }: KeyboardEvent) => {
      if (document.querySelector('dialog[open]') || target instanceof HTMLInputElement) return;
      if (target instanceof HTMLVideoElement) return; // there they wind
      if (key === 'ArrowLeft') show(newer);
      if (key === 'ArrowRight') show(older);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [newer?.id, older?.id]);
  return (
    <div
      class="stage"
      onTouchStart={({ touches: [first, second] }) =>
        (from.current = first && !second ? { x: first.clientX, y: first.clientY } : null)
      }
      onTouchEnd={({ changedTouches: [last] }) => {
        if (!from.current || !last) return;
        const [x, y] = [last.clientX - from.current.x, last.clientY - from.current.y];
        if (Math.abs(x) > SWIPE_PX && Math.abs(x) > 2 * Math.abs(y)) show(x > 0 ? newer : older);
      }}
    >
      <div class="pic">
        {item.kind === 'clip' ? (
          <video
            src={api.albumFileUrl(item)}
            poster={item.thumbnail ? api.albumThumbnailUrl(item) : undefined}
            controls
            playsInline
            preload="metadata"
            aria-label={inWords(item, now.ms.value)}
          />
        ) : (
          <img src={api.albumFileUrl(item)} alt={inWords(item, now.ms.value)} width={1280} height={720} />
        )}
      </div>
    </div>
  );
}

function Gone() {
  return (
    <div class="blank">
      <Icon name="album" />
      <h1>This is not in the album any more.</h1>
      <p class="quiet">Somebody deleted it, or it belongs to another household.</p>
    </div>
  );
}
