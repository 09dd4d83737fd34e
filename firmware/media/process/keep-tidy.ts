/** Memory that V8 alone would keep for long. */

const AFTER_START_MS = 1000;
const EVERY_MS = 2000;

let tidying = false;

/**
 * Gives back what the start has left over, and from then on the copies of pictures that have been sent: V8
 * counts them as a few bytes each and would let tens of megabytes gather. Needs node --expose-gc; a round
 * takes about a millisecond.
 */
export function keepTidy(): void {
  const collect = globalThis.gc as ((options?: { type: 'minor' | 'major' }) => void) | undefined;
  if (tidying || !collect) return;
  tidying = true;
  setTimeout(() => collect({ type: 'major' }), AFTER_START_MS).unref();
  setInterval(() => collect({ type: 'minor' }), EVERY_MS).unref();
}
