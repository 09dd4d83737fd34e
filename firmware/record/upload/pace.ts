/** A rate held: whoever sends asks here first, piece by piece. */
import { sleep, type Clock } from '#kit/clock.ts';

/** What was not used may be caught up for this long, ms. */
const BURST_MS = 250;

export class Pace {
  readonly #clock: Clock;
  readonly #kbps: () => number;
  /** When the next byte may go, by the monotonic clock. */
  #freeMs = -Infinity;

  /** @param options.kbps the rate at present; Infinity holds nothing back */
  constructor(options: { clock: Clock; kbps: () => number }) {
    this.#clock = options.clock;
    this.#kbps = options.kbps;
  }

  /** Resolves when so many bytes may go; rejects with the signal's reason. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const nowMs = this.#clock.monotonicMs();
    const startMs = Math.max(this.#freeMs, nowMs - BURST_MS);
    this.#freeMs = startMs + (bytes * 8) / this.#kbps();
    const waitMs = this.#freeMs - nowMs;
    if (waitMs > 0) await sleep(this.#clock, waitMs, signal);
  }
}
