/** A button without hardware: pressed by pupsentryctl and by a key in the terminal. */
import type { ButtonInput, EdgeListener } from './button.ts';

/** How long a finger usually stays, ms. */
const USUAL_PRESS_MS = 150;
/** Longest press that is taken, ms. */
const LONGEST_PRESS_MS = 60_000;

export class SimulatedButton implements ButtonInput {
  readonly name = 'button';
  readonly #listeners = new Set<EdgeListener>();
  #pressed = false;
  #started = false;
  #release: NodeJS.Timeout | undefined;

  start(): Promise<void> {
    this.#started = true;
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.release();
    this.#started = false;
    return Promise.resolve();
  }

  onEdge(listener: EdgeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Pushes the button and lets it go after `ms`. A press while it is down holds it longer: no new edge.
   * @param ms clamped to 1 ms … 60 s
   */
  press(ms = USUAL_PRESS_MS): void {
    if (!this.#started) return;
    clearTimeout(this.#release);
    this.#release = setTimeout(() => this.release(), Math.min(LONGEST_PRESS_MS, Math.max(1, ms))).unref();
    this.#set(true);
  }

  release(): void {
    clearTimeout(this.#release);
    this.#set(false);
  }

  #set(pressed: boolean): void {
    if (pressed === this.#pressed) return;
    this.#pressed = pressed;
    const atUs = Math.floor(Number(process.hrtime.bigint()) / 1000);
    for (const listener of this.#listeners) listener(pressed, atUs);
  }
}
