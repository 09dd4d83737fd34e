/** The infrared filter on GPIO lines: held by the level of one line, or moved by a pulse on one of two. */
import { sleep, SystemClock, type Clock } from '#kit/clock.ts';
import { explain, PupsentryError } from '#kit/errors.ts';
import type { BoardParts } from '../board-schema.ts';
import { KernelLines } from './gpio/kernel-lines.ts';
import { lineTitle, type GpioLines, type GpioOutput } from './gpio/lines.ts';
import { pulse } from './gpio/pulse.ts';
import type { FilterPlace, IrCut } from './ir-cut.ts';
import { LatestWish } from './latest-wish.ts';

type Profile = Extract<BoardParts['irCut'], { kind: 'gpio' | 'gpio-pulse' }>;

/** Between two pulses: one coil lets go before the other pulls, ms. */
const REST_MS = 20;

export class GpioIrCut implements IrCut {
  readonly name = 'ir-cut';
  readonly #profile: Profile;
  readonly #lines: GpioLines;
  readonly #clock: Clock;
  readonly #moves: LatestWish<FilterPlace>;
  /** One line for both places, or one for each. */
  #outputs: Record<FilterPlace, GpioOutput> | null = null;
  #stopping = new AbortController();
  #moving: Promise<void> = Promise.resolve();
  #place: FilterPlace | null = null;
  #drivenUntilMs = -Infinity;

  constructor(profile: Profile, options: { lines?: GpioLines; clock?: Clock } = {}) {
    this.#profile = profile;
    this.#lines = options.lines ?? new KernelLines();
    this.#clock = options.clock ?? new SystemClock();
    this.#moves = new LatestWish((place) => this.#carryOut(place));
  }

  get place(): FilterPlace | null {
    return this.#place;
  }

  /** Nothing is driven until the first move. */
  async start(): Promise<void> {
    this.#stopping = new AbortController();
    const { day, night } = places(this.#profile);
    const dayOutput = this.#lines.requestOutput(day, false);
    try {
      const nightOutput = day.line === night.line ? dayOutput : this.#lines.requestOutput(night, false);
      this.#outputs = { in: dayOutput, out: nightOutput };
    } catch (error) {
      dayOutput.release();
      throw error;
    }
  }

  /** Ends a pulse that is going on; no line is driven afterwards. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('it is stopped in the middle of a move'));
    await this.#moving.catch(() => undefined);
    this.#outputs?.in.release();
    this.#outputs?.out.release();
    this.#outputs = null;
    this.#place = null;
  }

  move(to: FilterPlace): Promise<void> {
    return (this.#moving = this.#moves.ask(to));
  }

  async #carryOut(to: FilterPlace): Promise<void> {
    if (to === this.#place) return;
    const output = this.#outputs?.[to];
    try {
      if (!output) throw new Error('it is not started');
      if (this.#profile.kind === 'gpio') output.set(to === 'in');
      else await this.#drive(output, this.#profile.pulseMs);
    } catch (cause) {
      const { day, night } = places(this.#profile);
      const line = lineTitle(to === 'in' ? day : night);
      throw new PupsentryError(
        'ir-cut-failed',
        `The infrared filter on the GPIO line ${line} did not move: ${explain(cause)}.`,
        'See what the kernel says with "dmesg".',
        { cause },
      );
    }
    this.#place = to;
  }

  async #drive(coil: GpioOutput, pulseMs: number): Promise<void> {
    this.#place = null; // somewhere between the two until the pulse is over
    const { signal } = this.#stopping;
    const restMs = this.#drivenUntilMs + REST_MS - this.#clock.monotonicMs();
    if (restMs > 0) await sleep(this.#clock, restMs, signal);
    try {
      await pulse(coil, pulseMs, this.#clock, signal);
    } finally {
      this.#drivenUntilMs = this.#clock.monotonicMs();
    }
  }
}

function places(profile: Profile) {
  const { chip, activeLow } = profile;
  return profile.kind === 'gpio'
    ? { day: profile, night: profile }
    : { day: { chip, activeLow, line: profile.day }, night: { chip, activeLow, line: profile.night } };
}
