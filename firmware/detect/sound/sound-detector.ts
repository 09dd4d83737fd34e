/**
 * Hears dogs, crying babies and other loud sounds, and not what is steady: what stands out of an adaptive floor is
 * told apart by a small classifier, five times a second over the last second. See docs/detection-sound.md.
 */
import type { PcmBlock } from '../../media/media.ts';
import type { Label, Sighting } from '../sighting.ts';
import { SOUND_CLASSES, SoundClassifier, type SoundWeights } from './classifier.ts';
import { NoiseFloor } from './noise-floor.ts';
import { HOP_SAMPLES, HOP_US, RATE_HZ, Spectrum } from './spectrum.ts';
import packedWeights from './weights.json' with { type: 'json' };
import { WINDOW_HOPS, WindowFeatures } from './window-features.ts';

export const DECISION_HOPS = 12;
/** What a household may leave alone begins here, ms: the loud part of a single bark is no longer. */
export const SHORTEST_SOUND_MS = 100;
/** A jump in time beyond this begins a new sound, µs. */
const JUMP_US = 60_000;

export type SoundLabel = Extract<Label, 'dog' | 'baby' | 'loud'>;
const BACKGROUND = SOUND_CLASSES.indexOf('background');

/** Decisions that are averaged. */
const SMOOTHING = 3;
/**
 * From this probability on something is there, at sensitivity 5: for a dog or a baby, and for any other loud sound,
 * of which there are too many kinds to be as sure of. A step of sensitivity moves it. Numbers by cross-validation,
 * see docs/detection-sound.md.
 */
const PROBABILITY = { known: 0.86, loud: 0.93, step: 0.02, most: 0.97 };
/** What has begun goes on down to this part of that. */
const GOES_ON = 0.7;
/** How far the sound must stand out of the floor at sensitivity 5; a step of sensitivity moves it. */
const OVER_FLOOR_DB = { at5: 6, step: 1, least: 1 };
/** What is never as long as this without a break is ticks and drops, hops. */
const LEAST_HOPS = 5;
/** A hop belongs to the sound when it is within this of the loudest of the window, dB. */
const WITHIN_DB = 15;
/** What was heard before counts less with each decision. */
const FORGETTING = 0.9;
/** A dog that barks into something else is a dog. */
const LOUD_WEIGHT = 0.6;

export interface SoundDetectorOptions {
  /** 1 (only what is loud and clear) to 10. */
  sensitivity: number;
  /** Shorter sounds are left alone, ms. */
  minDurationMs: number;
  /** Which labels count; all by default. */
  kinds?: readonly SoundLabel[];
  /** Others than those that ship: to judge them. */
  weights?: SoundWeights;
}

export class SoundDetector {
  readonly #options: SoundDetectorOptions;
  readonly #spectrum = new Spectrum();
  readonly #floor = new NoiseFloor();
  readonly #window = new WindowFeatures();
  readonly #classifier: SoundClassifier;
  readonly #pending = new Int16Array(HOP_SAMPLES);
  #pendingSamples = 0;
  #hops = 0;
  /** Where the next sample is due; NaN before the first. */
  #nextUs = NaN;
  readonly #recent = Array.from({ length: SMOOTHING }, () => new Float32Array(SOUND_CLASSES.length));
  #decisions = 0;
  /** What each class has gathered since the sound began. */
  readonly #gathered = new Float32Array(SOUND_CLASSES.length);
  #sinceUs = NaN;
  #sighting: Sighting | null = null;

  constructor(options: SoundDetectorOptions) {
    this.#options = options;
    this.#classifier = new SoundClassifier(options.weights ?? packedWeights);
  }

