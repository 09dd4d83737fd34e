/** @returns the candidate somebody probably meant (at most two letters off), or null */
export function nearest(said: string, candidates: readonly string[]): string | null {
  const ranked = candidates
    .map((name) => ({ name, steps: distance(said, name) }))
    .sort((a, b) => a.steps - b.steps);
  const [best] = ranked;
  return best && best.steps <= 2 ? best.name : null;
}

/** Levenshtein: letters to insert, remove or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}

/** Most names that are worth reading. */
const MAX_NEAR = 6;

/**
 * @returns the candidates somebody may have meant, the likeliest first: two letters or a third of them off at most, or
 *   sharing a word of three letters or more
 */
export function near(said: string, candidates: readonly string[]): string[] {
  const words = said
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length >= 3);
  return candidates
    .map((name) => ({ name, steps: distance(said.toLowerCase(), name.toLowerCase()) }))
    .filter(
      ({ name, steps }) =>
        steps <= Math.max(2, said.length / 3) || words.some((word) => name.toLowerCase().includes(word)),
    )
    .sort((a, b) => a.steps - b.steps)
    .slice(0, MAX_NEAR)
    .map(({ name }) => name);
}
