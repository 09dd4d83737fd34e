/** The drivers of this board, each tolerant of its own absence, and what is wrong with them. */
import type { ButtonInput, EdgeListener } from '#board/drivers/button.ts';
import type { Clock } from '#kit/clock.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import { FaultList, type Fault } from './faults.ts';
import { Part } from './part.ts';

export interface HardwareOptions {
  clock: Clock;
  log: Logger;
  random?: () => number;
}

export class Hardware {
  readonly #options: HardwareOptions;
  readonly #faults = new FaultList();
  readonly #listeners = new Set<() => void>();

  constructor(options: HardwareOptions) {
    this.#options = options;
  }

  /** @returns what is wrong with the drivers now; empty is healthy */
  faults(): Fault[] {
    return this.#faults.all;
  }

  /** Calls back when `faults()` has changed. @returns a function that ends it */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Says what is wrong with a part that looks after itself; null mends it. */
  tell(component: string, fault: Omit<Fault, 'component' | 'sinceMs'> | null): void {
    const changed = fault
      ? this.#faults.raise({ ...fault, component, sinceMs: this.#options.clock.nowMs() })
      : this.#faults.mend(component);
    if (changed) this.#tell();
  }

  /** A part of the board; the composition starts and stops it like any service. */
  part<T extends Service>(component: string, open: () => T | null, prepare?: (driver: T) => void): Part<T> {
    return new Part({
      ...this.#options,
      component,
      open,
      prepare,
      faults: this.#faults,
      onFaultsChanged: () => this.#tell(),
    });
  }

  /** A button that is pressed by nobody while its driver fails: one that is lost while it is held is let go. */
  button(component: string, open: () => ButtonInput | null): ButtonInput & { driver: ButtonInput | null } {
    const { clock } = this.#options;
    const listeners = new Set<EdgeListener>();
    let isPressed = false;
    const edge: EdgeListener = (pressed, atMonotonicUs) => {
      isPressed = pressed;
      for (const listener of listeners) listener(pressed, atMonotonicUs);
    };
    const part: Part<ButtonInput> = this.part(component, open, (driver) => {
      driver.onEdge(edge);
      driver.onLost?.((reason) => {
        if (isPressed) edge(false, Math.round(clock.monotonicMs() * 1000));
        if (part.driver !== driver) return;
        void part.once(() => {
          throw reason;
        });
      });
    });
    return {
      name: component,
      start: () => part.start(),
      stop: () => part.stop(),
      onEdge: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      get driver() {
        return part.driver;
      },
    };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