  /**
   * @returns what is heard now, or null when all is quiet
   * @throws RangeError when the block is not of 16 kHz
   */
  hear(block: PcmBlock): Sighting | null {
    if (block.rateHz !== RATE_HZ)
      throw new RangeError(`the sound detector takes ${RATE_HZ} samples a second, not ${block.rateHz}`);
    if (block.samples.length === 0 || !Number.isFinite(block.ptsUs)) return this.#sighting;
    if (!(Math.abs(block.ptsUs - this.#nextUs) < JUMP_US)) this.#restart();
    this.#nextUs = block.ptsUs + (block.samples.length / RATE_HZ) * 1e6;
    let at = 0;
    while (at < block.samples.length) {
      const count = Math.min(HOP_SAMPLES - this.#pendingSamples, block.samples.length - at);
      this.#pending.set(block.samples.subarray(at, at + count), this.#pendingSamples);
      at += count;
      this.#pendingSamples += count;
      if (this.#pendingSamples < HOP_SAMPLES) break;
      this.#pendingSamples = 0;
      this.#hop(block.ptsUs + (at / RATE_HZ) * 1e6);
    }
    return this.#sighting;
  }

  /** Forgets the sound, not the floor. */
  #restart(): void {
    this.#spectrum.reset();
    this.#window.reset();
    this.#pendingSamples = 0;
    this.#decisions = 0;
    this.#quiet();
  }

  #quiet(): void {
    this.#sighting = null;
    this.#sinceUs = NaN;
    this.#gathered.fill(0);
  }

  #hop(endUs: number): void {
    const hop = this.#spectrum.hear(this.#pending, 0);
    this.#floor.hear(hop.bandsDb);
    this.#window.hear(hop);
    if (++this.#hops % DECISION_HOPS === 0) this.#decide(endUs);
  }

  #decide(endUs: number): void {
    this.#floor.update();
    this.#window.compute(this.#floor.db);
    this.#recent[this.#decisions++ % SMOOTHING]!.set(this.#classifier.classify(this.#window.values));
    const something = 1 - this.#recentBackground();
    const { sensitivity, kinds, minDurationMs } = this.#options;
    const step = sensitivity - 5;
    const { at5, step: stepDb, least } = OVER_FLOOR_DB;
    const topDb = this.#topDb();
    const threshold = (at5: number) => Math.min(PROBABILITY.most, at5 - step * PROBABILITY.step);
    const known = threshold(PROBABILITY.known);
    if (
      topDb < Math.max(least, at5 - step * stepDb) ||
      this.#window.longestHops < LEAST_HOPS ||
      something < known * GOES_ON
    )
      return this.#quiet();

    const { firstUs, lastUs } = this.#extent(topDb, endUs);
    if (Number.isNaN(this.#sinceUs)) this.#sinceUs = firstUs;
    const label = this.#gather();
    const sure = label === 'loud' ? threshold(PROBABILITY.loud) : known;
    const goesOn = this.#sighting !== null ? GOES_ON : 1;
    if (
      something < sure * goesOn ||
      lastUs - this.#sinceUs < minDurationMs * 1000 ||
      (kinds && !kinds.includes(label))
    ) {
      this.#sighting = null;
      return;
    }
    const share = this.#gathered[SOUND_CLASSES.indexOf(label)]! / this.#gathered.reduce((a, b) => a + b);
    this.#sighting = {
      kind: 'sound',
      label,
      atUs: Math.max(lastUs, this.#sighting?.atUs ?? 0),
      sinceUs: this.#sinceUs,
      score: something * share,
      zones: [],
    };
  }

  #recentBackground(): number {
    const count = Math.min(this.#decisions, SMOOTHING);
    let sum = 0;
    for (let i = 0; i < count; i++) sum += this.#recent[i]![BACKGROUND]!;
    return sum / count;
  }

  /** The loudest of the window, two hops long: a single one may be a click. */
  #topDb(): number {
    const { loudDb } = this.#window;
    let top = 0;
    for (let i = 1; i < WINDOW_HOPS; i++) top = Math.max(top, Math.min(loudDb[i]!, loudDb[i - 1]!));
    return top;
  }

  /** Where in the window the sound begins and ends. */
  #extent(topDb: number, endUs: number): { firstUs: number; lastUs: number } {
    const { loudDb } = this.#window;
    const leastDb = Math.max(topDb / 2, topDb - WITHIN_DB);
    let first = 0;
    while (loudDb[first]! < leastDb) first++;
    let last = WINDOW_HOPS - 1;
    while (loudDb[last]! < leastDb) last--;
    const startUs = endUs - WINDOW_HOPS * HOP_US;
    return {
      firstUs: Math.round(startUs + first * HOP_US),
      lastUs: Math.round(startUs + (last + 1) * HOP_US),
    };
  }

  /** Adds the newest decision to what the sound has been so far. @returns what it most likely is */
  #gather(): SoundLabel {
    const now = this.#recent[(this.#decisions - 1) % SMOOTHING]!;
    let best = 0;
    for (let k = 0; k < BACKGROUND; k++) {
      const weight = SOUND_CLASSES[k] === 'loud' ? LOUD_WEIGHT : 1;
      this.#gathered[k] = FORGETTING * this.#gathered[k]! + weight * now[k]!;
      if (this.#gathered[k]! > this.#gathered[best]!) best = k;
    }
    return SOUND_CLASSES[best] as SoundLabel;
  }
}
