/**
 * What a device has been promised to keep. Each thing that is kept has one value that was acknowledged last, and perhaps one
 * that is being stored: after a power cut it must be one of the two.
 */

interface Entry {
  kept: string;
  /** What is being stored, and what may be found meanwhile. */
  next?: string;
  between?: string;
}

export class Ledger {
  readonly #entries: Map<string, Entry>;

  constructor(entries: Iterable<[string, Entry]> = []) {
    this.#entries = new Map(entries);
  }

  /** Stores a value; acknowledged when the work is done. @param between may be found, too, until it is */
  async change(name: string, next: string, work: () => Promise<unknown>, between?: string): Promise<void> {
    this.#entries.set(name, { kept: this.kept(name), next, between });
    await work();
    this.#entries.set(name, { kept: next });
  }

  kept(name: string): string {
    return this.#entries.get(name)!.kept;
  }

  /** What was found, and is kept from now on. @returns what is wrong with it, or null */
  settle(name: string, found: string): string | null {
    const { kept, next, between } = this.#entries.get(name)!;
    this.#entries.set(name, { kept: found });
    if (found === kept || found === next || found === between) return null;
    return `${name} is ${found}; acknowledged was ${kept}${next === undefined ? '' : `, being stored ${next}`}`;
  }

  fork(): Ledger {
    return new Ledger(this.#entries);
  }
}
