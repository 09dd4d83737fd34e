/** Boot control over anything that keeps a boot state. */
import { PupsentryError } from '#kit/errors.ts';
import type { BootControl, Booted, BootState, SlotName } from './boot-control.ts';
import { afterConfirm, afterInvalidate, afterReject, afterStage, DEFAULT_BOOT_STATE } from './boot-rule.ts';

/** One kind of boot loader's memory. */
export interface BootStateStore {
  /** @returns null when nothing sound is stored. @throws PupsentryError "boot-state-unreadable" */
  read(): Promise<BootState | null>;
  /** Replaces the state in one write, or throws and keeps the old one. */
  write(state: BootState): Promise<void>;
  /** Bytes written to flash since start. */
  readonly writtenBytes: number;
}

export class StoredBootControl implements BootControl {
  readonly booted: Booted;
  readonly #store: BootStateStore;
  #changing: Promise<void> = Promise.resolve();

  constructor(options: { store: BootStateStore; booted: Booted }) {
    this.#store = options.store;
    this.booted = options.booted;
  }

  get writtenBytes(): number {
    return this.#store.writtenBytes;
  }

  async read(): Promise<BootState> {
    await this.#changing;
    return (await this.#store.read()) ?? DEFAULT_BOOT_STATE;
  }

  async isLost(): Promise<boolean> {
    await this.#changing;
    return (await this.#store.read()) === null;
  }

  /** @throws PupsentryError "slot-runs", "slot-on-trial" */
  invalidate(slot: SlotName): Promise<void> {
    return this.#change((state) => afterInvalidate(state, this.#replaceable(slot, state)));
  }

  /** @throws PupsentryError "slot-runs", "slot-on-trial" */
  stage(slot: SlotName): Promise<void> {
    return this.#change((state) => afterStage(this.#replaceable(slot, state)));
  }

  confirm(): Promise<void> {
    return this.#change((state) => afterConfirm(state, this.booted.slot));
  }

  reject(): Promise<void> {
    return this.#change((state) => afterReject(state, this.booted.slot));
  }

  #change(change: (state: BootState) => BootState): Promise<void> {
    const changed = this.#changing.then(async () =>
      this.#store.write(change((await this.#store.read()) ?? DEFAULT_BOOT_STATE)),
    );
    this.#changing = changed.catch(() => undefined);
    return changed;
  }

  #replaceable(slot: SlotName, { trial }: BootState): SlotName {
    if (slot === this.booted.slot)
      throw new PupsentryError('slot-runs', `Slot ${slot} runs: it cannot be replaced.`);
    if (trial?.slot === this.booted.slot)
      throw new PupsentryError(
        'slot-on-trial',
        `Slot ${this.booted.slot} is on trial, and slot ${slot} is the way back: it cannot be replaced.`,
      );
    return slot;
  }
}
