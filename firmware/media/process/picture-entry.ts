/** The only door for raw pictures into the pipeline that codes them: none goes in without the privacy zones on it. */
import type { AppSource } from '../gst/app-source.ts';
import type { Sample } from '../gst/sample.ts';
import type { Touch } from '../gst/touch.ts';
import { MediaFaultError } from './media-fault.ts';
import type { PictureSize, PrivacyMask } from './privacy-mask.ts';

export interface PictureEntryOptions {
  source: AppSource;
  mask: PrivacyMask;
  size: PictureSize;
  /** CLOCK_MONOTONIC at the pipeline's running time 0, ns. */
  baseTimeNs: () => bigint;
  /** A picture could not be painted; it did not go in. */
  onFailed: (fault: MediaFaultError) => void;
}

export class PictureEntry {
  readonly #options: PictureEntryOptions;
  #newestNs: bigint | null = null;

  constructor(options: PictureEntryOptions) {
    this.#options = options;
  }

  /** Running time of the newest picture that has gone in, ns; null before the first. */
  get newestNs(): bigint | null {
    return this.#newestNs;
  }

  /** @param atNs CLOCK_MONOTONIC */
  push(i420: Uint8Array, atNs: bigint): void {
    this.#enter(atNs, (timeNs, touch) => this.#options.source.push(i420, timeNs, touch));
  }

  /** @param atNs CLOCK_MONOTONIC */
  forward(sample: Sample, atNs: bigint): void {
    this.#enter(atNs, (timeNs, touch) => this.#options.source.forward(sample, timeNs, touch));
  }

  #enter(atNs: bigint, put: (timeNs: bigint, touch?: Touch) => boolean): void {
    const { mask, size, baseTimeNs, onFailed } = this.#options;
    const base = baseTimeNs();
    const timeNs = atNs > base ? atNs - base : 0n;
    // What went in is told from what comes out by its time, so that no two may have the same.
    if (this.#newestNs !== null && timeNs <= this.#newestNs) return;
    try {
      put(timeNs, mask.touchOf(size));
      this.#newestNs = timeNs;
    } catch (error) {
      onFailed(notPainted(error));
    }
  }
}

const notPainted = (cause: unknown) =>
  new MediaFaultError(
    'camera',
    'privacy-zones-failed',
    `The privacy zones cannot be painted: ${cause instanceof Error ? cause.message : String(cause)}.`,
    'No picture passes meanwhile; it is tried again by itself. Without privacy zones (zones.list) pictures pass.',
    { cause },
  );
