/** The edges of a picture, block by block, with moving things and noise averaged away. */
import type { GreyFrame } from '../../media/media.ts';

const COLUMNS = 8;
const ROWS = 5;
export const BLOCKS = COLUMNS * ROWS;
/** Every second pixel of every second row is looked at. */
const SAMPLE_PX = 2;
/** Coarse edges are differences over so many pixels, fine ones over one pixel. */
const COARSE_PX = 4;
/** Averages and edges are whole numbers of these. */
const UNITS_PER_LEVEL = 8;
const SQUARED = UNITS_PER_LEVEL ** 2;
/** Weight of a new frame in the average; the same in 256ths. */
const NEW_PART = 0.4;
const WHOLE_BITS = 8;
/** What is left of the variance of noise in the average: a/(2-a). */
const NOISE_LEFT = NEW_PART / (2 - NEW_PART);
const MIN_SIZE_PX = 40;
/** Median of absolute differences of two frames to the variance of one. */
const VARIANCE_PER_SQUARE = 1.4826 ** 2 / 2;

/** How far a view has moved, samples (of 2 pixels). */
export interface Shift {
  readonly x: number;
  readonly y: number;
}

export class Structure {
  readonly width: number;
  readonly height: number;
  /** Mean grey, 0 to 255. */
  luma = 0;
  /** Per block, mean squares of coarse and fine edges, without those that noise makes, grey levels squared. */
  readonly coarse = new Float64Array(BLOCKS);
  readonly fine = new Float64Array(BLOCKS);
  /** Coarse edges of each sample, x and y by turns. */
  readonly edges: Int16Array;
  /** Samples in a row, and rows of them. */
  readonly #samples: number;
  readonly #rows: number;
  /** The first sample of each column of blocks, and the end. */
  readonly #starts: number[];
  readonly #average: Int16Array;
  readonly #before: Uint8Array;
  readonly #counts = new Uint32Array(256);
  readonly #sums = [0, 1, 2].map(() => new Float64Array(BLOCKS));
  #frames = 0;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#average = new Int16Array(width * height);
    this.#before = new Uint8Array(width * height);
    this.#samples = Math.max(0, Math.ceil((width - COARSE_PX) / SAMPLE_PX));
    this.#rows = Math.max(0, Math.ceil((height - COARSE_PX) / SAMPLE_PX));
    this.#starts = Array.from({ length: COLUMNS + 1 }, (_, column) =>
      Math.min(this.#samples, Math.ceil((column * width) / COLUMNS / SAMPLE_PX)),
    );
    this.edges = new Int16Array(2 * this.#samples * this.#rows);
  }

  get isUsable(): boolean {
    return this.width >= MIN_SIZE_PX && this.height >= MIN_SIZE_PX;
  }

  forget(): void {
    this.#frames = 0;
  }

  add({ pixels }: GreyFrame): void {
    const average = this.#average;
    const part = this.#frames === 0 ? 1 : Math.max(NEW_PART, 1 / (this.#frames + 1));
    const weight = Math.round(part * (1 << WHOLE_BITS));
    const noise = this.#frames === 0 ? 0 : this.#variance(pixels) * NOISE_LEFT;
    let sum = 0;
    for (let i = 0; i < average.length; i++) {
      const off = pixels[i]! * UNITS_PER_LEVEL - average[i]!;
      sum += average[i]! += (Math.imul(off, weight) + 128) >> WHOLE_BITS;
    }
    this.luma = sum / UNITS_PER_LEVEL / average.length;
    this.#before.set(pixels.subarray(0, average.length));
    this.#frames++;
    this.#measure(noise);
  }

  #measure(noise: number): void {
    const { width, edges, coarse, fine } = this;
    const average = this.#average;
    const samples = this.#sums[0]!.fill(0);
    coarse.fill(0);
    fine.fill(0);
    for (let row = 0; row < this.#rows; row++)
      for (let column = 0; column < COLUMNS; column++) {
        const [start, end] = [this.#starts[column]!, this.#starts[column + 1]!];
        let coarseSum = 0;
        let fineSum = 0;
        let i = SAMPLE_PX * (row * width + start);
        for (let n = row * this.#samples + start; n < row * this.#samples + end; n++, i += SAMPLE_PX) {
          const here = average[i]!;
          const dx = average[i + COARSE_PX]! - here;
          const dy = average[i + COARSE_PX * width]! - here;
          const fx = average[i + 1]! - here;
          const fy = average[i + width]! - here;
          edges[2 * n] = dx;
          edges[2 * n + 1] = dy;
          coarseSum += dx * dx + dy * dy;
          fineSum += fx * fx + fy * fy;
        }
        const block = this.#blockOf(row, column);
        coarse[block]! += coarseSum;
        fine[block]! += fineSum;
        samples[block]! += end - start;
      }
    for (let block = 0; block < BLOCKS; block++) {
      const n = (samples[block]! || 1) * SQUARED;
      coarse[block] = Math.max(0, coarse[block]! / n - 4 * noise);
      fine[block] = Math.max(0, fine[block]! / n - 4 * noise);
    }
  }

  /**
   * Per block: how far its edges agree with those of a view, -1 to 1, whatever the light.
   * @param view coarse edges as `edges` are; @param shift where in the view the picture is looked for;
   * @param every so many rows of samples one is compared; @param into filled
   */
  agree(view: Float32Array, { x, y }: Shift, every: number, into: Float64Array): void {
    const { edges } = this;
    const [own, other] = [this.#sums[1]!.fill(0), this.#sums[2]!.fill(0)];
    const samples = this.#samples;
    into.fill(0);
    for (let row = Math.max(0, -y); row < this.#rows - Math.max(0, y); row += every)
      for (let column = 0; column < COLUMNS; column++) {
        const start = row * samples + Math.max(this.#starts[column]!, -x);
        const end = row * samples + Math.min(this.#starts[column + 1]!, samples - x);
        const apart = 2 * (y * samples + x);
        let [ownSum, otherSum, both] = [0, 0, 0];
        for (let n = 2 * start; n < 2 * end; n++) {
          const a = edges[n]!;
          const b = view[n + apart]!;
          ownSum += a * a;
          otherSum += b * b;
          both += a * b;
        }
        const block = this.#blockOf(row, column);
        own[block]! += ownSum;
        other[block]! += otherSum;
        into[block]! += both;
      }
    for (let block = 0; block < BLOCKS; block++)
      into[block]! /= Math.sqrt(own[block]! * other[block]!) + 1e-6;
  }

  #blockOf(row: number, column: number): number {
    return Math.floor((SAMPLE_PX * row * ROWS) / this.height) * COLUMNS + column;
  }

  /** Of the sensor's noise: most pixels differ by nothing else between two frames. */
  #variance(pixels: Uint8Array): number {
    const counts = this.#counts.fill(0);
    let n = 0;
    for (let i = 0; i < this.#before.length; i += 7, n++) counts[Math.abs(pixels[i]! - this.#before[i]!)]!++;
    let median = 0;
    for (let left = n / 2 - counts[0]!; left > 0 && median < 255;) left -= counts[++median]!;
    return median * median * VARIANCE_PER_SQUARE;
  }
}
