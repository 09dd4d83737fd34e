/** What the device in a slot and the test outside tell each other: a JSON object a line. */
import type { Booted, BootState } from '#ota/boot/boot-control.ts';
import type { Release } from '#ota/trust/release.ts';

/** The device's first line. */
export interface Hello {
  booted: Booted;
  state: BootState;
  /** Of the image that runs, as a file in it says. */
  version: string;
  health: 'ok' | 'sick';
}

export type Order =
  | { do: 'invalidate' | 'stage' | 'confirm' | 'reject' | 'restart' }
  | { do: 'install'; release: Release; mirror: string }
  /** Reads all of the root, which dm-verity checks. */
  | { do: 'read-root' };

export type Answer = { is: 'done'; fetchedBytes?: number } | { is: 'failed'; code: string };
