/** One clip: its face once it is open, and the clip itself when it is asked for. */
import { useEffect, useState } from 'preact/hooks';
import { SealError } from '#protocol/sealed/seal-error.ts';
import type { CloudClip } from '../../api.ts';
import type { ClipFace } from '../clips/clip-opener.ts';
import type { ClipList } from '../clips/clip-list.ts';
import { useDesk } from '../desk.ts';
import { clipIcon, clipSentence, sizeOf, whySealed } from '../wording/clips.ts';
import { whyNot } from '../wording/refused-command.ts';
import { pointInTime } from '../wording/times.ts';
import { Icon } from './icon.tsx';

type Opened = { face: ClipFace } | { sealed: string } | null;

export function ClipRow({ clip, list }: { clip: CloudClip; list: ClipList }) {
  const { now } = useDesk();
  const opened = useFace(clip);
  const [playing, setPlaying] = useState(false);
  const face = opened && 'face' in opened ? opened.face : null;
  const canPlay = face !== null && clip.state === 'complete';
  const picture = face?.thumbnailUrl ? (
    <div class="pic">
      <img src={face.thumbnailUrl} alt="" width={1280} height={720} decoding="async" />
    </div>
  ) : (
    <div class={opened ? 'pic plain' : 'pic skel'}>
      {opened && (
        <div class="note">
          <Icon name="shutter" />
        </div>
      )}
    </div>
  );
  const body = (
    <>
      {picture}
      <div>
        <p class="say">{!opened ? ' ' : face ? clipSentence(face.about) : 'A sealed clip.'}</p>
        <p class="meta">
          <Icon name={face ? clipIcon(face.about) : 'shutter'} />
          <time dateTime={new Date(clip.createdMs).toISOString()}>
            {pointInTime(clip.createdMs, now.ms.value)}
          </time>
          <span aria-hidden="true">·</span>
          <span class="num">{sizeOf(clip.bytes)}</span>
          {clip.state === 'receiving' && <span>still arriving</span>}
        </p>
        {opened && 'sealed' in opened && <p class="quiet sm">{opened.sealed}</p>}
      </div>
    </>
  );
  return (
    <li>
      {canPlay ? (
        <button class="ev clip" aria-expanded={playing} onClick={() => setPlaying(!playing)}>
          {body}
        </button>
      ) : (
        <div class="ev">{body}</div>
      )}
      {playing && face && <Player clip={clip} list={list} name={clipSentence(face.about)} />}
    </li>
  );
}

function useFace(clip: CloudClip): Opened {
  const { opener, keyring } = useDesk();
  const [opened, setOpened] = useState<Opened>(null);
  const ready = keyring.state.value === 'ready';
  useEffect(() => {
    let left = false;
    let url: string | null = null;
    setOpened(ready ? null : { sealed: '' });
    if (!ready) return;
    opener.face(clip).then(
      (face) => {
        url = face.thumbnailUrl;
        if (!left) setOpened({ face });
        else if (url) URL.revokeObjectURL(url);
      },
      (error: unknown) => !left && setOpened({ sealed: whyClosed(error) }),
    );
    return () => {
      left = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [clip.id, clip.headBytes, ready]);
  return opened;
}

function Player({ clip, list, name }: { clip: CloudClip; list: ClipList; name: string }) {
  const { opener, toasts } = useDesk();
  const [url, setUrl] = useState<string | null>(null);
  const [part, setPart] = useState(0);
  const [trouble, setTrouble] = useState('');
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    let left = false;
    let made: string | null = null;
    opener
      .media(clip, (p) => !left && setPart(p))
      .then(
        (media) => {
          if (left) return;
          made = URL.createObjectURL(media);
          setUrl(made);
        },
        (error: unknown) => !left && setTrouble(whyClosed(error)),
      );
    return () => {
      left = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [clip.id]);
  const remove = async () => {
    try {
      await list.delete(clip.id);
      toasts.say('The clip is deleted.');
    } catch (error) {
      toasts.say(whyNot(error, ''));
    }
  };
  if (trouble)
    return (
      <p class="banner bad" role="alert">
        <Icon name="tamper" />
        {trouble}
      </p>
    );
  if (!url)
    return (
      <p class="quiet sm" role="status">
        Opening, <span class="num">{Math.round(part * 100)} %</span>
      </p>
    );
  return (
    <div class="clipbox">
      <video class="clipvideo" src={url} controls autoPlay playsInline aria-label={name} />
      <div class="acts">
        <a class="btn" href={url} download={`clip ${clip.id.slice(0, 8)}.mp4`}>
          <Icon name="download" />
          Save as MP4
        </a>
        {asking ? (
          <>
            <button class="btn bad" onClick={() => void remove()}>
              Delete it for good
            </button>
            <button class="btn plain" onClick={() => setAsking(false)}>
              Keep it
            </button>
          </>
        ) : (
          <button class="btn plain" onClick={() => setAsking(true)}>
            Delete
          </button>
        )}
      </div>
    </div>
  );
}

function whyClosed(error: unknown): string {
  return error instanceof SealError ? whySealed(error.code) : whyNot(error, '');
}
