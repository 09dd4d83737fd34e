/** Connected regions of what is new in a picture, and what each looks like. */
import type { Background } from './background.ts';
import { UNITS_PER_LEVEL } from './cell-grid.ts';
import { MAX_MOTION_ZONES } from './zone-cells.ts';

/** Largest number of regions looked at; the others are smaller. */
export const MAX_BLOBS = 24;
const MAX_LABELS = 2048;
/** Added to both when pictures are compared by ratio, units: keeps the noise of the dark small. */
const RATIO_BASE = 15 * UNITS_PER_LEVEL;
/** A cell has moved when it changes by this at least, units. */
const MOVED_LEAST = 5 * UNITS_PER_LEVEL;
/** Keeps the novelty of what has no edges low, squared units. */
const EDGELESS = (UNITS_PER_LEVEL / 4) ** 2;

export class Blob {
  /** Cells. */
  area = 0;
  /** Cells, both included. */
  left = 0;
  top = 0;
  right = 0;
  bottom = 0;
  /** Middle, weighted by how much each cell differs. */
  x = 0;
  y = 0;
  /** Part of the cells that have changed since the picture before. */
  moving = 0;
  /** 0: the edges within are those of the background in another light; 1: none of them are. */
  novelty = 0;
  /** Steepest step of the ratio to the background, in parts of its full height: 1 an edge, 0.2 a soft blot. */
  sharpness = 0;
  /** Mean spread of its cells in parts of the threshold's floor: how much goes on here anyway. */
  busy = 0;
  /** Largest difference, in parts of the threshold's floor. */
  contrast = 0;
  /** Length in parts of the breadth. */
  elongation = 0;
  /** Cells in each zone for motion. */
  readonly inZone = new Uint32Array(MAX_MOTION_ZONES);
}

export class BlobFinder {
  /** The first `count` are those of the last picture, in no order. */
  readonly blobs: readonly Blob[] = Array.from({ length: MAX_BLOBS }, () => new Blob());
  count = 0;
  readonly #labels: Uint16Array;
  readonly #parent = new Uint16Array(MAX_LABELS);
  readonly #area = new Uint32Array(MAX_LABELS);
  /** Label to its place in `blobs`, plus 1. */
  readonly #place = new Uint8Array(MAX_LABELS);
  readonly #sums = Array.from({ length: MAX_BLOBS }, () => new Float64Array(SUMS));

  constructor(cells: number) {
    this.#labels = new Uint16Array(cells);
  }

  /** @param zoneBits per cell, bit n set: in the n-th zone for motion */
  find(ground: Background, minArea: number, zoneBits: Uint8Array | null): void {
    this.count = 0;
    if (ground.changed < minArea) return;
    this.#choose(ground, this.#label(ground), minArea);
    if (this.count > 0) this.#measure(ground, zoneBits);
  }

