/** What the agent is made of: each part behind the smallest interface that it needs. */
import type { Release } from '../trust/release.ts';

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

/** What a health check found. */
export interface Verdict {
  healthy: boolean;
  /** Why not, for people; empty when healthy. */
  reason: string;
}
