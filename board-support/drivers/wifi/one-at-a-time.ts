/** Work that must not overlap, in the order it was asked for. */
export class OneAtATime {
  readonly #maxWaiting: number;
  readonly #full: () => Error;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param options.maxWaiting how many may wait or run
   * @param options.full what the next one is refused with
   */
  constructor(options: { maxWaiting: number; full: () => Error }) {
    this.#maxWaiting = options.maxWaiting;
    this.#full = options.full;
  }

  /** @returns what the work returns, or throws, once its turn has come */
  run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= this.#maxWaiting) return Promise.reject(this.#full());
    this.#waiting++;
    const done = this.#last.then(work).finally(() => this.#waiting--);
    this.#last = done.catch(() => {});
    return done;
  }

  /** Resolves when all that was asked for so far is done, well or not. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
