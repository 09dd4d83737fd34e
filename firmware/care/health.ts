/** Everything that is not as it should be, in one list. */
import { statfs } from 'node:fs/promises';
import type { Clock, Timer } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Service } from '#kit/service.ts';
import type { Link } from '../link/link.ts';
import type { Media } from '../media/media.ts';
import type { EventHistory } from './event-history.ts';
import type { Fault } from './faults.ts';
import type { Hardware } from './hardware.ts';

/** A link that is away for less is a hiccup, not a fault, ms. */
const LINK_PATIENCE_MS = 30_000;
const STORAGE_CHECK_MS = 60_000;
/** Below this much room the outbox and the settings cannot be relied on, bytes. */
const LEAST_FREE_BYTES = 8 * 1024 * 1024;

export interface HealthOptions {
  media: Pick<Media, 'info' | 'onChanged'>;
  /** Null on a device without a cloud. */
  link: Pick<Link, 'info' | 'onChanged'> | null;
  history: Pick<EventHistory, 'problem'>;
  hardware?: Pick<Hardware, 'faults' | 'onChanged'>;
  stateFolder: string;
  clock: Clock;
  /** Bytes free for this user; the file system's own by default. */
  freeBytes?: (folder: string) => Promise<number>;
}

export class Health implements Service {
  readonly name = 'health';
  readonly #options: HealthOptions;
  #storage: Omit<Fault, 'sinceMs'> | null = null;
  #storageSinceMs = 0;
  #listeners = new Set<() => void>();
  #ends: (() => void)[] = [];
  #patience: Timer | null = null;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { media, link, hardware, clock } = this.#options;
    await this.#checkStorage();
    const timer = clock.every(STORAGE_CHECK_MS, () => void this.#checkStorage());
    this.#ends = [() => timer.cancel(), media.onChanged(() => this.#tell())];
    if (hardware) this.#ends.push(hardware.onChanged(() => this.#tell()));
    if (link) {
      this.#ends.push(link.onChanged(() => this.#linkChanged()));
      this.#linkChanged();
    }
  }

  async stop(): Promise<void> {
    this.#patience?.cancel();
    for (const end of this.#ends.splice(0)) end();
  }

  /** @returns what is wrong now; empty is healthy */
  faults(): Fault[] {
    const { media, hardware } = this.#options;
    const { faults } = media.info();
    const storage = this.#storage && { ...this.#storage, sinceMs: this.#storageSinceMs };
    // Recordings may stand on the same disk: one word for it is enough.
    const isTold = hardware?.faults().some(({ code }) => code === storage?.code);
    const own = [this.#linkFault(), isTold ? null : storage];
    // The camera says of the indicator light what it means for the picture.
    const others = hardware
      ?.faults()
      .filter(({ component }) => !faults.some((f) => f.component === component));
    return [...faults, ...(others ?? []), ...own.filter((fault) => fault !== null)];
  }

  /** Calls back when `faults()` may have changed. @returns a function that ends it */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #linkFault(): Fault | null {
    const info = this.#options.link?.info();
    if (!info || info.connected || this.#options.clock.nowMs() - info.sinceMs < LINK_PATIENCE_MS) return null;
    return {
      component: 'link',
      code: 'broker-unreachable',
      message: `The cloud at ${info.broker} cannot be reached${info.problem && `: ${info.problem}`}.`,
      remedy: 'Check the network. Events are kept and sent when it is back.',
      sinceMs: info.sinceMs,
    };
  }

  #linkChanged(): void {
    this.#patience?.cancel();
    this.#patience = this.#options.clock.after(LINK_PATIENCE_MS, () => this.#tell());
    this.#tell();
  }

  async #checkStorage(): Promise<void> {
    const { stateFolder, history, freeBytes = freeBytesOf, clock } = this.#options;
    const before = this.#storage?.code;
    this.#storage = await storageFault(stateFolder, history.problem, freeBytes);
    if (this.#storage?.code === before) return;
    this.#storageSinceMs = clock.nowMs();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

async function storageFault(
  folder: string,
  historyProblem: string,
  freeBytes: (folder: string) => Promise<number>,
): Promise<Omit<Fault, 'sinceMs'> | null> {
  const component = 'storage';
  try {
    const free = await freeBytes(folder);
    if (free < LEAST_FREE_BYTES)
      return {
        component,
        code: 'storage-full',
        message: `Only ${(free / 1024 / 1024).toFixed(1)} MiB are free in ${folder}.`,
        remedy: 'Make room: events and settings may not be stored.',
      };
  } catch (error) {
    return {
      component,
      code: 'storage-unreadable',
      message: `${folder} cannot be used: ${explain(error)}.`,
      remedy: 'Check that it is mounted and that the daemon may write there.',
    };
  }
  if (historyProblem === '') return null;
  return {
    component,
    code: 'storage-failing',
    message: `Events cannot be written: ${historyProblem}.`,
    remedy: `Check ${folder}: full, read-only or worn out.`,
  };
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
