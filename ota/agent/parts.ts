/** What the agent is made of: each part behind the smallest interface that it needs. */
import type { SlotName } from '../boot/boot-control.ts';
import type { Release } from '../trust/release.ts';
import type { UpdateReport } from './state.ts';

/** Which releases there are. */
export interface Releases {
  /**
   * Asks the mirrors, and believes only what is signed.
   * @returns the release that this device should run (highest version among its hardware's), or null when there is none
   * @throws PupsentryError with the reason as its code, such as "metadata-expired"
   */
  newest(signal: AbortSignal): Promise<Release | null>;
  /** No release below this may be installed. */
  readonly securityFloor: number;
  /** Raises the floor; after a release was confirmed. */
  raiseSecurityFloor(securityVersion: number): Promise<void>;
}

/** The progress of an installation. */
export interface InstallProgress {
  step: 'reconcile' | 'read-back';
  /** Blocks of data and tree that stood in the slot already. */
  blocksKept: number;
  /** From the running slot. */
  blocksCopied: number;
  blocksFetched: number;
  /** Of the step. */
  blocksDone: number;
  blocksTotal: number;
  fetchedBytes: number;
  writtenBytes: number;
  /** Estimate; null while there is none. */
  secondsLeft: number | null;
}

export interface Installer {
  /**
   * Makes the slot that does not run hold the release, whatever it held before, and proves it by reading it back. Its label
   * is the last thing written. To be called after BootControl.invalidate.
   * @throws PupsentryError such as "image-too-large", "source-failed", "read-back-failed"; the signal's reason when it aborts
   */
  install(
    release: Release,
    options: { signal: AbortSignal; onProgress: (progress: InstallProgress) => void },
  ): Promise<InstallProgress>;
}

/** A release as the label of a slot names it. */
export interface HeldRelease {
  version: string;
  securityVersion: number;
  rootHash: string;
}

export interface Slots {
  /** @returns what the label of the slot says, or null when the slot must not start */
  held(slot: SlotName): Promise<HeldRelease | null>;
}

/** The device around the agent: whom an update disturbs, and who hears of it. */
export interface Host {
  /** Why nobody may be disturbed now, such as "somebody is at the door"; empty when it is quiet. */
  busy(): string;
  /** What the household has said. */
  wishes(): Wishes;
  /** Calls back when `wishes()` may have changed. @returns a function that ends it */
  onWishesChanged(listener: () => void): () => void;
  /** Resolves when the report survives a power cut and will reach the cloud. */
  report(report: UpdateReport): Promise<void>;
  /** Restarts the machine. Returns at once; the agent is stopped soon after. */
  reboot(): void;
}

export interface Wishes {
  /** Updates install themselves, within the window. */
  auto: boolean;
  /** It is the time of the week for it. */
  isInWindow: boolean;
  /** The line costs by what it carries: nothing is fetched unless somebody says "now". */
  isMetered: boolean;
}

/** How a part of the device fares: "off" is as the household wants it, and healthy. */
export type Sign = 'works' | 'off' | 'broken';

/** Signs of life, as the health gate looks for them. */
export interface Signs {
  /** New pictures flow since the last look. */
  picture(): Sign;
  /** Writes a piece of a recording and reads it back from the disk. */
  recorder(signal: AbortSignal): Promise<Sign>;
  /** Logged in at the broker; "off" on a device without a cloud. */
  cloud(): Sign;
}
