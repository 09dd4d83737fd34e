/** A file or a network camera in a pipeline of its own; its pictures and sound are handed on, not copied. */
import { GstError } from '../gst/gstreamer.ts';
import { Pipeline } from '../gst/pipeline.ts';
import type { Sample } from '../gst/sample.ts';

export interface ReaderOptions {
  /** With sinks "picture" and, if `sound`, "sound". */
  description: string;
  /** Begin again at the end, for ever: time goes on, whatever the file says. */
  loop: boolean;
  sound: boolean;
  /** @param atNs when it is due, CLOCK_MONOTONIC */
  onPicture: (sample: Sample, atNs: bigint) => void;
  onSound: (sample: Sample, atNs: bigint) => void;
  onFailed: (error: unknown) => void;
}

export class Reader {
  readonly #options: ReaderOptions;
  #pipeline: Pipeline | undefined;
  #lastNs = 0n;
  #pictures = 0;
  #turning: Promise<void> | undefined;
  #closed = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { description, sound, onPicture, onSound, onFailed } = this.#options;
    const pipeline = new Pipeline(description, { onError: onFailed });
    this.#pipeline = pipeline;
    const due = (sample: Sample) => pipeline.baseTimeNs + (sample.runningTimeNs ?? 0n);
    pipeline.sink('picture').listen({
      onSample: (sample) => {
        if (this.#closed) return;
        this.#pictures++;
        const atNs = due(sample);
        if (atNs <= this.#lastNs) return; // at the seam of two laps
        this.#lastNs = atNs;
        onPicture(sample, atNs);
      },
      onEnded: () => this.#onEnded(),
    });
    if (sound) {
      const sink = pipeline.sink('sound');
      let lastNs = 0n;
      sink.listen({
        onSample: (sample) => {
          const atNs = due(sample);
          if (this.#closed || atNs <= lastNs) return;
          // There is sound, so the next lap may wait for it: both then begin at the same base time. The first
          // one may not, a file without sound would never begin.
          if (lastNs === 0n) sink.set('async', true);
          lastNs = atNs;
          onSound(sample, atNs);
        },
      });
    }
    await pipeline.play();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#turning;
    await this.#pipeline?.close();
  }

  #onEnded(): void {
    if (this.#turning || this.#closed) return;
    const { loop, onFailed } = this.#options;
    if (!loop)
      return onFailed(new GstError('the camera has ended the stream', 'gst-resource-error-quark', 9));
    // A lap without a picture would turn for ever without a pause.
    if (this.#pictures === 0)
      return onFailed(new GstError('the file has no picture', 'gst-stream-error-quark', 4));
    this.#pictures = 0;
    this.#turning = this.#turn().catch(onFailed);
  }

  /** Back to the start; what cannot go back is opened anew. */
  async #turn(): Promise<void> {
    if (!(await this.#pipeline!.rewind()) && !this.#closed) {
      await this.#pipeline!.close();
      if (!this.#closed) await this.start();
    }
    this.#turning = undefined;
  }
}
