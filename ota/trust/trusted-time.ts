/**
 * The time that expiry is judged by (docs/decisions/0015-update-trust.md): the clock where a trusted source has set it, and never
 * less than what is proven. What is proven grows with the monotonic clock, so that a device that cannot set its clock gets older too.
 */
import type { Clock } from '#kit/clock.ts';

export class TrustedTime {
  readonly #clock: Clock;
  readonly #builtMs: number;
  /** It was at least `ms` when the monotonic clock read `monotonicMs`. */
  #proven: { ms: number; monotonicMs: number };

  /** @param builtMs when the running image was built: before this boot, so its age is at least the time since then */
  constructor(clock: Clock, builtMs: number) {
    this.#clock = clock;
    this.#builtMs = builtMs;
    this.#proven = { ms: builtMs, monotonicMs: 0 };
  }

  /** Milliseconds since 1970; the real time is not before it. */
  floorMs(): number {
    return this.#proven.ms + this.#clock.monotonicMs() - this.#proven.monotonicMs;
  }

  nowMs(): number {
    const floorMs = this.floorMs();
    return this.#clock.quality() === 'synced' ? Math.max(this.#clock.nowMs(), floorMs) : floorMs;
  }

  /** It is at least this late now. */
  raise(ms: number): void {
    if (ms > this.floorMs()) this.#proven = { ms, monotonicMs: this.#clock.monotonicMs() };
  }

  /** Forgets all but the image's age: the keys that proved more were taken back. */
  reset(): void {
    this.#proven = { ms: this.#builtMs, monotonicMs: 0 };
  }
}
