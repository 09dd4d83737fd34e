/** What is wrong with a sealed clip, a key or a list of keys. */
export type SealProblem =
  /** Not a sealed clip at all. */
  | 'not-sealed'
  /** Of a version this program does not know. */
  | 'version'
  /** The head cannot be read: cut, oversize, or not as docs/sealed-clips.md says. */
  | 'malformed'
  /** Sealed for other keys than those at hand. */
  | 'no-key'
  /** A key at hand is named, but what was wrapped for it does not open. */
  | 'wrong-key'
  /** A segment is not what was sealed there: changed, moved, doubled, or of another clip. */
  | 'damaged'
  /** Sound so far, but its end is missing. */
  | 'truncated'
  /** A list of keys that was not signed by somebody who may. */
  | 'not-trusted';

/** Thrown by everything in this folder; nothing of a segment that fails is ever given out. */
export class SealError extends Error {
  override name = 'SealError';
  constructor(
    readonly code: SealProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
