/**
 * How many datagrams may wait for a reader of a Unix socket: 10 where no init system has raised it (unix(7),
 * net.unix.max_dgram_qlen). A scan in a block of flats makes wpa_supplicant tell of more transmitters at once; what
 * finds no room is lost, the end of the scan with it, and wpa_supplicant opens its control socket anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Logger } from '#kit/log.ts';

/** As systemd sets it. wpa_supplicant remembers 200 transmitters (bss_max_count). */
const ENOUGH = 512;

/** For sockets that are made from now on; it is never lowered. Without the right to it, only a warning. */
export function allowLongQueues(file: string, log: Logger): void {
  try {
    if (Number(readFileSync(file, 'utf8')) >= ENOUGH) return;
    writeFileSync(file, String(ENOUGH));
  } catch (error) {
    log.warn(
      { err: error },
      'Wi-Fi scans may fail where there are many networks: set sysctl net.unix.max_dgram_qlen=512',
    );
  }
}
