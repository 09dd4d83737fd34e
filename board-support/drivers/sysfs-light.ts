/**
 * A light of the kernel's LED class (Documentation/leds/leds-class.rst). It blinks by the kernel's "timer" trigger,
 * which goes on while this program is busy, and by timers of ours where the kernel has none.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SystemClock, type Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { BoardParts } from '../board-schema.ts';
import { Blinker } from './blinker.ts';
import { codeOf } from './ioctl.ts';
import type { Light, LightPattern } from './light.ts';

type SysfsLightProfile = Extract<BoardParts['light'], { kind: 'sysfs' }>;

/** Names that a sentence still lists. */
const MOST_NAMES = 40;

export interface SysfsLightOptions {
  clock?: Clock;
  /** Root of the file system; another one for tests. */
  root?: string;
}

export class SysfsLight implements Light {
  readonly name = 'light';
  readonly #led: string;
  readonly #class: string;
  readonly #blinker: Blinker;
  #started = false;
  #brightest = '';
  #canBlink = false;
  #shown: LightPattern = { kind: 'off' };

  constructor(profile: SysfsLightProfile, options: SysfsLightOptions = {}) {
    this.#led = profile.name;
    this.#class = join(options.root ?? '/', 'sys/class/leds');
    this.#blinker = new Blinker(options.clock ?? new SystemClock(), (on) => this.#switch(on));
  }

  get shown(): LightPattern {
    return this.#shown;
  }

  /** Takes it from whatever trigger it had, and leaves it dark. @throws PupsentryError "light-missing", "light-failed" */
  async start(): Promise<void> {
    try {
      this.#brightest = this.#read('max_brightness');
    } catch (cause) {
      throw this.#missing(cause);
    }
    this.#started = true;
    // The list is cut off at 4096 bytes by kernels before 5.4: absence there is no proof, but ours will do then.
    this.#canBlink = /(^|[\s[])timer([\]\s]|$)/.test(this.#readIfThere('trigger'));
    this.show({ kind: 'off' });
  }

  async stop(): Promise<void> {
    if (!this.#started) return;
    this.#started = false;
    this.show({ kind: 'off' });
  }

  show(pattern: LightPattern): void {
    this.#blinker.stop();
    try {
      if (pattern.kind === 'blink') this.#blink(pattern.onMs, pattern.offMs);
      else this.#steady(pattern.kind === 'on');
    } catch (cause) {
      throw this.#failed(cause);
    }
    this.#shown = pattern;
  }

  #steady(on: boolean): void {
    this.#endTrigger();
    this.#switch(on);
  }

  #blink(onMs: number, offMs: number): void {
    if (!this.#canBlink) {
      this.#endTrigger();
      return this.#blinker.start(onMs, offMs);
    }
    // The trigger blinks at the brightness the light had: half a second each until it is told otherwise.
    this.#switch(true);
    this.#write('trigger', 'timer');
    this.#write('delay_on', String(Math.max(1, Math.round(onMs))));
    this.#write('delay_off', String(Math.max(1, Math.round(offMs))));
  }

  #endTrigger(): void {
    try {
      this.#write('trigger', 'none');
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error; // a kernel without triggers has nothing to end
    }
  }

  #switch(on: boolean): void {
    this.#write('brightness', on ? this.#brightest : '0');
  }

  #read(file: string): string {
    return readFileSync(join(this.#class, this.#led, file), 'utf8').trim();
  }

  #readIfThere(file: string): string {
    try {
      return this.#read(file);
    } catch {
      return '';
    }
  }

  /** Never makes a file: a light that is gone must not become a plain file of a temporary folder. */
  #write(file: string, value: string): void {
    writeFileSync(join(this.#class, this.#led, file), value, { flag: 'r+' });
  }

  #failed(cause: unknown): PupsentryError {
    const code = codeOf(cause);
    const notAllowed = code === 'EACCES' || code === 'EPERM';
    return new PupsentryError(
      'light-failed',
      `The light "${this.#led}" does not obey (${code || String(cause)}).`,
      notAllowed
        ? `Run as root, or give this account write access to ${join(this.#class, this.#led)}.`
        : 'See what the kernel says with "dmesg".',
      { cause },
    );
  }

  #missing(cause: unknown): PupsentryError {
    const names = listLights(this.#class);
    const listed = names.slice(0, MOST_NAMES).join(', ');
    return new PupsentryError(
      'light-missing',
      `There is no light "${this.#led}" in /sys/class/leds.`,
      names.length > 0
        ? `There are: ${listed}${names.length > MOST_NAMES ? ', …' : ''}. Correct the board profile.`
        : 'The kernel has no light at all: check its drivers (leds-gpio, leds-pwm) and the device tree.',
      { cause },
    );
  }
}

/** @returns the names of the machine's lights, sorted */
export function listLights(folder = '/sys/class/leds'): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
