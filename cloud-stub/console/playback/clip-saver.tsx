import { useEffect, useRef, useState } from 'preact/hooks';
import type { Device, DeviceEvent } from '../../api.ts';
import { keepClip } from '../album/keep-from-page.ts';
import { useDesk } from '../desk.ts';
import { Icon } from '../parts/icon.tsx';
import { sizeOf } from '../wording/clips.ts';
import { clipTrouble, clipWords, fileNameOf } from '../wording/playback.ts';
import { whyNot } from '../wording/refused-command.ts';
import { PlaybackError } from './playback-channel.ts';
import type { PlaybackSession } from './playback-session.ts';
import { eventAt, type Span } from './timeline.ts';
import type { TimelineState } from './timeline-state.ts';

export interface ClipSaverProps {
  device: Device;
  session: PlaybackSession;
  state: TimelineState;
  events: readonly DeviceEvent[];
  atMs: number;
}

/** Chooses a stretch and saves it: as a file, or in the album. */
export function ClipSaver({ device, session, state, events, atMs }: ClipSaverProps) {
  const { api, album, toasts } = useDesk();
  const { work, run, stop } = useClipWork(session);
  const range = state.clip.value;
  if (!range) return null;
  const fetched = async (use: (clip: Blob) => Promise<string> | string) => {
    try {
      const said = await run(range, use);
      if (said) toasts.say(said);
    } catch (error) {
      toasts.say(error instanceof PlaybackError ? clipTrouble(error) : whyNot(error, device.name));
    }
  };
  const download = () =>
    fetched((clip) => {
      saveAs(clip, `${fileNameOf(device.name, range.fromMs)}.mp4`);
      return `Saved, ${sizeOf(clip.size)}.`;
    });
  const keep = () =>
    fetched(async (clip) => {
      const event = eventAt(events, (range.fromMs + range.toMs) / 2);
      const about = { deviceId: device.id, takenMs: range.fromMs, source: 'playback' as const };
      const item = await keepClip(api, clip, { ...about, eventId: event?.id });
      album.apply({ items: [item], removed: [] });
      return 'Kept in the album until someone deletes it.';
    });
  return (
    <div class="saver" role="group" aria-label="Save a clip">
      <div class="row between">
        <p class="sm num" role="status">
          {work === null
            ? clipWords(range)
            : work === 'saving'
              ? 'Saving'
              : `Fetching, ${sizeOf(work)} so far`}
        </p>
        <button
          class="btn icon"
          aria-label="Save nothing"
          disabled={work !== null}
          onClick={() => state.endClip()}
        >
          <Icon name="close" />
        </button>
      </div>
      <div class="acts">
        {work !== null ? (
          <button class="btn" disabled={work === 'saving'} onClick={stop}>
            {work === 'saving' ? 'Saving' : 'Stop fetching'}
          </button>
        ) : (
          <>
            <button class="btn" onClick={() => state.moveClip('fromMs', atMs)}>
              Start here
            </button>
            <button class="btn" onClick={() => state.moveClip('toMs', atMs)}>
              End here
            </button>
            <button class="btn go" onClick={() => void download()}>
              <Icon name="download" />
              Download
            </button>
            <button class="btn" onClick={() => void keep()}>
              <Icon name="keep" />
              In the album
            </button>
          </>
        )}
      </div>
    </div>
  );
}

/** Fetches one clip at a time; it can be stopped, and ends when the page is left. */
function useClipWork(session: PlaybackSession) {
  /** Bytes so far. */
  const [work, setWork] = useState<number | 'saving' | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  /** @returns what `use` made of it; null when it was stopped @throws PlaybackError, what `use` throws */
  const run = async <T,>(range: Span, use: (clip: Blob) => Promise<T> | T): Promise<T | null> => {
    const abort = (running.current = new AbortController());
    setWork(0);
    try {
      const clip = await session.clip({ range, onProgress: setWork, signal: abort.signal });
      if (abort.signal.aborted) return null;
      setWork('saving');
      return await use(clip);
    } catch (error) {
      if (abort.signal.aborted) return null;
      throw error;
    } finally {
      running.current = null;
      setWork(null);
    }
  };
  return { work, run, stop: () => running.current?.abort() };
}

function saveAs(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
