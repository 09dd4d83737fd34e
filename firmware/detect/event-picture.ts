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
  #sentScore = 0;
  #settled = false;
  #dropped = false;
  #taken = 0;
  #takenMs = -Infinity;
  #taking: Promise<void> | null = null;

  constructor(options: EventPictureOptions) {
    this.#options = options;
  }

  /** Takes the first one; resolves when it is settled which one goes first. */
  async first(score: number): Promise<void> {
    const { clock, signal, improves } = this.#options;
    try {
      await sleep(clock, PICTURE_WAITS_MS, signal);
      if (!this.#taking) this.#take(score);
      if (improves) await sleep(clock, SETTLE_MS, signal);
      await this.#taking;
    } catch {
      return; // stopped
    }
    this.#settled = true;
    this.#send();
  }

  /** It is as clear as this now. */
  consider(score: number): void {
    const { improves, clock } = this.#options;
    const best = this.#best?.score ?? 0;
    if (!improves || this.#dropped || this.#taking || this.#taken >= MOST || score < best * CLEARER) return;
    if (clock.monotonicMs() - this.#takenMs >= APART_MS) this.#take(score);
  }

  /** The event is over. @param wanted false: its picture is not to be sent any more */
  async end(wanted: boolean): Promise<void> {
    if (!wanted) {
      this.#dropped = true;
      this.#best = null;
      return;
    }
    const { improves, signal } = this.#options;
    if (!improves) return;
    await Promise.race([this.#taking, aborted(signal)]);
    if (this.#settled) this.#send();
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
    if (!this.#best || this.#best.score < this.#sentScore * CLEARER) return;
    this.#sentScore = this.#best.score;
    this.#options.send(this.#best.snapshot);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
