import { useEffect, useState } from 'preact/hooks';
import { useDesk } from '../desk.ts';
import type { Quality } from './live-peer.ts';
import type { Purpose } from './live-pool.ts';
import type { LiveSession } from './live-session.ts';

/**
 * A share in the live session of a device, while the page is in sight.
 * @param possible the device can be looked at. A session that is there stays when the device seems to be
 *   away: its picture comes straight from the device, and may well go on.
 * @param privacy ends it at once
 */
export function useLiveSession(
  deviceId: string,
  possible: boolean,
  quality: Quality,
  privacy = false,
  purpose: Purpose = 'live',
): LiveSession | null {
  const { live } = useDesk();
  const visible = usePageVisible();
  const [session, setSession] = useState<LiveSession | null>(null);
  const wanted = visible && !privacy && (possible || session !== null);
  useEffect(() => {
    if (!wanted) return;
    setSession(live.acquire(deviceId, quality, purpose));
    return () => {
      setSession(null);
      live.release(deviceId, purpose);
    };
    // The quality counts only when a session is begun.
  }, [deviceId, wanted]);
  return session;
}

/** Out of sight, nobody looks. */
function usePageVisible(): boolean {
  const [visible, setVisible] = useState(document.visibilityState === 'visible');
  useEffect(() => {
    const changed = () => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, []);
  return visible;
}
