/** The time as a signal, a second at a time: ages on the page grow by it. */
import { signal, type ReadonlySignal } from '@preact/signals';

const STEP_MS = 1000;

export class Now {
  readonly #ms = signal(Date.now());

  get ms(): ReadonlySignal<number> {
    return this.#ms;
  }

  start(): void {
    setInterval(() => (this.#ms.value = Date.now()), STEP_MS);
  }
}
