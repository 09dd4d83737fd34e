/**
 * How the light of a picture differs from that of the background: one gain and one shift that most of the
 * picture agrees on, whatever part of it something new covers. Exposure, dusk, clouds and fog are such changes.
 */
import { UNITS_PER_LEVEL } from './cell-grid.ts';

const BINS = 24;
const LEVELS = 256;
const UNITS_PER_BIN = (LEVELS * UNITS_PER_LEVEL) / BINS;
/** The values seen in a bin are counted in steps of one grey level. */
const STEPS = LEVELS;
const UNITS_PER_STEP = UNITS_PER_LEVEL;
const MIN_PER_BIN = 12;
/** About so many cells are looked at. */
const SAMPLES = 1800;
/** Differences are counted in 16ths of a level. */
const DIFFERENCE_STEPS = 512;
const UNITS_PER_DIFFERENCE = UNITS_PER_LEVEL / 16;
/** Cells as bright as this may be cut off: they say nothing about the light. */
const SATURATED = 252.5 * UNITS_PER_LEVEL;
/** The light is the same when neither black nor white differ by this, units. */
const SAME = UNITS_PER_LEVEL / 4;
/** Median of absolute values to standard deviation, of Gaussian noise. */
const SIGMA_PER_MEDIAN = 1.4826;

export class LightFit {
  gain = 1;
  /** Units of the grid. */
  shift = 0;
  /** Standard deviation of the sensor's noise in a cell, units. */
  sigma = 0;

  /** So little has changed that the background may stay as it is: it follows by itself. */
  isSame = true;

  readonly #counts = new Uint16Array(BINS * STEPS);
  readonly #inBin = new Uint16Array(BINS);
  readonly #sums = new Float64Array(BINS);
  readonly #levels = new Float64Array(BINS);
  readonly #seen = new Float64Array(BINS);
  readonly #weights = new Float64Array(BINS);
  readonly #values = new Float64Array((BINS * (BINS - 1)) / 2);
  readonly #valueWeights = new Float64Array((BINS * (BINS - 1)) / 2);
  readonly #differences = new Uint16Array(DIFFERENCE_STEPS);

  /**
   * Fits `now` to be `background * gain + shift`.
   * @param before the picture before: what most cells differ by from one to the next is noise
   */
  fit(background: Int32Array, now: Int32Array, before: Int32Array): void {
    const step = Math.max(1, Math.floor(now.length / SAMPLES)) | 1; // odd: no stripes of even columns
    const used = this.#medians(background, now, step);
    this.gain = used < 2 ? 1 : this.#slope(used);
    for (let i = 0; i < used; i++) {
      this.#values[i] = this.#seen[i]! - this.gain * this.#levels[i]!;
      this.#valueWeights[i] = this.#weights[i]!;
    }
    this.shift = used === 0 ? 0 : weightedMedian(this.#values, this.#valueWeights, used);
    this.isSame =
      Math.abs(this.shift) < SAME && Math.abs(LEVELS * UNITS_PER_LEVEL * (this.gain - 1) + this.shift) < SAME;
    if (this.isSame) [this.gain, this.shift] = [1, 0];
    this.sigma = this.#noise(now, before, step);
  }

  /** @returns a value of the background, or of the picture before, in the present light; whole */
  relit(value: number): number {
    return (value * this.gain + this.shift + 0.5) | 0;
  }

  /** Per level of the background: the median of what is there now. @returns how many levels say something */
  #medians(background: Int32Array, now: Int32Array, step: number): number {
    this.#counts.fill(0);
    this.#inBin.fill(0);
    this.#sums.fill(0);
    for (let i = 0; i < now.length; i += step) {
      const was = background[i]!;
      const is = now[i]!;
      if (is >= SATURATED || was >= SATURATED || was < 0) continue;
      const bin = (was / UNITS_PER_BIN) | 0;
      this.#inBin[bin]!++;
      this.#sums[bin]! += was;
      this.#counts[bin * STEPS + ((is / UNITS_PER_STEP) | 0)]!++;
    }
    let used = 0;
    for (let bin = 0; bin < BINS; bin++) {
      const n = this.#inBin[bin]!;
      if (n < MIN_PER_BIN) continue;
      this.#levels[used] = this.#sums[bin]! / n;
      this.#seen[used] = medianOfCounts(this.#counts, bin * STEPS, n) * UNITS_PER_STEP;
      this.#weights[used] = n;
      used++;
    }
    return used;
  }

  /** Theil-Sen: the median of the slopes between all pairs of levels. */
  #slope(used: number): number {
    let pairs = 0;
    for (let i = 0; i < used; i++)
      for (let j = i + 1; j < used; j++) {
        const apart = this.#levels[j]! - this.#levels[i]!;
        this.#values[pairs] = (this.#seen[j]! - this.#seen[i]!) / apart;
        this.#valueWeights[pairs] = apart * Math.min(this.#weights[i]!, this.#weights[j]!);
        pairs++;
      }
    return Math.max(0, weightedMedian(this.#values, this.#valueWeights, pairs));
  }

  #noise(now: Int32Array, before: Int32Array, step: number): number {
    this.#differences.fill(0);
    let n = 0;
    for (let i = 0; i < now.length; i += step) {
      const difference = Math.abs(now[i]! - before[i]!) / UNITS_PER_DIFFERENCE;
      this.#differences[Math.min(DIFFERENCE_STEPS - 1, difference | 0)]!++;
      n++;
    }
    return medianOfCounts(this.#differences, 0, n) * UNITS_PER_DIFFERENCE * SIGMA_PER_MEDIAN * Math.SQRT1_2;
  }
}

/** Median within a histogram of `n` values from `start` on, interpolated within its step. */
function medianOfCounts(counts: Uint16Array, start: number, n: number): number {
  let left = n / 2;
  let step = 0;
  while (counts[start + step]! < left) left -= counts[start + step++]!;
  return step + left / counts[start + step]!;
}

/** Sorts the first `n` in place by insertion: they are few. */
function weightedMedian(values: Float64Array, weights: Float64Array, n: number): number {
  let total = 0;
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    const weight = weights[i]!;
    total += weight;
    let j = i;
    for (; j > 0 && values[j - 1]! > value; j--) {
      values[j] = values[j - 1]!;
      weights[j] = weights[j - 1]!;
    }
    values[j] = value;
    weights[j] = weight;
  }
  let left = total / 2;
  let i = 0;
  while (i < n - 1 && weights[i]! < left) left -= weights[i++]!;
  return values[i]!;
}
