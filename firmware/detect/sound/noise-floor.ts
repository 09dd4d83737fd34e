/** How loud each band is when nothing happens: what it stays above four fifths of the time, over the last seconds. */
import { BANDS, SILENCE_DB } from './spectrum.ts';

/** 8 s. */
const MEMORY_HOPS = 500;
const QUANTILE = 0.2;
/** What a quiet room is taken to be before anything was heard, for a quarter of a second: it is soon outvoted. */
const PRIOR = { db: -60, hops: 15 };
/** The floor is never lower: digital silence would make thunder of a mouse. */
export const LOWEST_FLOOR_DB = -64;
/** Levels are counted in steps of 1 dB. */
const STEPS = -SILENCE_DB + 21;

export class NoiseFloor {
  readonly db = new Float32Array(BANDS);
  readonly #levels = new Uint8Array(MEMORY_HOPS * BANDS);
  readonly #counts = new Uint16Array(BANDS * STEPS);
  #heard = 0;

  constructor() {
    for (let i = 0; i < PRIOR.hops; i++) this.hear(this.db.fill(PRIOR.db));
    this.update();
  }

  hear(bandsDb: Float32Array): void {
    const slot = (this.#heard % MEMORY_HOPS) * BANDS;
    const full = this.#heard >= MEMORY_HOPS;
    for (let band = 0; band < BANDS; band++) {
      if (full) this.#counts[band * STEPS + this.#levels[slot + band]!]!--;
      const step = Math.min(STEPS - 1, Math.max(0, Math.round(bandsDb[band]! - SILENCE_DB)));
      this.#levels[slot + band] = step;
      this.#counts[band * STEPS + step]!++;
    }
    this.#heard++;
  }

  /** Brings `db` up to date. */
  update(): void {
    const wanted = Math.min(this.#heard, MEMORY_HOPS) * QUANTILE;
    for (let band = 0; band < BANDS; band++) {
      let seen = 0;
      let step = 0;
      while (step < STEPS - 1 && (seen += this.#counts[band * STEPS + step]!) < wanted) step++;
      this.db[band] = Math.max(LOWEST_FLOOR_DB, step + SILENCE_DB);
    }
  }
}
