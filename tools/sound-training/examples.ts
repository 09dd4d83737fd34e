/** Windows for training out of streams: features as the detector sees them, and what was really there. */
import { SOUND_CLASSES, type SoundClass } from '../../firmware/detect/sound/classifier.ts';
import { NoiseFloor } from '../../firmware/detect/sound/noise-floor.ts';
import { DECISION_HOPS } from '../../firmware/detect/sound/sound-detector.ts';
import { HOP_SAMPLES, Spectrum } from '../../firmware/detect/sound/spectrum.ts';
import { FEATURES, WINDOW_HOPS, WindowFeatures } from '../../firmware/detect/sound/window-features.ts';
import type { Stream } from './streams.ts';

export class Examples {
  readonly labels: number[] = [];
  readonly folds: number[] = [];
  #features = new Float32Array(FEATURES * 4096);

  get count(): number {
    return this.labels.length;
  }

  /** One example after the other. */
  get matrix(): Float32Array {
    return this.#features.subarray(0, this.count * FEATURES);
  }

  features(index: number): Float32Array {
    return this.#features.subarray(index * FEATURES, (index + 1) * FEATURES);
  }

  add(features: Float32Array, label: number, fold: number): void {
    if ((this.count + 1) * FEATURES > this.#features.length) {
      const larger = new Float32Array(this.#features.length * 2);
      larger.set(this.#features);
      this.#features = larger;
    }
    this.#features.set(features, this.count * FEATURES);
    this.labels.push(label);
    this.folds.push(fold);
  }
}

/** A hop of the event counts when it is within this of the event's loudest… */
const ACTIVE_WITHIN_DB = 25;
/** …and not further than this below what else is there. */
const ACTIVE_BELOW_DB = 6;
/** Hops of the event in a window that make it one of the event; fewer than the least make it one without. */
const PRESENT_HOPS = 8;
const ABSENT_HOPS = 2;
/** Windows overlap: one in so many is enough. There is more background than anything else. */
const EVENT_EVERY = 2;
const BACKGROUND_EVERY = 4;

/** Windows in which it cannot be said are left out. */
export function addWindows(examples: Examples, stream: Stream, label: SoundClass, fold: number): void {
  const spectrum = new Spectrum();
  const floor = new NoiseFloor();
  const window = new WindowFeatures();
  const hops = Math.floor(stream.samples.length / HOP_SAMPLES);
  const active = activeHops(stream, hops);
  const phase = examples.count;
  for (let i = 0; i < hops; i++) {
    const hop = spectrum.hear(stream.samples, i * HOP_SAMPLES);
    floor.hear(hop.bandsDb);
    window.hear(hop);
    if ((i + 1) % DECISION_HOPS !== 0) continue;
    let present = 0;
    for (let j = Math.max(0, i - WINDOW_HOPS + 1); j <= i; j++) present += active[j]!;
    if (present > ABSENT_HOPS && present < PRESENT_HOPS) continue;
    const decision = (i + 1) / DECISION_HOPS;
    if ((decision + phase) % (present < PRESENT_HOPS ? BACKGROUND_EVERY : EVENT_EVERY) !== 0) continue;
    floor.update();
    window.compute(floor.db);
    const now = present >= PRESENT_HOPS ? label : 'background';
    examples.add(window.values, SOUND_CLASSES.indexOf(now), fold);
  }
}

function activeHops({ event, background }: Stream, hops: number): Uint8Array {
  const active = new Uint8Array(hops);
  if (!event) return active;
  const levels = hopLevels(event, hops);
  const loudest = [...levels].sort((a, b) => b - a)[3] ?? 0;
  const quietest = [...levels].sort((a, b) => a - b)[hops >> 4] ?? -100;
  const other = hopLevels(background, hops);
  for (let i = 0; i < hops; i++)
    active[i] = Number(
      levels[i]! > loudest - ACTIVE_WITHIN_DB &&
        levels[i]! > Math.min(quietest + 8, loudest - 6) &&
        levels[i]! > other[i]! - ACTIVE_BELOW_DB,
    );
  return active;
}

function hopLevels(wave: Float32Array, hops: number): Float32Array {
  const levels = new Float32Array(hops);
  for (let hop = 0; hop < hops; hop++) {
    let sum = 1e-10 * HOP_SAMPLES;
    for (let i = hop * HOP_SAMPLES; i < (hop + 1) * HOP_SAMPLES; i++) sum += wave[i]! * wave[i]!;
    levels[hop] = 10 * Math.log10(sum / HOP_SAMPLES);
  }
  return levels;
}
