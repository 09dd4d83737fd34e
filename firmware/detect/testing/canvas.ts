/** A grey picture in floating point that scenes are painted on, and the few strokes they need. */

/** A repeatable sequence of numbers from 0 to 1 (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = (seed * 2654435761) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** From low to high. */
export const between = (random: Random, low: number, high: number): number => low + (high - low) * random();

const clamp01 = (value: number) => (value < 0 ? 0 : value > 1 ? 1 : value);

export class Canvas {
  readonly width: number;
  readonly height: number;
  /** 0 black, 255 white; what lies outside is cut off when it is read. */
  readonly pixels: Float32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Float32Array(width * height);
  }

  /** An ellipse whose edge fades over `softPx`. */
  ellipse(x: number, y: number, rx: number, ry: number, grey: number, softPx = 1.5, alpha = 1): void {
    const small = Math.max(0.5, Math.min(rx, ry));
    const reach = 1 + softPx / small;
    this.#each(
      x - rx * reach,
      y - ry * reach,
      x + rx * reach,
      y + ry * reach,
      (px, py) => {
        const distance = Math.hypot((px - x) / rx, (py - y) / ry);
        return alpha * clamp01(((1 - distance) * small) / softPx + 0.5);
      },
      grey,
    );
  }

  /** A round blot without an edge: brightest in the middle. */
  blot(x: number, y: number, sigmaPx: number, grey: number, alpha: number): void {
    const reach = 2.5 * sigmaPx;
    this.#each(
      x - reach,
      y - reach,
      x + reach,
      y + reach,
      (px, py) => {
        return alpha * Math.exp(-((px - x) ** 2 + (py - y) ** 2) / (2 * sigmaPx * sigmaPx));
      },
      grey,
    );
  }

  /** A thick line with round ends. */
  line(
    x1: number,
    y1: number,
    x2: number,
    y2: number,
    radiusPx: number,
    grey: number,
    alpha = 1,
    softPx = 1.2,
  ): void {
    const reach = radiusPx + softPx;
    const length2 = (x2 - x1) ** 2 + (y2 - y1) ** 2 || 1;
    const left = Math.min(x1, x2) - reach;
    const right = Math.max(x1, x2) + reach;
    this.#each(
      left,
      Math.min(y1, y2) - reach,
      right,
      Math.max(y1, y2) + reach,
      (px, py) => {
        const along = clamp01(((px - x1) * (x2 - x1) + (py - y1) * (y2 - y1)) / length2);
        const distance = Math.hypot(px - x1 - along * (x2 - x1), py - y1 - along * (y2 - y1));
        return alpha * clamp01((radiusPx - distance) / softPx + 0.5);
      },
      grey,
    );
  }

  box(x1: number, y1: number, x2: number, y2: number, grey: number): void {
    this.#each(x1, y1, x2, y2, () => 1, grey);
  }

  /** Blends `grey` in where `cover` says how much, within a rectangle. */
  #each(
    left: number,
    top: number,
    right: number,
    bottom: number,
    cover: (x: number, y: number) => number,
    grey: number,
  ): void {
    const { width, height, pixels } = this;
    const toX = Math.min(width - 1, Math.ceil(right));
    const toY = Math.min(height - 1, Math.ceil(bottom));
    for (let y = Math.max(0, Math.floor(top)); y <= toY; y++)
      for (let x = Math.max(0, Math.floor(left)); x <= toX; x++) {
        const part = cover(x, y);
        if (part > 0) pixels[y * width + x]! += part * (grey - pixels[y * width + x]!);
      }
  }

  /** 8 bits, cut off at black and white. */
  toGrey(target: Uint8Array): void {
    const { pixels } = this;
    for (let i = 0; i < pixels.length; i++) {
      const value = pixels[i]! + 0.5;
      target[i] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}
