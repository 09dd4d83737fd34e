/** GPIO lines without hardware: outputs can be seen, inputs moved, and everything can be made to fail. */
import { PupsentryError } from '#kit/errors.ts';
import type { GpioLineProfile } from '../../board-schema.ts';
import { DeviceError } from '../ioctl.ts';
import { lineTitle, type GpioInput, type GpioLines, type GpioOutput, type InputOptions } from './lines.ts';

/** What happened to an output. */
export interface LineRecord {
  line: string | number;
  did: 'requested' | 'set' | 'released';
  active: boolean;
}

const LONGEST_HISTORY = 1000;

export class SimulatedLines implements GpioLines {
  /** Outputs, oldest first; bounded. */
  readonly history: LineRecord[] = [];
  /** While set, outputs refuse to be set, as a chip that is gone does. */
  broken = false;
  readonly #held = new Map<string | number, string>();
  readonly #states = new Map<string | number, boolean>();
  readonly #inputs = new Map<string | number, InputOptions>();

  /** Somebody else takes a line. @param consumer null gives it back */
  hold(line: string | number, consumer: string | null): void {
    if (consumer === null) this.#held.delete(line);
    else this.#held.set(line, consumer);
  }

  /** Whether a line is active now, whoever made it so. */
  isActive(line: string | number): boolean {
    return this.#states.get(line) ?? false;
  }

  isHeld(line: string | number): boolean {
    return this.#held.has(line);
  }

  /** Moves an input: edges are delivered at once, all together. @param edges state and time, µs, CLOCK_MONOTONIC */
  move(line: string | number, ...edges: [active: boolean, atUs: number][]): void {
    const last = edges.at(-1);
    if (last) this.#states.set(line, last[0]);
    this.#inputs.get(line)?.onEdges(edges.map(([active, atUs]) => ({ active, atUs })));
  }

  /** The chip of an input goes away. */
  lose(line: string | number): void {
    const input = this.#inputs.get(line);
    this.#inputs.delete(line);
    input?.onLost(new PupsentryError('gpio-failed', `The GPIO line ${line} is lost: its chip is gone.`));
  }

  requestInput(line: GpioLineProfile, options: InputOptions): GpioInput {
    this.#take(line);
    this.#inputs.set(line.line, options);
    return {
      active: () => this.isActive(line.line),
      droppedEdges: 0,
      release: () => {
        if (this.#inputs.get(line.line) === options) this.#inputs.delete(line.line);
        this.#held.delete(line.line);
      },
    };
  }

  requestOutput(line: GpioLineProfile, active: boolean): GpioOutput {
    this.#take(line);
    const note = (did: LineRecord['did'], state: boolean) => {
      this.#states.set(line.line, state);
      this.history.push({ line: line.line, did, active: state });
      if (this.history.length > LONGEST_HISTORY) this.history.shift();
    };
    note('requested', active);
    let state = active;
    let released = false;
    return {
      get active() {
        return state;
      },
      set: (next) => {
        if (this.broken || released) throw new DeviceError(`GPIO line ${lineTitle(line)}`, 'ENODEV');
        note('set', (state = next));
      },
      release: () => {
        if (released) return;
        released = true;
        note('released', (state = false));
        this.#held.delete(line.line);
      },
    };
  }

  #take(line: GpioLineProfile): void {
    const consumer = this.#held.get(line.line);
    if (consumer !== undefined) {
      throw new PupsentryError(
        'gpio-line-busy',
        `The GPIO line ${lineTitle(line)} is used by "${consumer}".`,
        'End that program.',
      );
    }
    this.#held.set(line.line, 'pupsentry');
  }
}