  /** Two passes, eight neighbours. @returns labels in use */
  #label({ cells, changed, width }: Background): number {
    const labels = this.#labels.fill(0);
    let next = 1;
    for (let n = 0; n < changed; n++) {
      const i = cells[n]!;
      const x = i % width;
      let label = x > 0 ? labels[i - 1]! : 0;
      if (i >= width) {
        const up = i - width;
        if (x > 0 && labels[up - 1]) label = this.#join(label, labels[up - 1]!);
        if (labels[up]) label = this.#join(label, labels[up]);
        if (x < width - 1 && labels[up + 1]) label = this.#join(label, labels[up + 1]!);
      }
      if (label === 0) {
        label = next < MAX_LABELS ? next++ : 0; // a picture of dust: the rest is left out
        if (label) this.#parent[label] = label;
      }
      labels[i] = label;
    }
    return next;
  }

  #join(a: number, b: number): number {
    const rootB = this.#root(b);
    const rootA = a === 0 ? rootB : this.#root(a);
    const low = Math.min(rootA, rootB);
    this.#parent[rootA] = low;
    this.#parent[rootB] = low;
    return low;
  }

  #root(label: number): number {
    let root = label;
    while (this.#parent[root] !== root) root = this.#parent[root]!;
    return root;
  }

  /** The largest regions of at least `minArea` cells. */
  #choose({ cells, changed }: Background, labels: number, minArea: number): void {
    const area = this.#area.fill(0, 0, labels);
    const all = this.#labels;
    for (let label = 1; label < labels; label++) this.#parent[label] = this.#root(label);
    for (let n = 0; n < changed; n++) {
      const i = cells[n]!;
      if (all[i]) area[(all[i] = this.#parent[all[i]!]!)]!++;
    }
    this.#place.fill(0, 0, labels);
    while (this.count < MAX_BLOBS) {
      let largest = 0;
      for (let label = 1; label < labels; label++)
        if (!this.#place[label] && area[label]! >= minArea && (!largest || area[label]! > area[largest]!))
          largest = label;
      if (!largest) break;
      this.#place[largest] = ++this.count;
    }
  }

  #measure(ground: Background, zoneBits: Uint8Array | null): void {
    const { width, height, cells, changed, now, mean, before, excess, spread, light } = ground;
    const moved = Math.max(MOVED_LEAST, 4 * light.sigma);
    for (let n = 0; n < this.count; n++) {
      const blob = this.blobs[n]!;
      this.#sums[n]!.fill(0);
      [blob.left, blob.top, blob.right, blob.bottom] = [width, height, 0, 0];
      blob.inZone.fill(0);
    }
    for (let n = 0; n < changed; n++) {
      const i = cells[n]!;
      const x = i % width;
      const y = (i / width) | 0;
      const place = this.#labels[i] ? this.#place[this.#labels[i]!]! : 0;
      if (!place) continue;
      const blob = this.blobs[place - 1]!;
      const sums = this.#sums[place - 1]!;
      if (x < blob.left) blob.left = x;
      if (x > blob.right) blob.right = x;
      if (y < blob.top) blob.top = y;
      blob.bottom = y;
      const weight = Math.abs(excess[i]!);
      sums[AREA]!++;
      sums[XX]! += x * x;
      sums[YY]! += y * y;
      sums[XY]! += x * y;
      sums[PX]! += x;
      sums[PY]! += y;
      sums[WEIGHT]! += weight;
      sums[X]! += weight * x;
      sums[Y]! += weight * y;
      sums[SPREAD]! += spread[i]!;
      if (weight > sums[PEAK]!) sums[PEAK] = weight;
      if (Math.abs(now[i]! - light.relit(before[i]!)) > moved) sums[MOVED]!++;
      if (zoneBits)
        for (let z = 0, bits = zoneBits[i]!; bits; z++, bits >>= 1) if (bits & 1) blob.inZone[z]!++;
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) continue;
      const nowX = now[i + 1]! - now[i - 1]!;
      const nowY = now[i + width]! - now[i - width]!;
      const wasX = mean[i + 1]! - mean[i - 1]!;
      const wasY = mean[i + width]! - mean[i - width]!;
      sums[NOW_NOW]! += nowX * nowX + nowY * nowY;
      sums[WAS_WAS]! += wasX * wasX + wasY * wasY;
      sums[NOW_WAS]! += nowX * wasX + nowY * wasY;
      const ratio = ratioAt(now, mean, i);
      const far = Math.abs(ratio - 1);
      if (far > sums[RATIO]!) sums[RATIO] = far;
      const stepX = Math.abs(ratioAt(now, mean, i + 1) - ratioAt(now, mean, i - 1));
      const stepY = Math.abs(ratioAt(now, mean, i + width) - ratioAt(now, mean, i - width));
      const step = stepX > stepY ? stepX : stepY;
      if (step > sums[STEP]!) sums[STEP] = step;
    }
    for (let n = 0; n < this.count; n++) this.#conclude(this.blobs[n]!, this.#sums[n]!, ground.floor);
  }

  #conclude(blob: Blob, sums: Float64Array, floor: number): void {
    const area = sums[AREA]!;
    blob.area = area;
    blob.x = sums[X]! / sums[WEIGHT]!;
    blob.y = sums[Y]! / sums[WEIGHT]!;
    blob.moving = sums[MOVED]! / area;
    blob.busy = sums[SPREAD]! / area / floor;
    blob.contrast = sums[PEAK]! / floor;
    blob.novelty = 1 - Math.max(0, sums[NOW_WAS]!) / (Math.sqrt(sums[NOW_NOW]! * sums[WAS_WAS]!) + EDGELESS);
    const [x, y] = [sums[PX]! / area, sums[PY]! / area];
    const [xx, yy, xy] = [sums[XX]! / area - x * x, sums[YY]! / area - y * y, sums[XY]! / area - x * y];
    const half = Math.hypot((xx - yy) / 2, xy);
    blob.elongation = Math.sqrt(((xx + yy) / 2 + half + 0.1) / Math.max(0.1, (xx + yy) / 2 - half + 0.1));
    blob.sharpness = sums[STEP]! / (sums[RATIO]! + 0.01);
  }
}

const ratioAt = (now: Int32Array, mean: Int32Array, i: number) =>
  (now[i]! + RATIO_BASE) / (Math.max(0, mean[i]!) + RATIO_BASE);

const [AREA, WEIGHT, X, Y, SPREAD, PEAK, MOVED, NOW_NOW, WAS_WAS, NOW_WAS, RATIO, STEP, PX, PY, XX, XY, YY] =
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] as const;
const SUMS = 17;
