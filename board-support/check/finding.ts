/** What was found out about one part of a board. */
import { PupsentryError } from '#kit/errors.ts';

/** unseen: it could not be looked at, as for lack of rights. */
export type Mark = 'ok' | 'missing' | 'differs' | 'in use' | 'unseen';

export interface Finding {
  /** Such as "Camera". */
  part: string;
  mark: Mark;
  /** What is there, or what is wrong; a sentence without its full stop when ok. */
  found: string;
  /** What to do about it; empty when ok. */
  remedy: string;
}

type Complaint = (found: string, remedy: string) => Finding;

/** Findings about a part of this name. */
export function about(part: string): Record<Exclude<Mark, 'ok'>, Complaint> & {
  ok(found: string): Finding;
  /** The sentence and the remedy of an error; of anything else that was thrown, its message. */
  error(mark: Exclude<Mark, 'ok'>, thrown: unknown): Finding;
} {
  const complaint =
    (mark: Mark): Complaint =>
    (found, remedy) => ({ part, mark, found, remedy });
  return {
    ok: (found) => ({ part, mark: 'ok', found, remedy: '' }),
    missing: complaint('missing'),
    differs: complaint('differs'),
    'in use': complaint('in use'),
    unseen: complaint('unseen'),
    error(mark, thrown) {
      if (!(thrown instanceof PupsentryError)) throw thrown;
      return { part, mark, found: thrown.message, remedy: thrown.remedy };
    },
  };
}
