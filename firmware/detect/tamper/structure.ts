/** The edges of a picture, block by block, with moving things and noise averaged away. */
import type { GreyFrame } from '../../media/media.ts';

const COLUMNS = 8;
const ROWS = 5;
export const BLOCKS = COLUMNS * ROWS;
/** Coarse edges are differences over so many pixels, fine ones over one pixel. */
const COARSE_PX = 4;
/** Weight of a new frame in the average. */
const NEW_PART = 0.4;
/** What is left of the variance of noise in the average: a/(2-a). */
const NOISE_LEFT = NEW_PART / (2 - NEW_PART);
const MIN_SIZE_PX = 40;
/** Median of absolute differences of two frames to the variance of one. */
const VARIANCE_PER_SQUARE = 1.4826 ** 2 / 2;

export class Structure {
  readonly width: number;
  readonly height: number;
  /** Mean grey, 0 to 255. */
  luma = 0;
  /** Per block, mean squares of coarse and fine edges, without those that noise makes. */
  readonly coarse = new Float64Array(BLOCKS);
  readonly fine = new Float64Array(BLOCKS);
  /** Coarse edges, x and y by turns. */
  readonly edges: Float32Array;
  /** Of each edge: its block. */
  readonly blocks: Uint8Array;
  readonly #average: Float32Array;
  readonly #before: Uint8Array;
  readonly #counts = new Uint32Array(256);
  #frames = 0;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#average = new Float32Array(width * height);
    this.#before = new Uint8Array(width * height);
    const blocks: number[] = [];
    this.#each((_, x, y) =>
      blocks.push(Math.floor((y * ROWS) / height) * COLUMNS + Math.floor((x * COLUMNS) / width)),
    );
    this.blocks = Uint8Array.from(blocks);
    this.edges = new Float32Array(2 * blocks.length);
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
    const noise = this.#frames === 0 ? 0 : this.#variance(pixels) * NOISE_LEFT;
    let sum = 0;
    for (let i = 0; i < average.length; i++) {
      average[i]! += part * (pixels[i]! - average[i]!);
      sum += average[i]!;
    }
    this.luma = sum / average.length;
    this.#before.set(pixels.subarray(0, average.length));
    this.#frames++;
    this.#measure(noise);
  }

  #measure(noise: number): void {
    const { width, edges, blocks, coarse, fine } = this;
    const average = this.#average;
    const inBlock = new Float64Array(BLOCKS);
    coarse.fill(0);
    fine.fill(0);
    this.#each((i, _x, _y, n) => {
      const dx = average[i + COARSE_PX]! - average[i]!;
      const dy = average[i + COARSE_PX * width]! - average[i]!;
      const fx = average[i + 1]! - average[i]!;
      const fy = average[i + width]! - average[i]!;
      const block = blocks[n]!;
      edges[2 * n] = dx;
      edges[2 * n + 1] = dy;
      coarse[block]! += dx * dx + dy * dy;
      fine[block]! += fx * fx + fy * fy;
      inBlock[block]!++;
    });
    for (let block = 0; block < BLOCKS; block++) {
      const n = inBlock[block]! || 1;
      coarse[block] = Math.max(0, coarse[block]! / n - 4 * noise);
      fine[block] = Math.max(0, fine[block]! / n - 4 * noise);
    }
  }

  /** Every second pixel of every second row. */
  #each(visit: (i: number, x: number, y: number, n: number) => void): void {
    let n = 0;
    for (let y = 0; y + COARSE_PX < this.height; y += 2)
      for (let x = 0; x + COARSE_PX < this.width; x += 2) visit(y * this.width + x, x, y, n++);
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

/** Per block: how far two sets of edges agree, -1 to 1, whatever the light. @param into filled */
export function agreement(
  edges: Float32Array,
  others: Float32Array,
  blocks: Uint8Array,
  into: Float64Array,
): void {
  const own = new Float64Array(BLOCKS);
  const other = new Float64Array(BLOCKS);
  into.fill(0);
  for (let n = 0; n < blocks.length; n++) {
    const block = blocks[n]!;
    const ax = edges[2 * n]!;
    const ay = edges[2 * n + 1]!;
    const bx = others[2 * n]!;
    const by = others[2 * n + 1]!;
    own[block]! += ax * ax + ay * ay;
    other[block]! += bx * bx + by * by;
    into[block]! += ax * bx + ay * by;
  }
  for (let block = 0; block < BLOCKS; block++) into[block]! /= Math.sqrt(own[block]! * other[block]!) + 1e-6;
}
