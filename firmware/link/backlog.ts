/** Messages that may be lost, kept for a while when there is no link: a short list that drops its oldest. */
export class Backlog<T> {
  readonly #limit: number;
  #items: T[] = [];
  #dropped = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get dropped(): number {
    return this.#dropped;
  }

  push(item: T): void {
    this.#items.push(item);
    if (this.#items.length <= this.#limit) return;
    this.#items.shift();
    this.#dropped++;
  }

  /** @returns everything, oldest first; the list is empty afterwards */
  takeAll(): T[] {
    return this.#items.splice(0);
  }
}
