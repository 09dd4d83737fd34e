/** One short sentence about what was just done, and for a while a way back. */
import { signal, type ReadonlySignal } from '@preact/signals';

const SHOWN_MS = 3200;
/** With something to press: time to read, decide and reach it. */
const WITH_ACTION_MS = 7000;

export interface ToastAction {
  name: string;
  run(): void;
}

export class Toasts {
  readonly #text = signal('');
  readonly #shown = signal(false);
  readonly #action = signal<ToastAction | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #gone: (() => void) | undefined;

  get text(): ReadonlySignal<string> {
    return this.#text;
  }

  get shown(): ReadonlySignal<boolean> {
    return this.#shown;
  }

  /** What can be done about it while it is shown; null most of the time. */
  get action(): ReadonlySignal<ToastAction | null> {
    return this.#action;
  }

  /** @param gone is called when it is shown no more, unless the action was taken */
  say(text: string, action: ToastAction | null = null, gone?: () => void): void {
    this.#end();
    this.#gone = gone;
    this.#text.value = text;
    this.#action.value = action && { name: action.name, run: () => this.#take(action) };
    this.#shown.value = true;
    this.#timer = setTimeout(() => this.#end(), action ? WITH_ACTION_MS : SHOWN_MS);
  }

  /** Nothing more can be done about what was said. */
  settle(): void {
    this.#end();
  }

  #take(action: ToastAction): void {
    this.#gone = undefined;
    this.#end();
    action.run();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#shown.value = false;
    this.#action.value = null;
    const gone = this.#gone;
    this.#gone = undefined;
    gone?.();
  }
}
