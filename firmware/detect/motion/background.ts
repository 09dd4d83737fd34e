/**
 * What the picture looks like when nothing is there, cell by cell, how much each cell varies by itself, and
 * where the present picture differs from it.
 */
import { LightFit } from './light-fit.ts';

/** A cell without anything new moves towards what is seen with this time constant, seconds. */
const FOLLOW_S = 3;
/** Until then a model is an average of what it has seen, frames. */
const FIRST_FRAMES = 8;
/** For so long after a start all cells follow, new or not, and so fast: the camera's exposure is settling, seconds. */
const SETTLE_S = 2;
const SETTLE_FOLLOW_S = 0.6;
/** What is new and does not move belongs to the background after this, seconds... */
const ABSORB_S = 3;
/** ...and goes over within about this. */
const ABSORB_OVER_S = 0.6;
/** How fast the spread of a cell is learnt, seconds. */
const SPREAD_S = 5;
/** The threshold lies this many spreads above the floor. */
const SPREADS = 2.5;
/** Noise of a mean over 3x3 cells is a third of that of a cell; this many of it are no chance. */
const SIGMAS = 5 / 3;
/** A cell counts as still when it changes less than this many sigmas between frames. */
const STILL_SIGMAS = 3.5;
const STILL_LEAST = 12;

export class Background {
  readonly width: number;
  readonly height: number;
  /** The present picture, 0 to 1020 per cell, and the one before it in the present light. */
  readonly now: Float32Array;
  readonly before: Float32Array;
  /** The background in the present light. */
  readonly mean: Float32Array;
  /** How far the picture is outside of what the background allows around a cell; mean of 3x3 cells, signed. */
  readonly excess: Float32Array;
  /** 1: something new. */
  readonly mask: Uint8Array;
  /** Mean of |excess| over time. */
  readonly spread: Float32Array;
  readonly light = new LightFit();
  /** Cells of the mask. */
  changed = 0;
  /** Since the start. */
  frames = 0;
  seconds = 0;
  /** Threshold of a cell that does not vary by itself, units. */
  floor = 0;

  readonly #least: number;
  readonly #low: Float32Array;
  readonly #high: Float32Array;
  readonly #rowsA: Float32Array;
  readonly #rowsB: Float32Array;
  readonly #stillS: Float32Array;

  /** @param least difference that counts at all, units */
  constructor(width: number, height: number, least: number) {
    this.width = width;
    this.height = height;
    this.#least = least;
    const cells = () => new Float32Array(width * height);
    this.now = cells();
    this.before = cells();
    this.mean = cells();
    this.excess = cells();
    this.spread = cells();
    this.mask = new Uint8Array(width * height);
    this.#low = cells();
    this.#high = cells();
    this.#rowsA = cells();
    this.#rowsB = cells();
    this.#stillS = cells();
  }

  /** Forgets everything but the present picture. */
  restart(): void {
    this.mean.set(this.now);
    this.before.set(this.now);
    this.spread.fill(0);
    this.#stillS.fill(0);
    this.mask.fill(0);
    this.changed = 0;
    this.frames = 1;
    this.seconds = 0;
  }

  /** Compares `now` with the background. @param counts 0 where changes do not count; null: everywhere */
  compare(counts: Uint8Array | null): void {
    const { light, mean, before, now } = this;
    light.fit(mean, now, before);
    const { gain, shift } = light;
    for (let i = 0; i < mean.length; i++) {
      mean[i] = mean[i]! * gain + shift;
      before[i] = before[i]! * gain + shift;
    }
    this.floor = Math.max(this.#least, SIGMAS * light.sigma);
    this.#bounds();
    this.#exceed(0.7 * light.sigma);
    this.#decide(counts);
  }

  /** Lowest and highest background of each cell and its neighbours: a shake by one cell is no change. */
  #bounds(): void {
    const { width, height, mean } = this;
    const low = this.#low;
    const high = this.#high;
    const rowLow = this.#rowsA;
    const rowHigh = this.#rowsB;
    for (let y = 0; y < height; y++) {
      const last = (y + 1) * width - 1;
      let middle = mean[y * width]!;
      let left = middle;
      for (let i = y * width; i <= last; i++) {
        const right = i < last ? mean[i + 1]! : middle;
        rowLow[i] = Math.min(left, middle, right);
        rowHigh[i] = Math.max(left, middle, right);
        left = middle;
        middle = right;
      }
    }
    for (let y = 0; y < height; y++) {
      const up = y > 0 ? width : 0;
      const down = y < height - 1 ? width : 0;
      const end = (y + 1) * width;
      for (let i = y * width; i < end; i++) {
        low[i] = Math.min(rowLow[i - up]!, rowLow[i]!, rowLow[i + down]!);
        high[i] = Math.max(rowHigh[i - up]!, rowHigh[i]!, rowHigh[i + down]!);
      }
    }
  }

