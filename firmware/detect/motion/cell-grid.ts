/** A grey picture as a small grid of means: what motion is looked for in. */
import type { GreyFrame } from '../../media/media.ts';

/** Cells across, as near as whole pixels per cell allow: 160x90 of 16:9 pictures. */
const COLUMNS = 160;
/** A cell's value is its mean grey in quarters of a level: 0 to 1020. */
export const UNITS_PER_LEVEL = 4;
/** Smaller than this nothing can be told apart. */
const MIN_CELLS = 8;

export class CellGrid {
  /** Of the frames it was made for, pixels. */
  readonly frameWidth: number;
  readonly frameHeight: number;
  readonly width: number;
  readonly height: number;
  readonly #block: number;

  constructor(frameWidth: number, frameHeight: number) {
    this.frameWidth = frameWidth;
    this.frameHeight = frameHeight;
    this.#block = Math.max(1, Math.round(frameWidth / COLUMNS));
    this.width = Math.floor(frameWidth / this.#block);
    this.height = Math.floor(frameHeight / this.#block);
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

  /** @param target one value per cell, 0 to 1020 */
  reduce({ pixels }: GreyFrame, target: Float32Array): void {
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
}
