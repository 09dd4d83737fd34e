/** Pictures as video has them: luma and halved chroma (I420, BT.709, video levels). */
import type { Canvas } from './canvas.ts';

/** A picture with transparency; sizes are even. */
export interface Sprite {
  readonly width: number;
  readonly height: number;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  /** 0 … 256, for luma and, halved, for chroma. */
  readonly alpha: Uint16Array;
  readonly chromaAlpha: Uint16Array;
}

/** @param mirrored left and right exchanged */
export function spriteOf(canvas: Canvas, mirrored = false): Sprite {
  const { width, height, pixels } = canvas;
  const half = width / 2;
  const sprite: Sprite = {
    width,
    height,
    y: new Uint8Array(width * height),
    u: new Uint8Array(half * (height / 2)),
    v: new Uint8Array(half * (height / 2)),
    alpha: new Uint16Array(width * height),
    chromaAlpha: new Uint16Array(half * (height / 2)),
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + (mirrored ? width - 1 - x : x)) * 4;
      const a = pixels[at + 3]!;
      const to = y * width + x;
      sprite.alpha[to] = Math.round(a * 256);
      sprite.y[to] = a > 0 ? lumaOf(pixels[at]! / a, pixels[at + 1]! / a, pixels[at + 2]! / a) : 16;
    }
  }
  for (let y = 0; y < height / 2; y++) {
    for (let x = 0; x < half; x++) {
      let r = 0;
      let g = 0;
      let b = 0;
      let a = 0;
      for (let i = 0; i < 4; i++) {
        const px = 2 * x + (i & 1);
        const at = ((2 * y + (i >> 1)) * width + (mirrored ? width - 1 - px : px)) * 4;
        r += pixels[at]!;
        g += pixels[at + 1]!;
        b += pixels[at + 2]!;
        a += pixels[at + 3]!;
      }
      const to = y * half + x;
      sprite.chromaAlpha[to] = Math.round(a * 64);
      sprite.u[to] = a > 0 ? blueOf(r / a, g / a, b / a) : 128;
      sprite.v[to] = a > 0 ? redOf(r / a, g / a, b / a) : 128;
    }
  }
  return sprite;
}

const lumaOf = (r: number, g: number, b: number) => 16 + (0.2126 * r + 0.7152 * g + 0.0722 * b) * (219 / 255);
const blueOf = (r: number, g: number, b: number) =>
  128 + ((b - (0.2126 * r + 0.7152 * g + 0.0722 * b)) / 1.8556) * (224 / 255);
const redOf = (r: number, g: number, b: number) =>
  128 + ((r - (0.2126 * r + 0.7152 * g + 0.0722 * b)) / 1.5748) * (224 / 255);

/** One I420 frame in one piece of memory, as a pipeline takes it. */
export class Frame {
  readonly data: Buffer;
  readonly #planes: readonly { offset: number; stride: number; halved: 0 | 1 }[];

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    const luma = width * height;
    this.data = Buffer.alloc((luma * 3) / 2);
    this.#planes = [
      { offset: 0, stride: width, halved: 0 },
      { offset: luma, stride: width / 2, halved: 1 },
      { offset: luma + luma / 4, stride: width / 2, halved: 1 },
    ];
  }

  /**
   * Lays a sprite over the frame at even coordinates; what lies outside is cut off.
   * @param clip columns before `left` and rows from `bottom` on stay as they are
   */
  draw(sprite: Sprite, x: number, y: number, clip = { left: 0, bottom: this.height }): void {
    const sources = [sprite.y, sprite.u, sprite.v];
    for (const [i, plane] of this.#planes.entries()) {
      const source = sources[i]!;
      const alpha = plane.halved ? sprite.chromaAlpha : sprite.alpha;
      const width = sprite.width >> plane.halved;
      const left = x >> plane.halved;
      const top = y >> plane.halved;
      const from = Math.max(0, (clip.left >> plane.halved) - left);
      const to = Math.min(width, plane.stride - left);
      const last = Math.min(sprite.height >> plane.halved, (clip.bottom >> plane.halved) - top);
      for (let row = Math.max(0, -top); row < last; row++) {
        const line = plane.offset + (top + row) * plane.stride + left;
        const own = row * width;
        for (let column = from; column < to; column++) {
          const a = alpha[own + column]!;
          if (a === 0) continue;
          const at = line + column;
          const under = this.data[at]!;
          this.data[at] = under + (((source[own + column]! - under) * a) >> 8);
        }
      }
    }
  }

  /** Copies a part of another frame of the same size. */
  restore(from: Frame, x: number, y: number, width: number, height: number): void {
    for (const plane of this.#planes) {
      const left = Math.max(0, x >> plane.halved);
      const right = Math.min(plane.stride, (x + width) >> plane.halved);
      if (right <= left) continue;
      const last = Math.min(this.height, y + height) >> plane.halved;
      for (let row = Math.max(0, y >> plane.halved); row < last; row++) {
        const line = plane.offset + row * plane.stride;
        from.data.copy(this.data, line + left, line + left, line + right);
      }
    }
  }
}
