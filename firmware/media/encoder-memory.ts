/** What is remembered of encoders from one life of the media process to the next. */
import type { Clock } from '#kit/clock.ts';
import type { EncoderChoice, PassedOver } from './control.ts';
import type { VideoStream } from './media.ts';

/** An encoder that failed at work gets another chance after so long: what was wrong may have passed. */
export const SECOND_CHANCE_MS = 6 * 3_600_000;
/** Boards name 16 encoders at most. */
const MOST = 32;

export type ProvenEncoders = Partial<Record<VideoStream, EncoderChoice>>;

export class EncoderMemory {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  #failed: { encoder: PassedOver; atMs: number }[] = [];
  #proven: ProvenEncoders = {};
  #copying = { why: '', atMs: 0 };

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** Those that failed while they worked and have not had their second chance. */
  get passedOver(): PassedOver[] {
    return this.#failed.map(({ encoder }) => encoder);
  }

  /** Those that gave pictures. */
  get proven(): ProvenEncoders {
    return this.#proven;
  }

  /** Why the camera's buffers have to be copied to the encoder; empty when they have not. */
  get copying(): string {
    return this.#copying.why;
  }

  copies(why: string): void {
    this.#copying = { why, atMs: this.#clock.monotonicMs() };
  }

  failed(encoder: PassedOver): void {
    const others = this.#failed.filter(
      (one) => one.encoder.stream !== encoder.stream || one.encoder.element !== encoder.element,
    );
    this.#failed = [...others, { encoder, atMs: this.#clock.monotonicMs() }].slice(-MOST);
    this.#proven = {};
  }

  /** These give pictures. */
  work(chosen: Record<VideoStream, EncoderChoice>): void {
    const choice = ({ element, reason }: EncoderChoice) => ({ element, reason });
    this.#proven = { main: choice(chosen.main), sub: choice(chosen.sub) };
  }

  /** A life without a picture: nothing is proven any more. */
  doubt(): void {
    this.#proven = {};
  }

  /** Forgets failures that are long past. @returns whether there were any: then the encoders are to be chosen anew */
  secondChance(): boolean {
    const nowMs = this.#clock.monotonicMs();
    const isPast = ({ atMs }: { atMs: number }) => nowMs - atMs >= SECOND_CHANCE_MS;
    const copyingIsPast = this.#copying.why !== '' && isPast(this.#copying);
    if (!copyingIsPast && !this.#failed.some(isPast)) return false;
    if (copyingIsPast) this.#copying.why = '';
    this.#failed = this.#failed.filter((one) => !isPast(one));
    this.#proven = {};
    return true;
  }
}
