/** The sound of this page: one AudioContext, and whether the browser lets it be heard. */
import { signal, type ReadonlySignal } from '@preact/signals';

export class PageSound {
  readonly #audible = signal(false);
  #context: AudioContext | undefined;

  /** The browser lets this page make sound. It does so after the first touch or key on the page. */
  get audible(): ReadonlySignal<boolean> {
    return this.#audible;
  }

  get context(): AudioContext {
    return (this.#context ??= this.#open());
  }

  /** Asks the browser for sound; called at the start and inside the first gestures. */
  async unlock(): Promise<void> {
    // Without a gesture this promise may stay open for ever: nobody waits for it but who asked.
    if (this.context.state !== 'running') await this.context.resume();
  }

  #open(): AudioContext {
    const context = new AudioContext({ latencyHint: 'interactive' });
    const look = () => (this.#audible.value = context.state === 'running');
    context.onstatechange = look;
    look();
    return context;
  }
}
