/** A chime without hardware. */
import type { Chime } from './chime.ts';

export class SimulatedChime implements Chime {
  readonly name = 'chime';
  sounded = 0;

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  sound(): Promise<void> {
    this.sounded++;
    return Promise.resolve();
  }
}
