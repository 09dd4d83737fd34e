/** Time for tests over real sockets: pauses pass at once, patience ends when the test says so. */
import { FakeClock, type Timer } from '#kit/clock.ts';

/** How many turns of the event loop without news mean that nothing is under way any more. */
const QUIET_TURNS = 30;

export class EagerClock extends FakeClock {
  readonly #patienceMs: number;
  /** Grows with each wait for something. */
  #waits = 0;

  /** @param options.patienceMs timers of this length are kept; shorter and longer ones end at once */
  constructor(options: { patienceMs: number }) {
    super();
    this.#patienceMs = options.patienceMs;
  }

  override after(ms: number, callback: () => void): Timer {
    this.#waits++;
    if (ms === this.#patienceMs) return super.after(ms, callback);
    const handle = setImmediate(callback);
    return { cancel: () => clearImmediate(handle) };
  }

  /** All that is under way comes to its end, and then patience does. */
  async runOut(): Promise<void> {
    for (let quiet = 0, seen = this.#waits; quiet < QUIET_TURNS; quiet++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#waits !== seen) [quiet, seen] = [0, this.#waits];
    }
    await this.advance(this.#patienceMs);
  }
}
