/** The picture of an event: soon one, and in the end the one that shows it best. */
import type { v1 } from '#protocol/messages.ts';
import { sleep, type Clock } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';

/** A picture costs processor time that the alarm needs on its way; nobody has moved by then. */
export const PICTURE_WAITS_MS = 50;
/** Of what moves, the best of the first moments is sent: who comes in is seen whole a little later. */
export const SETTLE_MS = 1500;
/** A picture is worth taking, or sending again, when it is clearer by this factor. */
const CLEARER = 1.15;
/** Between two pictures of one event, ms. */
const APART_MS = 400;
/** Pictures taken for one event. */
const MOST = 12;

export interface EventPictureOptions {
  /** Takes one, with patience. Null: there is to be none (privacy mode). */
  take: () => Promise<v1.ISnapshot | null>;
  send: (snapshot: v1.ISnapshot) => void;
  /** None could be taken at all. */
  onMissing: (why: string) => void;
  /** What moves is looked at until its end; of anything else the first picture is the one. */
  improves: boolean;
  clock: Clock;
  signal: AbortSignal;
}

export class EventPicture {
  readonly #options: EventPictureOptions;
  #best: { snapshot: v1.ISnapshot; score: number } | null = null;
  #sent: { snapshot: v1.ISnapshot; score: number } | null = null;
  #dropped = false;
  #taken = 0;
  #takenMs = -Infinity;
  #taking: Promise<void> | null = null;
  /** Until it is settled which one goes first. */
  #settling: Promise<void> = Promise.resolve();

  constructor(options: EventPictureOptions) {
    this.#options = options;
  }

  /** Takes the first one; resolves when it is settled which one goes first. */
  first(score: number): Promise<void> {
    return (this.#settling = this.#settle(score));
  }

  /** It is as clear as this now. */
  consider(score: number): void {
    const { improves, clock } = this.#options;
    const best = this.#best?.score ?? 0;
    if (!improves || this.#dropped || this.#taking || this.#taken >= MOST || score < best * CLEARER) return;
    if (clock.monotonicMs() - this.#takenMs >= APART_MS) this.#take(score);
  }

  /**
   * The event is over. Resolves when no other picture of it comes: one that is still being taken goes with it.
   * @param wanted false: its picture is not to be sent any more
   */
  async end(wanted: boolean): Promise<void> {
    if (!wanted) {
      this.#dropped = true;
      this.#best = null;
      return;
    }
    const { signal } = this.#options;
    await beforeAbort(signal, this.#settling);
    await beforeAbort(signal, this.#taking);
    this.#send();
  }

  async #settle(score: number): Promise<void> {
    const { clock, signal, improves } = this.#options;
    try {
      await sleep(clock, PICTURE_WAITS_MS, signal);
      if (!this.#taking) this.#take(score);
      if (improves) await sleep(clock, SETTLE_MS, signal);
      await this.#taking;
    } catch {
      return; // stopped
    }
    this.#send();
  }

  #take(score: number): void {
    const { take, clock, onMissing, signal } = this.#options;
    this.#taken++;
    this.#takenMs = clock.monotonicMs();
    this.#taking = take()
      .then((snapshot) => {
        if (snapshot && !this.#dropped) this.#best = { snapshot, score };
        if (!snapshot) this.#dropped = true;
      })
      .catch((error: unknown) => {
        if (!this.#best && !signal.aborted) onMissing(explain(error));
      })
      .finally(() => (this.#taking = null));
  }

  #send(): void {
    const [best, sent] = [this.#best, this.#sent];
    if (!best || best === sent || (sent && best.score < sent.score * CLEARER)) return;
    this.#sent = best;
    this.#options.send(best.snapshot);
  }
}

/** Resolves when `work` has ended, or the signal aborts. */
async function beforeAbort(signal: AbortSignal, work: Promise<void> | null): Promise<void> {
  if (signal.aborted) return;
  const ended = new AbortController();
  const aborted = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { signal: ended.signal }),
  );
  await Promise.race([work, aborted]).finally(() => ended.abort());
}
