/** A light without hardware. */
import type { Light, LightPattern } from './light.ts';

export class SimulatedLight implements Light {
  readonly name = 'light';
  /** Every pattern since the start, newest last; bounded. */
  readonly history: LightPattern[] = [];
  #shown: LightPattern = { kind: 'off' };

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.show({ kind: 'off' });
    return Promise.resolve();
  }

  get shown(): LightPattern {
    return this.#shown;
  }

  show(pattern: LightPattern): void {
    this.#shown = pattern;
    this.history.push(pattern);
    if (this.history.length > 200) this.history.shift();
  }
}
