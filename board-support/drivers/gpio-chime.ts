/** A mechanical chime behind a relay on a GPIO line. */
import { SystemClock, type Clock } from '#kit/clock.ts';
import { explain, PupsentryError } from '#kit/errors.ts';
import type { BoardParts } from '../board-schema.ts';
import type { Chime } from './chime.ts';
import { KernelLines } from './gpio/kernel-lines.ts';
import { lineTitle, type GpioLines, type GpioOutput } from './gpio/lines.ts';
import { pulse } from './gpio/pulse.ts';

type GpioChimeProfile = Extract<BoardParts['chime'], { kind: 'gpio' }>;

/** The relay is open before the first ring and after `stop`; a coil of a chime burns when it is left closed. */
export class GpioChime implements Chime {
  readonly name = 'chime';
  readonly #profile: GpioChimeProfile;
  readonly #lines: GpioLines;
  readonly #clock: Clock;
  #output: GpioOutput | null = null;
  #sounding: Promise<void> | null = null;
  #stopping = new AbortController();

  constructor(profile: GpioChimeProfile, options: { lines?: GpioLines; clock?: Clock } = {}) {
    this.#profile = profile;
    this.#lines = options.lines ?? new KernelLines();
    this.#clock = options.clock ?? new SystemClock();
  }

  async start(): Promise<void> {
    this.#stopping = new AbortController();
    this.#output = this.#lines.requestOutput(this.#profile, false);
  }

  /** Opens the relay, also in the middle of a ring. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('it is stopped'));
    await this.#sounding?.catch(() => undefined);
    this.#output?.release();
    this.#output = null;
  }

  sound(): Promise<void> {
    return (this.#sounding ??= this.#ring().finally(() => (this.#sounding = null)));
  }

  async #ring(): Promise<void> {
    const { signal } = this.#stopping;
    try {
      if (!this.#output) throw new Error('it is not started');
      await pulse(this.#output, this.#profile.pulseMs, this.#clock, signal);
    } catch (cause) {
      if (cause === signal.reason) return; // quiet, as it was asked to be
      this.#output?.release(); // whatever failed, the relay must not stay closed
      this.#output = null;
      throw new PupsentryError(
        'chime-failed',
        `The chime on the GPIO line ${lineTitle(this.#profile)} failed: ${explain(cause)}.`,
        'See what the kernel says with "dmesg".',
        { cause },
      );
    }
  }
}
