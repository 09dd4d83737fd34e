/**
 * Time in which this process did not run: it was stopped, or others had the processor. Nothing is heard in it, whoever
 * speaks, so it counts against nobody.
 */

/** Looked at later than this, we did not run ourselves, ms. */
const LOOK_MS = 500;

export class Halts {
  #lookedMs: number;

  constructor(nowMs: number) {
    this.#lookedMs = nowMs;
  }

  /**
   * To be called several times a second.
   * @returns how long this process did not run since the last call, ms; 0 as a rule
   */
  look(nowMs: number): number {
    const haltedMs = Math.max(0, nowMs - this.#lookedMs - LOOK_MS);
    this.#lookedMs = nowMs;
    return haltedMs;
  }
}
