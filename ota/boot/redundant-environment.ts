/**
 * The two copies of U-Boot's environment on flash. A change writes the older copy alone, flushes and reads it back: a power
 * cut leaves the old or the new variables, and the boot loader agrees with us about which.
 */
import { PupsentryError, explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { BlockDevice } from '../install/block-device.ts';
import {
  decodeRedundant,
  encodeRedundant,
  newerCopy,
  nextFlags,
  type EnvironmentCopy,
  type Variables,
} from './environment.ts';

/** Where a copy stands. Both may be on one device. */
export interface CopyPlace {
  device: Pick<BlockDevice, 'read' | 'write' | 'flush'>;
  /** Bytes from the device's start. */
  offset: number;
}

export interface RedundantEnvironmentOptions {
  copies: readonly [CopyPlace, CopyPlace];
  /** Of one copy, header included: CONFIG_ENV_SIZE. */
  sizeBytes: number;
  log: Logger;
}

type Index = 0 | 1;
interface Found {
  copies: [EnvironmentCopy | null, EnvironmentCopy | null];
  /** Null: neither is sound. */
  newer: Index | null;
}

export class RedundantEnvironment {
  readonly #options: RedundantEnvironmentOptions;
  #changing: Promise<void> = Promise.resolve();
  #writtenBytes = 0;

  constructor(options: RedundantEnvironmentOptions) {
    this.#options = options;
  }

  /** Bytes written to flash since start. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /**
   * @returns the variables of the newer sound copy, or null when neither is sound
   * @throws PupsentryError "boot-state-unreadable" when neither can be read
   */
  async read(): Promise<Variables | null> {
    await this.#changing;
    const { copies, newer } = await this.#find();
    return newer === null ? null : copies[newer]!.variables;
  }

  /**
   * Replaces the variables; nothing is written when they stay the same. Changes run one after the other.
   * @param change gets null when no copy is sound
   * @throws PupsentryError "boot-state-unreadable", "environment-full"; "boot-state-not-kept" when flash does not hold what
   *   was written: the old variables still count
   */
  change(change: (variables: Variables | null) => Variables): Promise<void> {
    const changed = this.#changing.then(() => this.#change(change));
    this.#changing = changed.catch(() => undefined);
    return changed;
  }

  async #change(change: (variables: Variables | null) => Variables): Promise<void> {
    const { copies, newer } = await this.#find();
    const before = newer === null ? null : copies[newer]!;
    const variables = change(before && before.variables);
    if (before && isSame(before.variables, variables)) return;
    const flags = before ? nextFlags(before.flags) : 0;
    await this.#write(newer === 0 ? 1 : 0, { flags, variables });
  }

  async #write(index: Index, copy: EnvironmentCopy): Promise<void> {
    const { copies, sizeBytes } = this.#options;
    const { device, offset } = copies[index];
    const bytes = encodeRedundant(copy, sizeBytes);
    const readBack = Buffer.alloc(sizeBytes);
    try {
      this.#writtenBytes += sizeBytes;
      await device.write(offset, bytes);
      await device.flush();
      await device.read(offset, readBack);
    } catch (cause) {
      throw notKept(`copy ${index + 1} cannot be written: ${explain(cause)}`, cause);
    }
    if (!readBack.equals(bytes)) throw notKept(`copy ${index + 1} reads back differently`);
  }

  async #find(): Promise<Found> {
    const [first, second] = await Promise.all([this.#readCopy(0), this.#readCopy(1)]);
    if (first instanceof Error && second instanceof Error)
      throw new PupsentryError(
        'boot-state-unreadable',
        `The boot loader’s environment cannot be read: ${explain(first)}`,
        'See "boot" in the board profile, and pupsentryctl board check.',
        { cause: first },
      );
    const copies: Found['copies'] = [soundOf(first), soundOf(second)];
    const newer = newerCopy(...copies);
    if (newer === null)
      this.#options.log.warn('no sound copy of the boot loader’s environment: defaults count');
    else if (!copies[0] || !copies[1])
      this.#options.log.warn(
        { copy: newer === 0 ? 2 : 1 },
        'a copy of the boot loader’s environment is not sound',
      );
    return { copies, newer };
  }

  async #readCopy(index: Index): Promise<EnvironmentCopy | null | Error> {
    const { device, offset } = this.#options.copies[index];
    const bytes = Buffer.alloc(this.#options.sizeBytes);
    try {
      await device.read(offset, bytes);
      return decodeRedundant(bytes);
    } catch (error) {
      return error as Error;
    }
  }
}

const soundOf = (copy: EnvironmentCopy | null | Error) => (copy instanceof Error ? null : copy);

const isSame = (a: Variables, b: Variables) =>
  a.size === b.size && [...a].every(([name, value]) => b.get(name) === value);

const notKept = (why: string, cause?: unknown) =>
  new PupsentryError(
    'boot-state-not-kept',
    `The boot loader’s environment was not changed: ${why}.`,
    'The old one still counts.',
    { cause },
  );
