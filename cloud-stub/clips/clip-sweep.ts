/** Clears away, once an hour, what deletions and devices that never came back have left. */
import type { Clock, Timer } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { ClipShelf } from './clip-shelf.ts';
import type { ClipStore } from './clip-store.ts';

const EVERY_MS = 3600 * 1000;

export class ClipSweep implements Service {
  readonly name = 'clips';
  readonly #options: { shelf: ClipShelf; store: ClipStore; clock: Clock; log: Logger };
  #timer: Timer | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: { shelf: ClipShelf; store: ClipStore; clock: Clock; log: Logger }) {
    this.#options = options;
  }

  /** A store that does not answer is told and not waited for: the rest of the stub is of use without it. */
  async start(): Promise<void> {
    const { store, clock, log } = this.#options;
    await store.check().catch((error: unknown) => log.error(explain(error)));
    this.#timer = clock.every(EVERY_MS, () => void this.sweep());
    void this.sweep();
  }

  /** Never throws: what could not be removed is tried again the next time. */
  sweep(): Promise<void> {
    this.#running = this.#running.then(async () => {
      try {
        while ((await this.#options.shelf.sweep()) > 0);
      } catch (error) {
        this.#options.log.warn(`clips could not be cleared away: ${explain(error)}`);
      }
    });
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    await this.#running;
  }
}
