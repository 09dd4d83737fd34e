/** What a person does with the timeline: how much of it is seen, where it is held, which stretch is to be saved. */
import { signal, type ReadonlySignal } from '@preact/signals';
import { MAX_CLIP_MS } from '#protocol/playback.ts';
import { viewAround, viewBeside, viewWith, type Span, type Zoom } from './timeline.ts';

/** A clip is a second long at least, ms. */
const MIN_CLIP_MS = 1000;
/** Part of the strip. */
const NARROW = 0.15;

export class TimelineState {
  readonly #zoom;
  readonly #view;
  readonly #heldMs = signal<number | null>(null);
  readonly #clip = signal<Span | null>(null);
  /** False after the view was moved by hand: what plays does not pull it back. */
  #follows = true;

  constructor(zoom: Zoom, ms: number) {
    this.#zoom = signal<Zoom>(zoom);
    this.#view = signal<Span>(viewAround(zoom, ms));
  }

  get zoom(): ReadonlySignal<Zoom> {
    return this.#zoom;
  }

  get view(): ReadonlySignal<Span> {
    return this.#view;
  }

  /** Where a hand holds it, or has just let go of it; null when playback says where it stands. */
  get heldMs(): ReadonlySignal<number | null> {
    return this.#heldMs;
  }

  /** To be saved; null while nobody saves. */
  get clip(): ReadonlySignal<Span | null> {
    return this.#clip;
  }

  zoomTo(zoom: Zoom, aroundMs: number): void {
    this.#zoom.value = zoom;
    this.#view.value = viewAround(zoom, aroundMs);
    this.#follows = true;
  }

  /** To the view before or after. */
  move(by: 1 | -1): void {
    this.#view.value = viewBeside(this.#zoom.value, this.#view.value, by);
    this.#follows = false;
  }

  /** Shows a day as it is, with its middle when zoomed in. */
  look(day: Span, ms: number): void {
    this.#view.value = this.#zoom.value === 'day' ? day : viewAround(this.#zoom.value, ms);
    this.#follows = false;
  }

  /** Holds it at a time, and moves the view so that it is seen. */
  hold(ms: number): void {
    this.#heldMs.value = ms;
    this.#see(ms);
    this.#follows = true;
  }

  /** Playback says where it stands. */
  standsAt(ms: number): void {
    this.#heldMs.value = null;
    if (this.#follows) this.#see(ms);
  }

  /** Zooms in when its ends would stand too close to be taken hold of. */
  beginClip(range: Span): void {
    const { fromMs, toMs } = this.#view.value;
    const isNarrow = range.toMs - range.fromMs < (toMs - fromMs) * NARROW;
    this.#clip.value = range;
    if (isNarrow) this.zoomTo('minutes', (range.fromMs + range.toMs) / 2);
    this.#see(range.fromMs);
    this.#see(range.toMs);
  }

  endClip(): void {
    this.#clip.value = null;
  }

  /** Moves an end of what is to be saved; the other end gives way when it must. */
  moveClip(end: 'fromMs' | 'toMs', ms: number): void {
    const clip = this.#clip.value;
    if (!clip) return;
    const other = end === 'fromMs' ? clip.toMs : clip.fromMs;
    const sign = end === 'fromMs' ? 1 : -1;
    const length = Math.min(MAX_CLIP_MS, Math.max(MIN_CLIP_MS, sign * (other - ms)));
    const moved = { fromMs: ms, toMs: ms, [end === 'fromMs' ? 'toMs' : 'fromMs']: ms + sign * length };
    this.#clip.value = moved;
  }

  #see(ms: number): void {
    const view = viewWith(this.#zoom.value, this.#view.value, ms);
    if (view !== this.#view.value) this.#view.value = view;
  }
}
