/** Something that is made only while somebody wants it: who does, and what the media process is told of that. */
import type { Logger } from '#kit/log.ts';

export class OnDemand<T> {
  readonly #order: (wanted: boolean) => void;
  readonly #log: Logger;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(options: { order: (wanted: boolean) => void; log: Logger }) {
    this.#order = options.order;
    this.#log = options.log;
  }

  /** @returns a function that ends it */
  add(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    this.order();
    return () => {
      this.#listeners.delete(listener);
      this.order();
    };
  }

  /** Says whether it is wanted: to a new process, which knows of nothing. */
  order(): void {
    this.#order(this.#listeners.size > 0);
  }

  /** One listener's bug is not the others'. */
  tell(value: T): void {
    for (const listener of this.#listeners) {
      try {
        listener(value);
      } catch (error) {
        this.#log.error({ err: error }, 'a listener failed');
      }
    }
  }
}
