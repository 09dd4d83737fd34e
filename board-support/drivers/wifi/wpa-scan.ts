/** A scan by wpa_supplicant, from the order to the list. */
import type { EventWait } from './event-wait.ts';
import { listNetworks, type HeardBss } from './scan-list.ts';
import { wifiError } from './wifi-problem.ts';
import type { ScannedNetwork } from './wifi-radio.ts';
import type { WpaControl } from './wpa-control.ts';
import { BSS_MASK, parseBssPage } from './wpa-text.ts';

/** A scan of all channels of three bands, the passive ones too, takes 4 to 8 s. */
const SCAN_MS = 15_000;
/** A transmitter not heard for so long is not in reach; wpa_supplicant remembers it for 180 s. */
const MAX_AGE_SECONDS = 30;
/** Pages of some 40 transmitters. */
const MAX_PAGES = 32;
/** errno.h: the driver scans for somebody else; wpa_supplicant tries again by itself. */
const EBUSY = -16;

/** @throws PupsentryError "wifi-scan-failed", "wifi-down" */
export async function scanBy(
  control: Pick<WpaControl, 'request' | 'attached' | 'problem'>,
  events: EventWait,
): Promise<ScannedNetwork[]> {
  const finished = await events.until<boolean>(
    SCAN_MS,
    (event) => {
      if (event.kind === 'scan-finished') return true;
      if (event.kind === 'control-lost' || event.kind === 'terminating') return false;
      return event.kind === 'scan-failed' && event.code !== EBUSY ? false : undefined;
    },
    async () => {
      const answer = await control.request('SCAN');
      // BUSY: one is under way already, and its end will do.
      if (answer !== 'OK' && answer !== 'FAIL-BUSY') throw wifiError('wifi-scan-failed');
    },
  );
  if (!control.attached) throw control.problem;
  if (!finished) throw wifiError('wifi-scan-failed');
  const heard: HeardBss[] = [];
  let from: number | null = 0;
  for (let page = 0; from !== null && page < MAX_PAGES; page++) {
    // SCAN_RESULTS would be cut off at 4 kB, the last ones heard missing.
    const { heard: more, nextId } = parseBssPage(
      await control.request(`BSS RANGE=${from}- MASK=0x${BSS_MASK.toString(16)}`),
    );
    for (const { ageSeconds, ...bss } of more) if (ageSeconds <= MAX_AGE_SECONDS) heard.push(bss);
    from = nextId;
  }
  return listNetworks(heard);
}
