/**
 * What the picture looks like when nothing is there, cell by cell, how much each cell varies by itself, and
 * where the present picture differs from it.
 */
import { UNITS_PER_LEVEL } from './cell-grid.ts';
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
const STILL_LEAST = 3 * UNITS_PER_LEVEL;
/** Parts are whole numbers of this: cells are counted in whole numbers throughout, several times as fast. */
const WHOLE_BITS = 12;
const WHOLE = 1 << WHOLE_BITS;

export class Background {
  readonly width: number;
  readonly height: number;
  /** The present picture and the one before it in its own light, units of the grid. */
  now: Int32Array;
  before: Int32Array;
  /** The background in the present light. */
  readonly mean: Int32Array;
  /** How far the picture is outside of what the background allows around a cell; mean of 3x3 cells, signed. */
  readonly excess: Int32Array;
  /** 1: something new. */
  readonly mask: Uint8Array;
  /** Mean of |excess| over time. */
  readonly spread: Int32Array;
  readonly light = new LightFit();
  /** The first `changed` are the cells of the mask, in order. */
  readonly cells: Int32Array;
  changed = 0;
  /** Since the start. */
  frames = 0;
  seconds = 0;
  /** Threshold of a cell that does not vary by itself, units. */
  floor = 0;

  readonly #least: number;
  /** How far each cell is outside of what is allowed. */
  readonly #outside: Int32Array;
  readonly #stillS: Float32Array;
  readonly #everywhere: Uint8Array;

  /** @param least difference that counts at all, units */
  constructor(width: number, height: number, least: number) {
    this.width = width;
    this.height = height;
    this.#least = least;
    const cells = width * height;
    this.now = new Int32Array(cells);
    this.before = new Int32Array(cells);
    this.mean = new Int32Array(cells);
    this.excess = new Int32Array(cells);
    this.spread = new Int32Array(cells);
    this.mask = new Uint8Array(cells);
    this.cells = new Int32Array(cells);
    this.#outside = new Int32Array(cells);
    this.#stillS = new Float32Array(cells);
    this.#everywhere = new Uint8Array(cells).fill(1);
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

  /** Compares `now` with the background. @param counts per cell, 0: changes do not count, else 1; null: all do */
  compare(counts: Uint8Array | null): void {
    const { light, mean, before, now } = this;
    light.fit(mean, now, before);
    this.floor = Math.max(this.#least, SIGMAS * light.sigma);
    if (!light.isSame) for (let i = 0; i < mean.length; i++) mean[i] = light.relit(mean[i]!);
    this.#exceed(Math.round(0.7 * light.sigma));
    this.#decide(counts ?? this.#everywhere);
  }

  /** What lies in the range of the nine cells around is no change: a shake by one cell. @param margin units */
  #exceed(margin: number): void {
    const { width, height, now, mean } = this;
    const outside = this.#outside;
    for (let y = 0; y < height; y++) {
      const up = y > 0 ? width : 0;
      const down = y < height - 1 ? width : 0;
      const first = y * width;
      const last = first + width - 1;
      for (let i = first; i <= last; i++) {
        const value = now[i]!;
        const off = value - mean[i]!;
        outside[i] = 0;
        if (off <= margin && off >= -margin) continue; // most cells: the others need not be asked
        const left = i > first ? i - 1 : i;
        const right = i < last ? i + 1 : i;
        if (off > 0) {
          const high = max(
            max(mean[i]!, max(max(mean[left]!, mean[right]!), max(mean[i - up]!, mean[i + down]!))),
            max(max(mean[left - up]!, mean[right - up]!), max(mean[left + down]!, mean[right + down]!)),
          );
          outside[i] = max(0, value - high - margin);
        } else {
          const low = min(
            min(mean[i]!, min(min(mean[left]!, mean[right]!), min(mean[i - up]!, mean[i + down]!))),
            min(min(mean[left - up]!, mean[right - up]!), min(mean[left + down]!, mean[right + down]!)),
          );
          outside[i] = min(0, value - low + margin);
        }
      }
    }
  }

  /** Means of 3x3 cells against the thresholds. */
  #decide(counts: Uint8Array): void {
    const { width, height, excess, mask, cells, spread } = this;
    const floor = Math.ceil(this.floor);
    const outside = this.#outside;
    let changed = 0;
    for (let y = 0; y < height; y++) {
      const up = y > 0 ? width : 0;
      const down = y < height - 1 ? width : 0;
      const last = (y + 1) * width - 1;
      let i = y * width;
      let middle = outside[i - up]! + outside[i]! + outside[i + down]!;
      let left = middle;
      for (; i <= last; i++) {
        const next = i < last ? i + 1 : last;
        const right = outside[next - up]! + outside[next]! + outside[next + down]!;
        const mean = ((left + middle + right) / 9) | 0;
        const far = magnitude(mean);
        const isNew = far > floor && far > floor + SPREADS * spread[i]! ? counts[i]! : 0;
        excess[i] = mean;
        mask[i] = isNew;
        cells[changed] = i; // stays if it is new
        changed += isNew;
        left = middle;
        middle = right;
      }
    }
    this.changed = changed;
  }

  /** Learns from the present picture; afterwards it is the one before. @param seconds since the last one */
  learn(seconds: number): void {
    const { now, mean, mask, excess, spread } = this;
    const stillS = this.#stillS;
    const follow = this.frames < FIRST_FRAMES ? WHOLE / (this.frames + 1) : partOf(seconds, FOLLOW_S);
    const learnt = Math.min(0.3 * WHOLE, partOf(seconds, SPREAD_S));
    const cap = Math.round(4 * this.floor);
    for (let i = 0; i < now.length; i++) {
      const apart = min(magnitude(excess[i]!), cap) - spread[i]!;
      if (mask[i]) {
        this.#absorb(i, seconds);
        spread[i]! += weigh(apart, 0.4 * learnt);
      } else {
        mean[i]! += weigh(now[i]! - mean[i]!, follow);
        spread[i]! += weigh(apart, learnt);
        stillS[i] = 0;
      }
    }
    [this.now, this.before] = [this.before, now];
    this.frames++;
    this.seconds += seconds;
  }

  /** What is new in a cell belongs to the background when it has been still for long. */
  #absorb(i: number, seconds: number): void {
    const { now, before, mean, light } = this;
    const stillS = this.#stillS;
    const still = Math.max(STILL_LEAST, STILL_SIGMAS * light.sigma);
    const isStill = Math.abs(now[i]! - light.relit(before[i]!)) < still;
    stillS[i] = isStill ? stillS[i]! + seconds : Math.max(0, stillS[i]! - 4 * seconds);
    const off = now[i]! - mean[i]!;
    if (this.seconds < SETTLE_S) mean[i]! += weigh(off, partOf(seconds, SETTLE_FOLLOW_S));
    else if (stillS[i]! > ABSORB_S) mean[i]! += weigh(off, partOf(seconds, ABSORB_OVER_S));
  }
}

/** Of whole numbers, without a branch: what is noise cannot be foretold. */
const min = (a: number, b: number) => b + ((a - b) & ((a - b) >> 31));
const max = (a: number, b: number) => a - ((a - b) & ((a - b) >> 31));
const magnitude = (a: number) => (a ^ (a >> 31)) - (a >> 31);

const partOf = (seconds: number, ofSeconds: number) => Math.round(Math.min(1, seconds / ofSeconds) * WHOLE);
/** @param part of WHOLE */
const weigh = (value: number, part: number) => (Math.imul(value, part) + (WHOLE >> 1)) >> WHOLE_BITS;
