/** Back-off: how long to wait before the next try. */

export interface BackoffOptions {
  /** Wait after the first failure, ms. */
  firstMs: number;
  /** The wait never grows beyond this, ms. */
  maxMs: number;
  /** Source of jitter in [0, 1); Math.random by default. */
  random?: () => number;
}

/** Doubling waits with jitter ("equal jitter": half fixed, half random), so that a fleet does not return as one. */
export class Backoff {
  readonly #options: BackoffOptions;
  #failures = 0;

  constructor(options: BackoffOptions) {
    this.#options = options;
  }

  /** How many failures since the last success. */
  get failures(): number {
    return this.#failures;
  }

  /** Counts a failure. @returns the wait before the next try, ms */
  nextMs(): number {
    const { firstMs, maxMs, random = Math.random } = this.#options;
    const wait = Math.min(maxMs, firstMs * 2 ** Math.min(this.#failures++, 30));
    return wait / 2 + (wait / 2) * random();
  }

  succeeded(): void {
    this.#failures = 0;
  }
}
