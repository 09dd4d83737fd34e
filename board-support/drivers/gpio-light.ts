/** A light on a GPIO line; it blinks by timers of ours. */
import { SystemClock, type Clock } from '#kit/clock.ts';
import { explain, PupsentryError } from '#kit/errors.ts';
import type { BoardParts } from '../board-schema.ts';
import { Blinker } from './blinker.ts';
import { KernelLines } from './gpio/kernel-lines.ts';
import { lineTitle, type GpioLines, type GpioOutput } from './gpio/lines.ts';
import type { Light, LightPattern } from './light.ts';

type GpioLightProfile = Extract<BoardParts['light'], { kind: 'gpio' }>;

export class GpioLight implements Light {
  readonly name = 'light';
  readonly #profile: GpioLightProfile;
  readonly #lines: GpioLines;
  readonly #blinker: Blinker;
  #output: GpioOutput | null = null;
  #shown: LightPattern = { kind: 'off' };

  constructor(profile: GpioLightProfile, options: { lines?: GpioLines; clock?: Clock } = {}) {
    this.#profile = profile;
    this.#lines = options.lines ?? new KernelLines();
    this.#blinker = new Blinker(options.clock ?? new SystemClock(), (on) => this.#switch(on));
  }

  get shown(): LightPattern {
    return this.#shown;
  }

  async start(): Promise<void> {
    this.#output = this.#lines.requestOutput(this.#profile, false);
    this.#shown = { kind: 'off' };
  }

  async stop(): Promise<void> {
    this.#blinker.stop();
    this.#output?.release();
    this.#output = null;
    this.#shown = { kind: 'off' };
  }

  show(pattern: LightPattern): void {
    this.#blinker.stop();
    try {
      if (pattern.kind === 'blink') this.#blinker.start(pattern.onMs, pattern.offMs);
      else this.#switch(pattern.kind === 'on');
    } catch (cause) {
      throw new PupsentryError(
        'light-failed',
        `The light on the GPIO line ${lineTitle(this.#profile)} does not obey: ${explain(cause)}.`,
        'See what the kernel says with "dmesg".',
        { cause },
      );
    }
    this.#shown = pattern;
  }

  #switch(on: boolean): void {
    if (!this.#output) throw new Error('it is not started');
    this.#output.set(on);
  }
}
