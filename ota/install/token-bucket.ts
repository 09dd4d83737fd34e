/** Keeps a flow of bytes to a rate, on average over a second. */
import { sleep, type Clock } from '#kit/clock.ts';

export class TokenBucket {
  readonly #clock: Clock;
  readonly #bytesPerSecond: number;
  /** Bytes that may still flow; below 0 what was taken in advance. */
  #tokens: number;
  #filledMs: number;

  /** @param options.bytesPerSecond Infinity for no limit */
  constructor(options: { clock: Clock; bytesPerSecond: number }) {
    this.#clock = options.clock;
    this.#bytesPerSecond = options.bytesPerSecond;
    this.#tokens = options.bytesPerSecond;
    this.#filledMs = options.clock.monotonicMs();
  }

  /** Resolves when the bytes, which have come already, are paid for. @throws the signal's reason when it aborts */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    if (this.#bytesPerSecond === Infinity) return;
    const nowMs = this.#clock.monotonicMs();
    const earned = ((nowMs - this.#filledMs) * this.#bytesPerSecond) / 1000;
    this.#tokens = Math.min(this.#bytesPerSecond, this.#tokens + earned) - bytes;
    this.#filledMs = nowMs;
    if (this.#tokens < 0) await sleep(this.#clock, (-this.#tokens * 1000) / this.#bytesPerSecond, signal);
  }
}
