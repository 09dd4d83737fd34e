/** Small choices kept in this browser. Where it keeps nothing (private windows), they last for the page. */

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Nothing is lost but the choice.
  }
}

/** @returns the kept choice if it is one of those that are known */
export function remembered<T extends string>(key: string, known: readonly T[]): T | undefined {
  try {
    const kept = localStorage.getItem(key);
    return known.find((k) => k === kept);
  } catch {
    return undefined;
  }
}