  /** @param margin further tolerance, units */
  #exceed(margin: number): void {
    const { width, height, now, excess } = this;
    const low = this.#low;
    const high = this.#high;
    const raw = this.#rowsA;
    const rows = this.#rowsB;
    for (let i = 0; i < now.length; i++) {
      const over = now[i]! - high[i]! - margin;
      const under = now[i]! - low[i]! + margin;
      raw[i] = over > 0 ? over : under < 0 ? under : 0;
    }
    for (let y = 0; y < height; y++) {
      const first = y * width;
      const last = first + width - 1;
      rows[first] = 2 * raw[first]! + raw[first + 1]!;
      for (let i = first + 1; i < last; i++) rows[i] = raw[i - 1]! + raw[i]! + raw[i + 1]!;
      rows[last] = raw[last - 1]! + 2 * raw[last]!;
    }
    for (let y = 0; y < height; y++) {
      const up = y > 0 ? width : 0;
      const down = y < height - 1 ? width : 0;
      const end = (y + 1) * width;
      for (let i = y * width; i < end; i++) excess[i] = (rows[i - up]! + rows[i]! + rows[i + down]!) / 9;
    }
  }

  #decide(counts: Uint8Array | null): void {
    const { excess, mask, spread, floor } = this;
    let changed = 0;
    for (let i = 0; i < mask.length; i++) {
      const isNew = Math.abs(excess[i]!) > floor + SPREADS * spread[i]!;
      mask[i] = isNew && (counts === null || counts[i]) ? 1 : 0;
      changed += mask[i]!;
    }
    this.changed = changed;
  }

  /** Learns from the present picture. @param seconds since the last one */
  learn(seconds: number): void {
    const { now, before, mean, mask, excess, spread } = this;
    const stillS = this.#stillS;
    const first = this.frames < FIRST_FRAMES;
    const follow = first ? 1 / (this.frames + 1) : Math.min(1, seconds / FOLLOW_S);
    const isSettling = this.seconds < SETTLE_S;
    const settle = Math.min(1, seconds / SETTLE_FOLLOW_S);
    const absorb = Math.min(1, seconds / ABSORB_OVER_S);
    const learnSpread = Math.min(0.3, seconds / SPREAD_S);
    const still = Math.max(STILL_LEAST, STILL_SIGMAS * this.light.sigma);
    const cap = 4 * this.floor;
    for (let i = 0; i < now.length; i++) {
      const off = now[i]! - mean[i]!;
      if (!mask[i]) {
        mean[i]! += follow * off;
        stillS[i] = 0;
      } else {
        const isStill = Math.abs(now[i]! - before[i]!) < still;
        stillS[i] = isStill ? stillS[i]! + seconds : Math.max(0, stillS[i]! - 4 * seconds);
        if (isSettling) mean[i]! += settle * off;
        else if (stillS[i]! > ABSORB_S) mean[i]! += absorb * off;
      }
      const far = Math.abs(excess[i]!);
      spread[i]! += (mask[i] ? 0.4 : 1) * learnSpread * ((far < cap ? far : cap) - spread[i]!);
    }
    before.set(now);
    this.frames++;
    this.seconds += seconds;
  }
}
