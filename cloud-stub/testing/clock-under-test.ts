/** The machine's clock, which a test can set ahead, and whose timers of one length it fires itself. */
import { SystemClock, type Timer } from '#kit/clock.ts';

export class ClockUnderTest extends SystemClock {
  /** How far the wall clock is ahead. */
  aheadMs = 0;
  readonly #heldMs: number;
  readonly #held = new Set<() => void>();

  /** @param heldMs timers of exactly this length wait for `expire` */
  constructor(heldMs = NaN) {
    super();
    this.#heldMs = heldMs;
  }

  override nowMs(): number {
    return super.nowMs() + this.aheadMs;
  }

  override after(ms: number, callback: () => void): Timer {
    if (ms !== this.#heldMs) return super.after(ms, callback);
    this.#held.add(callback);
    return { cancel: () => this.#held.delete(callback) };
  }

  /** Fires the timers that are held. */
  expire(): void {
    const due = [...this.#held];
    this.#held.clear();
    for (const callback of due) callback();
  }
}
