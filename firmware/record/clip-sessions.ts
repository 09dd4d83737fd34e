/** Clips that are being taken, piece by piece, by callers who may leave at any time. */
import type { Clock, Timer } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { makeClip, type ClipSummary } from './clip.ts';
import type { RecordingReader } from './reader.ts';

const MAX_SESSIONS = 4;
/** One that nobody takes from is given up, ms. */
const IDLE_MS = 30_000;

export interface ClipPart {
  bytes: Buffer;
  /** Null until all of it was given. */
  summary: ClipSummary | null;
}

interface Session {
  parts: AsyncGenerator<Buffer, ClipSummary>;
  idle: Timer | null;
  isBusy: boolean;
}

export class ClipSessions {
  readonly #options: { reader: RecordingReader; clock: Clock };
  readonly #sessions = new Map<number, Session>();
  #lastId = 0;

  constructor(options: { reader: RecordingReader; clock: Clock }) {
    this.#options = options;
  }

  /** @returns its number @throws PupsentryError "too-many-clips" */
  open(range: { fromMs: number; toMs: number }): number {
    if (this.#sessions.size >= MAX_SESSIONS)
      throw new PupsentryError(
        'too-many-clips',
        `${MAX_SESSIONS} clips are being taken already.`,
        'Try again when one of them is done.',
      );
    const id = ++this.#lastId;
    this.#sessions.set(id, { parts: makeClip(this.#options.reader, range), idle: null, isBusy: false });
    this.#watch(id);
    return id;
  }

  /** The next few seconds. @throws PupsentryError "no-such-clip", and those of `makeClip` */
  async take(id: number): Promise<ClipPart> {
    const session = this.#sessions.get(id);
    if (!session || session.isBusy)
      throw new PupsentryError('no-such-clip', 'That clip is not being taken.', 'Begin anew.');
    session.idle?.cancel();
    session.isBusy = true;
    try {
      const { value, done } = await session.parts.next();
      session.isBusy = false;
      if (!done) {
        this.#watch(id);
        return { bytes: value, summary: null };
      }
      this.#sessions.delete(id);
      return { bytes: Buffer.alloc(0), summary: value };
    } catch (error) {
      this.#sessions.delete(id);
      throw error;
    }
  }

  #watch(id: number): void {
    const session = this.#sessions.get(id)!;
    session.idle = this.#options.clock.after(IDLE_MS, () => {
      this.#sessions.delete(id);
      void session.parts.return(undefined as never).catch(() => undefined);
    });
  }
}
