/** A grey picture as a small grid of means: what motion is looked for in. */
import type { GreyFrame } from '../../media/media.ts';

/** Cells across, as near as whole pixels per cell allow: 160x90 of 16:9 pictures. */
const COLUMNS = 160;
/** A cell's value is its mean grey in whole 256ths of a level: 0 to 65280. */
export const UNITS_PER_LEVEL = 256;
/** Every second byte of a word. */
const EVEN = 0x00ff00ff;
/** So many rows of two white pixels fit in 16 bits. */
const MOST_ROWS = 128;
/** Smaller than this nothing can be told apart. */
const MIN_CELLS = 8;

export class CellGrid {
  /** Of the frames it was made for, pixels. */
  readonly frameWidth: number;
  readonly frameHeight: number;
  readonly width: number;
  readonly height: number;
  readonly #block: number;
  /** Sums of two columns of a row of cells, two in each; null where cells do not begin with a whole pair. */
  readonly #pairs: Uint32Array | null;

  constructor(frameWidth: number, frameHeight: number) {
    this.frameWidth = frameWidth;
    this.frameHeight = frameHeight;
    this.#block = Math.max(1, Math.round(frameWidth / COLUMNS));
    this.width = Math.floor(frameWidth / this.#block);
    this.height = Math.floor(frameHeight / this.#block);
    const columns = this.width * this.#block;
    const isPaired = this.#block % 2 === 0 && columns % 4 === 0 && this.#block <= MOST_ROWS;
    this.#pairs = isPaired ? new Uint32Array(columns / 4) : null;
  }

  get cells(): number {
    return this.width * this.height;
  }

  get isUsable(): boolean {
    return this.width >= MIN_CELLS && this.height >= MIN_CELLS;
  }

  fits({ width, height }: GreyFrame): boolean {
    return width === this.frameWidth && height === this.frameHeight;
  }

  /** @param target one value per cell, 0 to 65280 */
  reduce({ pixels }: GreyFrame, target: Int32Array): void {
    if (this.#pairs) this.#reduceByPairs(pixels, this.#pairs, target);
    else this.#reduceByPixels(pixels, target);
  }

  #reduceByPixels(pixels: Buffer, target: Int32Array): void {
    const { width, height, frameWidth } = this;
    const block = this.#block;
    const scale = UNITS_PER_LEVEL / (block * block);
    for (let y = 0; y < height; y++) {
      const out = y * width;
      const top = y * block * frameWidth;
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let row = top + x * block, last = row + block * frameWidth; row < last; row += frameWidth)
          for (let i = row; i < row + block; i++) sum += pixels[i]!;
        target[out + x] = sum * scale;
      }
    }
  }

  /** Four pixels at once, as two sums of two in the halves of a word: a quarter of the time. */
  #reduceByPairs(pixels: Buffer, pairs: Uint32Array, target: Int32Array): void {
    const { width, height, frameWidth } = this;
    const block = this.#block;
    const scale = UNITS_PER_LEVEL / (block * block);
    const words = new DataView(pixels.buffer, pixels.byteOffset, pixels.byteLength);
    const sums = new Uint16Array(pairs.buffer);
    for (let y = 0; y < height; y++) {
      const top = y * block * frameWidth;
      for (let n = 0; n < pairs.length; n++) {
        let two = 0;
        for (let at = top + 4 * n, last = at + block * frameWidth; at < last; at += frameWidth) {
          const four = words.getInt32(at, true);
          two += (four & EVEN) + ((four >>> 8) & EVEN);
        }
        pairs[n] = two;
      }
      for (let x = 0, n = 0; x < width; x++) {
        let sum = 0;
        for (const last = n + block / 2; n < last; n++) sum += sums[n]!;
        target[y * width + x] = sum * scale;
      }
    }
  }
}
