/** Sound cut into short pieces (hops), each as its energy in mel bands and its pitch. */
import { Fft } from './fft.ts';

export const RATE_HZ = 16_000;
export const HOP_SAMPLES = 256;
/** 16 ms. */
export const HOP_US = (HOP_SAMPLES / RATE_HZ) * 1e6;
export const BANDS = 32;
const FFT_SAMPLES = 512;
const LOWEST_HZ = 60;
/** Below this there is wind, handling and traffic: it does not count for loudness. */
const LOUDNESS_FROM_HZ = 150;
/** Nothing is quieter, dBFS: a microphone's own noise lies above. */
export const SILENCE_DB = -100;
const PITCH_HZ = { least: 130, most: 2000 };

/** What one hop sounded like. The object is reused. */
export interface Hop {
  /** Energy by mel band, dBFS. */
  readonly bandsDb: Float32Array;
  /** Energy above 150 Hz, dBFS. */
  levelDb: number;
  /** The lag that repeats best, as a frequency. */
  pitchHz: number;
  /** How well it repeats: 0 (noise) to 1 (a pure tone). */
  pitchStrength: number;
}

const mel = (hz: number) => 2595 * Math.log10(1 + hz / 700);
const hzOfMel = (value: number) => 700 * (10 ** (value / 2595) - 1);

/** Triangles of equal area on the mel scale (as HTK has them), by bin. */
function melTriangles(): { from: number; weights: Float64Array }[] {
  const low = mel(LOWEST_HZ);
  const step = (mel(RATE_HZ / 2) - low) / (BANDS + 1);
  const binHz = RATE_HZ / FFT_SAMPLES;
  return Array.from({ length: BANDS }, (_, band) => {
    const [left, top, right] = [0, 1, 2].map((i) => hzOfMel(low + (band + i) * step) / binHz) as [
      number,
      number,
      number,
    ];
    const from = Math.max(1, Math.floor(left));
    const to = Math.min(FFT_SAMPLES / 2, Math.ceil(right));
    const weights = Float64Array.from({ length: to - from + 1 }, (_, i) => {
      const bin = from + i;
      // The lowest triangles are narrower than a bin: what the bin covers of them counts.
      const rise = Math.min(1, Math.max(0, (bin + 0.5 - left) / Math.max(1, top - left)));
      const fall = Math.min(1, Math.max(0, (right - bin + 0.5) / Math.max(1, right - top)));
      return Math.min(rise, fall);
    });
    return { from, weights };
  });
}

export class Spectrum {
  readonly #fft = new Fft(FFT_SAMPLES);
  readonly #window = Float64Array.from(
    { length: FFT_SAMPLES },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / FFT_SAMPLES),
  );
  readonly #triangles = melTriangles();
  /** The autocorrelation of the window itself: what a lag loses by the window alone. */
  readonly #lagGain: Float64Array;
  /** The last FFT_SAMPLES samples, oldest first. */
  readonly #samples = new Float64Array(FFT_SAMPLES);
  readonly #power = new Float64Array(FFT_SAMPLES / 2 + 1);
  readonly #hop: Hop = { bandsDb: new Float32Array(BANDS), levelDb: 0, pitchHz: 0, pitchStrength: 0 };

  constructor() {
    const lags = FFT_SAMPLES / 2;
    this.#lagGain = Float64Array.from({ length: lags }, (_, lag) => {
      let sum = 0;
      for (let i = 0; i + lag < FFT_SAMPLES; i++) sum += this.#window[i]! * this.#window[i + lag]!;
      return sum;
    });
    for (let lag = lags - 1; lag >= 0; lag--) this.#lagGain[lag]! /= this.#lagGain[0]!;
  }

  /** Forgets what was heard before. */
  reset(): void {
    this.#samples.fill(0);
  }

  /** @param samples 16-bit; HOP_SAMPLES of them from `at` on. @returns valid until the next call */
  hear(samples: Int16Array, at: number): Hop {
    const kept = FFT_SAMPLES - HOP_SAMPLES;
    this.#samples.copyWithin(0, HOP_SAMPLES);
    for (let i = 0; i < HOP_SAMPLES; i++) this.#samples[kept + i] = samples[at + i]! / 32768;
    this.#transform();
    this.#bands();
    this.#pitch();
    return this.#hop;
  }

  #transform(): void {
    const { re, im } = this.#fft;
    for (let i = 0; i < FFT_SAMPLES; i++) re[i] = this.#samples[i]! * this.#window[i]!;
    im.fill(0);
    this.#fft.transform();
    // A full-scale sine has 0 dBFS: |X| = size / 4 with this window.
    const scale = (4 / FFT_SAMPLES) ** 2;
    for (let bin = 0; bin <= FFT_SAMPLES / 2; bin++)
      this.#power[bin] = (re[bin]! * re[bin]! + im[bin]! * im[bin]!) * scale;
  }

  #bands(): void {
    const hop = this.#hop;
    const power = this.#power;
    for (let band = 0; band < BANDS; band++) {
      const { from, weights } = this.#triangles[band]!;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i]! * power[from + i]!;
      hop.bandsDb[band] = decibels(sum);
    }
    let sum = 0;
    const from = Math.round((LOUDNESS_FROM_HZ * FFT_SAMPLES) / RATE_HZ);
    for (let bin = from; bin <= FFT_SAMPLES / 2; bin++) sum += power[bin]!;
    hop.levelDb = decibels(sum);
  }

  /** Autocorrelation of the spectrum's magnitude: compressed like this, overtones weigh as much as the ground. */
  #pitch(): void {
    const { re, im } = this.#fft;
    const half = FFT_SAMPLES / 2;
    for (let bin = 0; bin <= half; bin++) re[bin] = Math.sqrt(this.#power[bin]!);
    re[0] = 0; // no sound
    for (let bin = 1; bin < half; bin++) re[FFT_SAMPLES - bin] = re[bin]!;
    im.fill(0);
    this.#fft.transform();
    const least = Math.floor(RATE_HZ / PITCH_HZ.most);
    const most = Math.ceil(RATE_HZ / PITCH_HZ.least);
    let best = 0;
    let bestLag = most;
    for (let lag = least; lag <= most; lag++) {
      if (re[lag]! < re[lag - 1]! || re[lag]! < re[lag + 1]!) continue;
      const value = re[lag]! / this.#lagGain[lag]!;
      // A longer lag must repeat clearly better, else a multiple of the period would do as well.
      if (value <= best * 1.05) continue;
      best = value;
      bestLag = lag;
    }
    this.#hop.pitchHz = RATE_HZ / bestLag;
    this.#hop.pitchStrength = re[0] > 1e-9 ? Math.min(1, best / re[0]) : 0;
  }
}

function decibels(power: number): number {
  return power > 1e-10 ? 10 * Math.log10(power) : SILENCE_DB;
}
