/** Requests for key frames, coalesced: viewers may ask as often as they like. */
import type { Clock, Timer } from '#kit/clock.ts';
import type { VideoStream } from './media.ts';

const GAP_MS = 300;

export class KeyFrameRequests {
  readonly #clock: Clock;
  readonly #send: (stream: VideoStream) => void;
  readonly #streams: Record<VideoStream, { lastMs: number; due: Timer | null }> = {
    main: { lastMs: -Infinity, due: null },
    sub: { lastMs: -Infinity, due: null },
  };

  constructor(options: { clock: Clock; send: (stream: VideoStream) => void }) {
    this.#clock = options.clock;
    this.#send = options.send;
  }

  /** Passes it on at once, or 300 ms after the last one: none is lost. */
  ask(stream: VideoStream): void {
    const state = this.#streams[stream];
    if (state.due) return;
    const waitMs = state.lastMs + GAP_MS - this.#clock.monotonicMs();
    const send = () => {
      state.due = null;
      state.lastMs = this.#clock.monotonicMs();
      this.#send(stream);
    };
    if (waitMs <= 0) send();
    else state.due = this.#clock.after(waitMs, send);
  }

  stop(): void {
    for (const state of Object.values(this.#streams)) {
      state.due?.cancel();
      state.due = null;
    }
  }
}
