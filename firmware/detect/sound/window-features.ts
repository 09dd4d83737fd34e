/** One second of sound in figures: what stands out of the noise floor, how it is spread over bands and time, its pitch. */
import { BANDS, type Hop } from './spectrum.ts';

/** About a second. */
export const WINDOW_HOPS = 62;
/** Part of the weights' provenance: raise it whenever a feature means something else. */
export const FEATURES_VERSION = 1;

/** The floor is what noise stays above most of the time; noise itself reaches about this much higher, as power. */
const NOISE_OVER_FLOOR = 3;
/** More than this over the floor says nothing more, dB. */
const MOST_DB = 40;
/** A band with less than this of the energy says nothing more. */
const LEAST_PART = 10 ** -3.5;
/** Cycles per second of the loudness. */
const MODULATIONS_HZ = [2, 3, 4, 5, 6, 8, 11, 15, 20, 27];
const HOPS_PER_S = 62.5;
/** A hop whose sound repeats this well has a pitch. */
const VOICED = 0.4;
const PER_BAND = 5;
const TEMPORAL = 10;
const PITCH = 8;
const SHAPE = 4;
export const FEATURES = PER_BAND * BANDS + TEMPORAL + MODULATIONS_HZ.length + PITCH + SHAPE;

export class WindowFeatures {
  /** What `compute` has found, without normalisation. */
  readonly values = new Float32Array(FEATURES);
  /** By hop, in a ring: power by band, and the pitch. */
  readonly #power = new Float64Array(WINDOW_HOPS * BANDS);
  readonly #pitch = new Float32Array(WINDOW_HOPS).fill(500);
  readonly #strength = new Float32Array(WINDOW_HOPS);
  #heard = 0;
  /** By hop, oldest first: loudness over the floor (dB), power over the floor, middle of the spectrum. */
  readonly #loudDb = new Float32Array(WINDOW_HOPS);
  readonly #energy = new Float64Array(WINDOW_HOPS);
  readonly #centre = new Float32Array(WINDOW_HOPS);
  readonly #sorted = new Float32Array(WINDOW_HOPS);
  #longestHops = 0;
  readonly #floor = new Float64Array(BANDS);
  readonly #bandEnergy = new Float64Array(BANDS);
  readonly #excess = new Float32Array(WINDOW_HOPS * BANDS);
  readonly #waves = MODULATIONS_HZ.map((hz) => {
    const angles = Float64Array.from(
      { length: WINDOW_HOPS },
      (_, hop) => (2 * Math.PI * hz * hop) / HOPS_PER_S,
    );
    return { cos: angles.map(Math.cos), sin: angles.map(Math.sin) };
  });

  /** Forgets the sound: what was before counts as silence. */
  reset(): void {
    this.#power.fill(0);
    this.#strength.fill(0);
    this.#pitch.fill(500);
  }

  hear(hop: Hop): void {
    const slot = this.#heard++ % WINDOW_HOPS;
    for (let band = 0; band < BANDS; band++)
      this.#power[slot * BANDS + band] = 10 ** (hop.bandsDb[band]! / 10);
    this.#pitch[slot] = hop.pitchHz;
    this.#strength[slot] = hop.pitchStrength;
  }

  /** @param floorDb by band */
  compute(floorDb: Float32Array): void {
    this.#subtract(floorDb);
    let at = this.#bands();
    at = this.#time(at);
    at = this.#modulation(at);
    at = this.#pitches(at);
    this.#shape(at);
  }

  /** Power and excess over the floor by hop and band. */
  #subtract(floorDb: Float32Array): void {
    let floorSum = 0;
    for (let band = 0; band < BANDS; band++) {
      this.#floor[band] = NOISE_OVER_FLOOR * 10 ** (floorDb[band]! / 10);
      floorSum += this.#floor[band]!;
    }
    this.#bandEnergy.fill(0);
    for (let hop = 0; hop < WINDOW_HOPS; hop++) {
      const slot = ((this.#heard + hop) % WINDOW_HOPS) * BANDS;
      let energy = 0;
      let moment = 0;
      for (let band = 0; band < BANDS; band++) {
        const power = this.#power[slot + band]!;
        const over = Math.max(0, power - this.#floor[band]!);
        this.#bandEnergy[band]! += over;
        energy += over;
        moment += over * band;
        this.#excess[hop * BANDS + band] =
          over > 0 ? Math.min(MOST_DB, 10 * Math.log10(power / this.#floor[band]!)) : 0;
      }
      this.#energy[hop] = energy;
      this.#centre[hop] = energy > 0 ? moment / energy : BANDS / 2;
      this.#loudDb[hop] = Math.min(MOST_DB + 10, 10 * Math.log10(1 + energy / floorSum));
    }
  }

  #bands(): number {
    const { values } = this;
    let total = 1e-12;
    for (let band = 0; band < BANDS; band++) total += this.#bandEnergy[band]!;
    for (let band = 0; band < BANDS; band++) {
      let sum = 0;
      let squares = 0;
      let most = 0;
      let change = 0;
      let before = this.#excess[band]!;
      for (let hop = 0; hop < WINDOW_HOPS; hop++) {
        const db = this.#excess[hop * BANDS + band]!;
        sum += db;
        squares += db * db;
        if (db > most) most = db;
        change += Math.abs(db - before);
        before = db;
      }
      const mean = sum / WINDOW_HOPS;
      values[band] = Math.log10(this.#bandEnergy[band]! / total + LEAST_PART);
      values[BANDS + band] = mean;
      values[2 * BANDS + band] = Math.sqrt(Math.max(0, squares / WINDOW_HOPS - mean * mean));
      values[3 * BANDS + band] = most;
      values[4 * BANDS + band] = change / (sum + 5);
    }
    return PER_BAND * BANDS;
  }

  #time(at: number): number {
    const { values } = this;
    const loud = this.#loudDb;
    this.#sorted.set(loud);
    this.#sorted.sort();
    const top = this.#sorted[WINDOW_HOPS - 3]!; // not a single hop
    let sum = 0;
    let energy = 0;
    let energySquares = 0;
    let rises = 0;
    const within = [0, 0, 0];
    for (let hop = 0; hop < WINDOW_HOPS; hop++) {
      const db = loud[hop]!;
      sum += db;
      energy += this.#energy[hop]!;
      energySquares += this.#energy[hop]! ** 2;
      if (db > top - 5) within[0]!++;
      if (db > top - 10) within[1]!++;
      if (db > top - 20 && db > 1) within[2]!++;
      if (hop >= 2 && db > loud[hop - 2]! + 6 && db > top - 10) rises++;
    }
    values[at++] = top;
    values[at++] = sum / WINDOW_HOPS;
    values[at++] = this.#sorted[WINDOW_HOPS >> 1]!;
    values[at++] = this.#sorted[WINDOW_HOPS >> 2]!;
    values[at++] = within[0]! / WINDOW_HOPS;
    values[at++] = within[1]! / WINDOW_HOPS;
    values[at++] = within[2]! / WINDOW_HOPS;
    values[at++] = Math.sqrt(rises);
    // The part of the time in which the energy would come evenly.
    values[at++] = energySquares > 0 ? Math.log((energy * energy) / energySquares / WINDOW_HOPS) : 0;
    values[at++] = this.#longestRun(top - 10);
    return at;
  }

  #longestRun(overDb: number): number {
    let longest = 0;
    let run = 0;
    for (let hop = 0; hop < WINDOW_HOPS; hop++) {
      run = this.#loudDb[hop]! > Math.max(1, overDb) ? run + 1 : 0;
      if (run > longest) longest = run;
    }
    this.#longestHops = longest;
    return Math.sqrt(longest);
  }

  #modulation(at: number): number {
    let mean = 0;
    for (let hop = 0; hop < WINDOW_HOPS; hop++) mean += this.#loudDb[hop]! / WINDOW_HOPS;
    let deviation = 1;
    for (let hop = 0; hop < WINDOW_HOPS; hop++)
      deviation += Math.abs(this.#loudDb[hop]! - mean) / WINDOW_HOPS;
    for (const { cos, sin } of this.#waves) {
      let re = 0;
      let im = 0;
      for (let hop = 0; hop < WINDOW_HOPS; hop++) {
        re += (this.#loudDb[hop]! - mean) * cos[hop]!;
        im += (this.#loudDb[hop]! - mean) * sin[hop]!;
      }
      this.values[at++] = Math.sqrt(re * re + im * im) / WINDOW_HOPS / deviation;
    }
    return at;
  }

  #pitches(at: number): number {
    const { values } = this;
    let weights = 1e-9;
    let strengths = 0;
    let voiced = 1e-9;
    let octaves = 0;
    let octaveSquares = 0;
    let glide = 0;
    let glides = 0;
    let strongest = 0;
    let run = 0;
    let longest = 0;
    let before = NaN;
    for (let hop = 0; hop < WINDOW_HOPS; hop++) {
      const slot = (this.#heard + hop) % WINDOW_HOPS;
      const strength = this.#strength[slot]!;
      const weight = this.#loudDb[hop]!;
      const octave = Math.log2(this.#pitch[slot]! / 500);
      weights += weight;
      strengths += weight * strength;
      if (weight > 3 && strength > strongest) strongest = strength;
      if (strength < VOICED || weight < 3) {
        run = 0;
        before = NaN;
        continue;
      }
      voiced += weight;
      octaves += weight * octave;
      octaveSquares += weight * octave * octave;
      if (Math.abs(octave - before) < 0.5) {
        glide += Math.abs(octave - before);
        glides++;
        run++;
      } else run = 0;
      before = octave;
      if (run > longest) longest = run;
    }
    const mean = octaves / voiced;
    values[at++] = strengths / weights;
    values[at++] = strongest;
    values[at++] = voiced / weights;
    values[at++] = mean;
    values[at++] = Math.sqrt(Math.max(0, octaveSquares / voiced - mean * mean));
    values[at++] = glides > 0 ? glide / glides : 0;
    values[at++] = Math.sqrt(longest);
    values[at++] = Math.sqrt(glides);
    return at;
  }

  /** Where the energy lies, how that moves, and how even it is spread. */
  #shape(at: number): void {
    const { values } = this;
    let energy = 1e-12;
    let moment = 0;
    let squares = 0;
    for (let band = 0; band < BANDS; band++) {
      const one = this.#bandEnergy[band]!;
      energy += one;
      moment += one * band;
      squares += one * band * band;
    }
    let evenness = 0;
    for (let band = 0; band < BANDS; band++)
      evenness += Math.log((this.#bandEnergy[band]! / energy) * BANDS + 1e-3) / BANDS;
    const centre = moment / energy;
    let moves = 0;
    let moveWeights = 1e-9;
    for (let hop = 0; hop < WINDOW_HOPS; hop++) {
      moves += this.#loudDb[hop]! * Math.abs(this.#centre[hop]! - centre);
      moveWeights += this.#loudDb[hop]!;
    }
    values[at++] = centre / BANDS;
    values[at++] = Math.sqrt(Math.max(0, squares / energy - centre * centre)) / BANDS;
    values[at++] = evenness;
    values[at] = moves / moveWeights / BANDS;
  }

  /** How long it stayed within 10 dB of the loudest without a break, hops. Valid after `compute`. */
  get longestHops(): number {
    return this.#longestHops;
  }

  /** Loudness over the floor by hop of the last window, oldest first, dB. Valid after `compute`. */
  get loudDb(): Float32Array {
    return this.#loudDb;
  }
}
