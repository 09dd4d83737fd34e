/** Work that is done one at a time, where only the last thing asked for counts. */

export class LatestWish<T> {
  readonly #carryOut: (wish: T) => Promise<void>;
  #wish: { value: T } | null = null;
  #running: Promise<void> | null = null;

  constructor(carryOut: (wish: T) => Promise<void>) {
    this.#carryOut = carryOut;
  }

  /**
   * A wish that waits is replaced by a later one. Resolves for all who asked when the last one is done; rejects for
   * all of them with what went wrong, and forgets what was waiting.
   */
  ask(value: T): Promise<void> {
    this.#wish = { value };
    return (this.#running ??= this.#run());
  }

  async #run(): Promise<void> {
    try {
      while (this.#wish) {
        const { value } = this.#wish;
        this.#wish = null;
        await this.#carryOut(value);
      }
    } finally {
      this.#wish = null;
      this.#running = null;
    }
  }
}
