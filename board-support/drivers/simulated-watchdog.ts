/** A watchdog that bites nobody. */
import type { Watchdog } from './watchdog.ts';

export class SimulatedWatchdog implements Watchdog {
  readonly name = 'watchdog';
  readonly timeoutSeconds = 30;
  fed = 0;
  armed = false;

  start(): Promise<void> {
    this.armed = true;
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.armed = false;
    return Promise.resolve();
  }

  feed(): void {
    this.fed++;
  }
}
