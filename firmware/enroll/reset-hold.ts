/** Watches the buttons whose long press is a factory reset, and counts down while one is held. */
import type { ButtonInput } from '#board/drivers/button.ts';
import type { Clock, Timer } from '#kit/clock.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import { LET_GO, step, type HoldInput, type HoldState } from './hold.ts';

/** The countdown begins after the first and the reset comes after the second, ms. */
export const COUNTDOWN_MS = 3000;
export const HOLD_MS = 10_000;
/** How often a held button is looked at, ms. */
const LOOK_MS = 100;

export interface ResetHoldOptions {
  /** Rings at its press all the same; started by the doorbell. Null where there is none. */
  bell: ButtonInput | null;
  /** For this alone: started here. */
  resetButton: ButtonInput | null;
  debounceMs: () => number;
  /** Whole seconds until the reset, once a second; null when the button was let go. */
  onCountdown: (secondsLeft: number | null) => void;
  onHeld: () => void;
  clock: Clock;
  log: Logger;
}

export class ResetHold implements Service {
  readonly name = 'reset button';
  readonly #options: ResetHoldOptions;
  #ends: (() => void)[] = [];

  constructor(options: ResetHoldOptions) {
    this.#options = options;
  }

  async start(signal: AbortSignal): Promise<void> {
    const { bell, resetButton } = this.#options;
    for (const button of [bell, resetButton]) if (button) this.#watch(button);
    await resetButton?.start(signal);
  }

  async stop(): Promise<void> {
    for (const end of this.#ends.splice(0)) end();
    await this.#options.resetButton?.stop();
  }

  #watch(button: ButtonInput): void {
    const { clock } = this.#options;
    let state: HoldState = LET_GO;
    let timer: Timer | null = null;
    const take = (input: HoldInput) => {
      state = this.#take(state, input, button.name);
      if (state.downUs === null) {
        timer?.cancel();
        timer = null;
      } else {
        timer ??= clock.every(LOOK_MS, () => take({ type: 'time', atUs: clock.monotonicMs() * 1000 }));
      }
    };
    this.#ends.push(
      button.onEdge((pressed, atUs) => take({ type: 'edge', pressed, atUs })),
      () => timer?.cancel(),
    );
  }

  #take(before: HoldState, input: HoldInput, button: string): HoldState {
    const { debounceMs, onCountdown, onHeld, log } = this.#options;
    const rules = {
      debounceUs: debounceMs() * 1000,
      countdownUs: COUNTDOWN_MS * 1000,
      holdUs: HOLD_MS * 1000,
    };
    const { state, effects } = step(before, input, rules);
    for (const effect of effects) {
      switch (effect.type) {
        case 'counted':
          if (before.secondsLeft === null)
            log.warn({ button }, `held down: factory reset in ${effect.secondsLeft} s unless it is let go`);
          onCountdown(effect.secondsLeft);
          break;
        case 'cancelled':
          log.info({ button }, 'let go: no factory reset');
          onCountdown(null);
          break;
        case 'held':
          log.warn({ button }, 'held for 10 s: factory reset');
          onHeld();
      }
    }
    return state;
  }
}
