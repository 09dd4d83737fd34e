/** Feels the pulse of the disk: a small file, written and synced now and then. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Timer } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import { LogThrottle, type Logger } from '#kit/log.ts';

const PULSE_MS = 60_000;
/** The disk answers, though not as we like: a matter for people, not for a reset. */
const ANSWERS = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOENT', 'ENOTDIR']);

export class StoragePulse {
  readonly #options: { folder: string; clock: Clock; log: Logger; write: (file: string) => Promise<void> };
  readonly #throttle: LogThrottle;
  #timer: Timer | null = null;
  #isWriting = false;
  #lastMs: number | null = null;

  constructor(options: {
    folder: string;
    clock: Clock;
    log: Logger;
    write?: (file: string) => Promise<void>;
  }) {
    this.#options = { write: writeAndSync, ...options };
    this.#throttle = new LogThrottle({ monotonicMs: () => options.clock.monotonicMs() });
  }

  /** When it last answered, monotonic ms; null before the first time. */
  get lastMs(): number | null {
    return this.#lastMs;
  }

  start(): void {
    this.#timer = this.#options.clock.every(PULSE_MS, () => void this.#feel());
    void this.#feel();
  }

  stop(): void {
    this.#timer?.cancel();
  }

  async #feel(): Promise<void> {
    if (this.#isWriting) return; // a disk that hangs keeps one thread waiting, not one a minute
    const { folder, clock, log, write } = this.#options;
    this.#isWriting = true;
    try {
      await write(join(folder, 'heartbeat'));
      this.#lastMs = clock.monotonicMs();
    } catch (error) {
      if (ANSWERS.has((error as NodeJS.ErrnoException).code ?? '')) this.#lastMs = clock.monotonicMs();
      else this.#throttle.allow('storage', () => log.error(`the disk fails: ${explain(error)}`));
    } finally {
      this.#isWriting = false;
    }
  }
}

/** One block, in place: the same few sectors wear, and the flash translation layer spreads them. */
async function writeAndSync(path: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(`${Date.now()}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}
