/**
 * Which stream one viewer gets: main while it can be played and the link carries it, sub otherwise. Pure, with
 * hysteresis.
 *
 * A viewer of the sub stream proves too little to come back, so from time to time its link is tried with
 * padding. A trial that fills the link delays the next one, doubling up to half a minute.
 */
import type { VideoStream } from '../media/media.ts';

/** auto: as the link allows. sharp: always main. light: always sub. */
export type Quality = 'auto' | 'sharp' | 'light';

/** Below the floor for this long moves down: one dip does not. ms */
const DOWN_AFTER_MS = 700;
/** This much above the floor, for this long, moves up: no flapping at the edge. */
const UP_FACTOR = 1.25;
const UP_AFTER_MS = 1200;
const FIRST_TRIAL_MS = 3000;
const MAX_TRIAL_MS = 30_000;
/** A trial that comes to nothing ends after this, ms. */
const TRIAL_MS = 12_000;

export class StreamChoice {
  readonly #quality: Quality;
  readonly #mainPlays: () => boolean;
  /** What the link is good for. */
  #stream: VideoStream;
  #leaningMs: number | null = null;
  #waitMs = FIRST_TRIAL_MS;
  #trialMs = Infinity;

  /** @param mainPlays whether viewers can play the main stream at present */
  constructor(quality: Quality, mainPlays: () => boolean = () => true) {
    this.#quality = quality;
    this.#mainPlays = mainPlays;
    this.#stream = quality === 'light' ? 'sub' : 'main';
  }

  get stream(): VideoStream {
    return this.#mainPlays() ? this.#stream : 'sub';
  }

  /** @param usableKbps what the link has left for the picture */
  update(usableKbps: number, floorKbps: number, nowMs: number): VideoStream {
    if (this.#quality !== 'auto' || !this.#mainPlays()) {
      this.#leaningMs = null;
      return this.stream;
    }
    const leans = this.#stream === 'main' ? usableKbps < floorKbps : usableKbps >= floorKbps * UP_FACTOR;
    if (!leans) this.#leaningMs = null;
    else this.#leaningMs ??= nowMs;
    const afterMs = this.#stream === 'main' ? DOWN_AFTER_MS : UP_AFTER_MS;
    if (this.#leaningMs !== null && nowMs - this.#leaningMs >= afterMs) this.#move(nowMs);
    return this.#stream;
  }

  /** @returns whether the link is to be filled up with padding now */
  trying(nowMs: number): boolean {
    if (this.#stream === 'main' || !this.#mainPlays()) return false;
    if (this.#quality !== 'auto' || nowMs < this.#trialMs) return false;
    if (nowMs - this.#trialMs > TRIAL_MS) this.#postpone(nowMs);
    return nowMs >= this.#trialMs;
  }

  /** The link was found full: a running trial has failed. */
  linkIsFull(nowMs: number): void {
    if (this.trying(nowMs)) this.#postpone(nowMs);
  }

  #move(nowMs: number): void {
    this.#leaningMs = null;
    this.#stream = this.#stream === 'main' ? 'sub' : 'main';
    if (this.#stream === 'sub') this.#postpone(nowMs);
  }

  #postpone(nowMs: number): void {
    this.#trialMs = nowMs + this.#waitMs;
    this.#waitMs = Math.min(MAX_TRIAL_MS, this.#waitMs * 2);
  }
}
