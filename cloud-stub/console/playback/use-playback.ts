import { useEffect, useState } from 'preact/hooks';
import type { Device } from '../../api.ts';
import type { LiveSession } from '../live/live-session.ts';
import { useLiveSession } from '../live/use-live-session.ts';
import { PlaybackSession } from './playback-session.ts';
import { Thumbnails } from './thumbnails.ts';

/** What is recorded grows while one looks. */
const REFRESH_MS = 5000;

export interface Playback {
  /** The link; null while there can be none. */
  link: LiveSession | null;
  session: PlaybackSession;
  thumbnails: Thumbnails;
}

/** A session for the recordings of a device, while the page is in sight. */
export function usePlayback(device: Device): Playback {
  const link = useLiveSession(device.id, device.online, 'auto', false, 'recordings');
  const [{ session, thumbnails }] = useState(() => {
    const made = new PlaybackSession();
    return { session: made, thumbnails: new Thumbnails({ keys: (at, onKey) => made.keys(at, onKey) }) };
  });
  useEffect(() => () => thumbnails.close(), []);
  const channel = link?.channel.value ?? null;
  useEffect(() => {
    session.attach(channel);
    if (!channel) return;
    const refresh = () => void session.refresh(Date.now());
    refresh();
    const timer = setInterval(refresh, REFRESH_MS);
    return () => {
      clearInterval(timer);
      session.attach(null);
    };
  }, [channel]);
  return { link, session, thumbnails };
}
