import { useEffect } from 'preact/hooks';
import type { DeviceEvent } from '../../api.ts';
import { useDesk } from '../desk.ts';

/** Pages of events that are fetched at most, 50 each. */
const MAX_PAGES = 20;

/** Events of a device, newest first, fetched as far back as its recordings go. @param sinceMs null: not known yet */
export function useOlderEvents(deviceId: string, sinceMs: number | null): readonly DeviceEvent[] {
  const { events } = useDesk();
  const loaded = events.loaded.value;
  useEffect(() => {
    if (sinceMs === null || !loaded) return;
    let left = false;
    const fetchOlder = async () => {
      for (let i = 0; i < MAX_PAGES && !left; i++) {
        const oldestMs = events.all.peek().at(-1)?.startedMs ?? 0;
        if (!events.hasOlder || oldestMs < sinceMs) return;
        await events.loadOlder();
      }
    };
    // Without them there are fewer marks.
    fetchOlder().catch(() => {});
    return () => {
      left = true;
    };
  }, [sinceMs, loaded]);
  return events.all.value.filter((e) => e.deviceId === deviceId);
}
