/**
 * Raspberry Pi without U-Boot: autoboot.txt on the first FAT partition says which partition starts, and which one starts once
 * when the firmware's tryboot flag is set. The firmware clears the flag at each start, so a trial has one try.
 *
 * The file always has 512 bytes, which is also the most that the firmware reads of it, and is overwritten in place: one sector
 * of the disk. FAT knows no atomic replacement (a rename changes the folder and two file allocation tables), but so neither
 * of them is touched, and a power cut leaves the old or the new sector.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { dropFromCache } from '#board/drivers/page-cache.ts';
import { readTextIfThere, writeFileAtomic } from '#kit/atomic-file.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import { otherSlot, SLOTS, type Booted, type BootState, type SlotName } from './boot-control.ts';
import { afterReject, bootStateOf, withBootState } from './boot-rule.ts';
import type { BootStateStore } from './stored-boot-control.ts';

const FILE_BYTES = 512;
/** Before our own variables, in a comment: the firmware does not read on. */
const OURS = '# pupsentry ';
const BOOT_ID = 'boot_id';

export interface TrybootOptions {
  /** autoboot.txt, on a mounted file system. */
  file: string;
  /** Number of the partition that the firmware starts for a slot. */
  partitions: Readonly<Record<SlotName, number>>;
  /** Sets or clears the firmware's flag for the next start. */
  setTryboot: (wanted: boolean) => void;
  /** The kernel's id of this boot (/proc/sys/kernel/random/boot_id). */
  bootId: string;
}

interface Stored {
  state: BootState;
  /** The boot in which the state was written. */
  bootId: string;
}

export class TrybootStore implements BootStateStore {
  writtenBytes = 0;
  readonly #options: TrybootOptions;

  constructor(options: TrybootOptions) {
    this.#options = options;
  }

  async read(): Promise<BootState | null> {
    return (await this.#load())?.state ?? null;
  }

  /** A state with a trial sets the firmware's flag, any other clears it. */
  async write(state: BootState): Promise<void> {
    const trial = state.trial && { slot: state.trial.slot, triesLeft: Math.min(1, state.trial.triesLeft) };
    await this.#save(trybootText({ ...state, trial }, this.#options));
    this.#options.setTryboot(trial !== null);
  }

  /**
   * What the firmware cannot write down: that a trial is over. To be called once a start, before anything else: a slot that
   * was staged in an earlier boot, and does not run on trial now, has failed or lost its turn to a power cut.
   */
  async settle(booted: Booted): Promise<void> {
    const stored = await this.#load();
    if (!stored?.state.trial || booted.isTrial || stored.bootId === this.#options.bootId) return;
    await this.write(afterReject(stored.state, booted.slot));
  }

  async #load(): Promise<Stored | null> {
    const text = await readTextIfThere(this.#options.file).catch((cause: unknown) => {
      throw new PupsentryError(
        'boot-state-unreadable',
        `${this.#options.file} cannot be read: ${explain(cause)}`,
        '',
        { cause },
      );
    });
    return text === null ? null : readTryboot(text, this.#options.partitions);
  }

  async #save(text: string): Promise<void> {
    const { file } = this.#options;
    this.writtenBytes += FILE_BYTES;
    try {
      if (!(await overwrite(file, text))) await writeFileAtomic(file, text, 0o644);
      if ((await readTextIfThere(file)) === text) return;
    } catch (cause) {
      throw notKept(file, explain(cause), cause);
    }
    throw notKept(file, 'it reads back differently');
  }
}

/** @returns 512 bytes */
export function trybootText(
  state: BootState,
  { partitions, bootId }: Pick<TrybootOptions, 'partitions' | 'bootId'>,
): string {
  const first = state.order[0]!;
  const ours = [...withBootState(new Map(), state), [BOOT_ID, bootId]];
  const text = [
    '[all]',
    'tryboot_a_b=1',
    `boot_partition=${partitions[first]}`,
    '[tryboot]',
    `boot_partition=${partitions[otherSlot(first)]}`,
    ...ours.map(([name, value]) => `${OURS}${name}=${value}`),
    '',
  ].join('\n');
  return text.padEnd(FILE_BYTES, '\n');
}

/** @returns null when the file names no partition of ours for an ordinary start */
function readTryboot(text: string, partitions: TrybootOptions['partitions']): Stored | null {
  const all = /^\[all\]$([^[]*)/m.exec(text)?.[1] ?? '';
  const number = Number(/^boot_partition=(\d+)$/m.exec(all)?.[1]);
  const first = SLOTS.find((slot) => partitions[slot] === number);
  if (!first) return null;
  const lines = text.split('\n').filter((line) => line.startsWith(OURS));
  const ours = new Map(lines.map((line) => line.slice(OURS.length).split('=') as [string, string]));
  const state = bootStateOf(ours);
  // What the firmware goes by counts, whoever changed it.
  const order = state.order[0] === first ? state.order : ([first, otherSlot(first)] as const);
  return { state: { ...state, order }, bootId: ours.get(BOOT_ID) ?? '' };
}

/** @returns false when there is no file of the right size to overwrite */
async function overwrite(path: string, text: string): Promise<boolean> {
  const file = await open(path, constants.O_RDWR).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!file) return false;
  try {
    if ((await file.stat()).size !== FILE_BYTES) return false;
    await file.write(text, 0, 'latin1');
    await file.sync();
    await dropFromCache(file.fd);
    return true;
  } finally {
    await file.close();
  }
}

const notKept = (file: string, why: string, cause?: unknown) =>
  new PupsentryError('boot-state-not-kept', `${file} was not changed: ${why}.`, '', { cause });
