/**
 * Which slot starts: what the running system and the boot loader tell each other. One implementation for each kind of
 * boot loader; all keep to the rule in boot-rule.ts.
 */

export type SlotName = 'A' | 'B';
export const SLOTS = ['A', 'B'] as const;
export const otherSlot = (slot: SlotName): SlotName => (slot === 'A' ? 'B' : 'A');

/** How often a slot on trial is started before it has failed. */
export const TRIAL_TRIES = 3;

/** What is stored. Every change is one write, so that a power cut leaves the old or the new one. */
export interface BootState {
  /** Slots that may start, the one that does first; never empty. */
  order: readonly SlotName[];
  /** Started instead of the first of `order` until it is confirmed or has failed. */
  trial: { slot: SlotName; triesLeft: number } | null;
  /** The slot whose last trial failed; forgotten with the next trial. */
  failed: SlotName | null;
}

/** How this system came to run. */
export interface Booted {
  slot: SlotName;
  /** It is on trial: not confirmed yet. */
  isTrial: boolean;
  /** Another slot should have started and could not. */
  isFailsafe: boolean;
}

export interface BootControl {
  readonly booted: Booted;
  /** @throws PupsentryError "boot-state-unreadable" when nothing of it can be read */
  read(): Promise<BootState>;
  /** Nothing sound is stored: the boot loader goes by its defaults, and `read` tells those. @throws as `read` */
  isLost(): Promise<boolean>;
  /** The slot must not start: it is about to be written. Never the one that runs. */
  invalidate(slot: SlotName): Promise<void>;
  /** Starts the slot at the next boot, on trial, with `TRIAL_TRIES`. */
  stage(slot: SlotName): Promise<void>;
  /** The slot that runs is good: it is first from now on, the other one stands behind it. Ends its trial. */
  confirm(): Promise<void>;
  /**
   * The slot on trial is not good: the other one starts at the next boot. Where nothing says which one is on trial, it is the
   * one that runs.
   */
  reject(): Promise<void>;
  /** Bytes written to flash by these changes since start. */
  readonly writtenBytes: number;
}
