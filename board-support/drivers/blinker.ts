/** Blinking by timers of ours, for lights that cannot blink by themselves. */
import type { Clock, Timer } from '#kit/clock.ts';

export class Blinker {
  readonly #clock: Clock;
  readonly #light: (on: boolean) => void;
  #timer: Timer | null = null;

  /** @param light switches it; what it throws ends the blinking, and whoever shows something next hears of it */
  constructor(clock: Clock, light: (on: boolean) => void) {
    this.#clock = clock;
    this.#light = light;
  }

  /** Lights it now, for `onMs`; then dark for `offMs`, and so on. @throws what the light throws */
  start(onMs: number, offMs: number): void {
    this.stop();
    const turn = (on: boolean) => {
      this.#light(on);
      this.#timer = this.#clock.after(on ? onMs : offMs, () => {
        try {
          turn(!on);
        } catch {
          this.#timer = null;
        }
      });
    };
    turn(true);
  }

  /** Leaves the light as it is. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}
