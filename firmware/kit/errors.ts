/**
 * An error meant for people: what is wrong and what to do about it. Shown as a sentence, never with a
 * stack; anything else that is thrown is a bug and keeps its stack.
 */
export class PupsentryError extends Error {
  override name = 'PupsentryError';
  /** @param code stable word for programs, such as "camera-missing" */
  constructor(
    readonly code: string,
    message: string,
    readonly remedy = '',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The sentence for people in anything that was thrown. */
export function explain(thrown: unknown): string {
  if (thrown instanceof PupsentryError)
    return thrown.remedy ? `${thrown.message} ${thrown.remedy}` : thrown.message;
  return thrown instanceof Error ? thrown.message : String(thrown);
}

export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
