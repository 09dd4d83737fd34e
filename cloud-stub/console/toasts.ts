/** One short sentence about what was just done. */
import { signal, type ReadonlySignal } from '@preact/signals';

const SHOWN_MS = 3200;

export class Toasts {
  readonly #text = signal('');
  readonly #shown = signal(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  get text(): ReadonlySignal<string> {
    return this.#text;
  }

  get shown(): ReadonlySignal<boolean> {
    return this.#shown;
  }

  say(text: string): void {
    this.#text.value = text;
    this.#shown.value = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#shown.value = false), SHOWN_MS);
  }
}
