/** When a process that has ended is started again. */
import { Backoff } from '#kit/retry.ts';

const BACKOFF = { firstMs: 200, maxMs: 10_000 };
/** A life with at least this many main pictures was a good one: half a second. */
const GOOD_PICTURES = 15;
/** So many good but short lives in this time are taken as bad luck; more are a fault that repeats. */
const QUICK_RESTARTS = 30;
const QUICK_WINDOW_MS = 300_000;

/**
 * After a good life at once (0.1 to 0.2 s), after a bad one with doubling waits up to 10 s. Good lives that
 * all end soon do not make it spin: the quick restarts are counted.
 */
export class RestartPolicy {
  readonly #backoff: Backoff;
  readonly #nowMs: () => number;
  #quickMs: number[] = [];

  constructor(options: { nowMs: () => number; random?: () => number }) {
    this.#nowMs = options.nowMs;
    this.#backoff = new Backoff({ ...BACKOFF, random: options.random });
  }

  /** @param pictures main pictures of the life that has ended. @returns the wait before the next one, ms */
  nextMs(pictures: number): number {
    const nowMs = this.#nowMs();
    this.#quickMs = this.#quickMs.filter((ms) => nowMs - ms < QUICK_WINDOW_MS);
    if (pictures >= GOOD_PICTURES && this.#quickMs.length < QUICK_RESTARTS) {
      this.#quickMs.push(nowMs);
      this.#backoff.succeeded();
    }
    return this.#backoff.nextMs();
  }
}
