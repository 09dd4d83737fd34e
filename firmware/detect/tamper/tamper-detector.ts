/** Says when someone has covered, smeared or turned the camera (docs/detection.md). Pure. */
import type { GreyFrame } from '../../media/media.ts';
import type { Label, Sighting } from '../sighting.ts';
import { BLOCKS, Structure, type Shift } from './structure.ts';

type Suspicion = Extract<Label, 'covered' | 'defocused' | 'turned'>;

/** Frames nearer to the last one are passed over: nothing here is in a hurry, microseconds. */
const STEP_US = 390_000;
/** After a longer pause all is learnt anew. */
const MAX_GAP_US = 5_000_000;
/** The first view is learnt for so long; a view follows the picture with this time constant. */
const LEARN_US = 6_000_000;
const FOLLOW_US = 30_000_000;
/** So long it must last: a hand, a van, an umbrella are gone sooner. */
const HOLD_US = { covered: 5_000_000, defocused: 6_000_000, turned: 8_000_000 };
/** Told for so long, then known; what is turned is told so long and its new view learnt. */
const TELL_US = { covered: 30_000_000, defocused: 30_000_000, turned: 3_000_000 };

/** A block has something to recognise when its coarse edges are as strong as this (grey levels, squared). */
const TEXTURED = 12;
/** With fewer such blocks nobody can tell. */
const MIN_TEXTURED = 8;
/** Edges of a block agree no longer below this. */
const FOREIGN = 0.3;
/** Parts of the textured blocks that must say so: someone close by leaves the border of the picture free. */
const FOREIGN_PART = 0.7;
/** From so many on the view is not learnt any more: it may be the beginning of something. */
const DOUBTFUL_PART = 0.4;
const SOFT_PART = 0.8;
/** A mount that gives in the wind or sags moves the view by so many samples, each way; no one turns it so little. */
const MOST_SHIFT = 4;
const STRAIGHT: Shift = { x: 0, y: 0 };
/** Nearer ones first. */
const SHIFTS: readonly Shift[] = shiftsWithin(MOST_SHIFT);
/** While it is looked for, one of so many rows is enough. */
const SEARCH_ROWS = 3;
/** Covered: so little is left of the coarse edges. */
const BARE = 0.15;
/** Defocused: fine edges beside coarse ones have become so much weaker. */
const SOFT = 0.4;
/** Below this a picture is black, mean grey: it may be the night. */
const BLACK = 14;

export class TamperDetector {
  #structure: Structure | null = null;
  #view = new Float32Array(0);
  readonly #viewCoarse = new Float64Array(BLOCKS);
  readonly #viewFine = new Float64Array(BLOCKS);
  readonly #agreement = new Float64Array(BLOCKS);
  #shift: Shift = STRAIGHT;
  #startUs = 0;
  #lastUs = 0;
  #isFresh = true;
  #suspicion: Suspicion | null = null;
  #sinceUs = 0;
  #isDoubtful = false;

  /** Learns the view anew: the camera has started, or its infrared light was switched. */
  restart(): void {
    this.#isFresh = true;
  }

  /**
   * Frames of any size, in order.
   * @returns what is wrong with the view, from when that is sure; for "turned" 3 s, for the others 30 s at most
   */
  look(frame: GreyFrame): Sighting | null {
    if (frame.pixels.length < frame.width * frame.height) return null;
    const passedUs = frame.ptsUs - this.#lastUs;
    if (!this.#isFresh && passedUs >= 0 && passedUs < STEP_US) return this.#sighting(frame.ptsUs);
    this.#lastUs = frame.ptsUs;
    if (this.#structure?.width !== frame.width || this.#structure.height !== frame.height) {
      this.#structure = new Structure(frame.width, frame.height);
      this.#view = new Float32Array(this.#structure.edges.length);
      this.#isFresh = true;
    }
    const structure = this.#structure;
    if (!structure.isUsable) return null;
    if (this.#isFresh || passedUs < 0 || passedUs > MAX_GAP_US) this.#begin(frame.ptsUs);
    structure.add(frame);
    const ageUs = frame.ptsUs - this.#startUs;
    if (ageUs < LEARN_US) {
      // A plain mean: who walks through meanwhile is no part of the view.
      this.#learn(STEP_US / (ageUs + STEP_US));
      return null;
    }
    this.#suspect(this.#judge(), frame.ptsUs);
    if (this.#suspicion === null && !this.#isDoubtful) this.#learn(passedUs / FOLLOW_US);
    return this.#sighting(frame.ptsUs);
  }

  #begin(atUs: number): void {
    this.#isFresh = false;
    this.#startUs = atUs;
    this.#suspicion = null;
    this.#shift = STRAIGHT;
    this.#structure!.forget();
    this.#view.fill(0);
    this.#viewCoarse.fill(0);
    this.#viewFine.fill(0);
  }

  #learn(part: number): void {
    const { edges, coarse, fine } = this.#structure!;
    for (let n = 0; n < edges.length; n++) this.#view[n]! += part * (edges[n]! - this.#view[n]!);
    for (let block = 0; block < BLOCKS; block++) {
      this.#viewCoarse[block]! += part * (coarse[block]! - this.#viewCoarse[block]!);
      this.#viewFine[block]! += part * (fine[block]! - this.#viewFine[block]!);
    }
  }

  #judge(): Suspicion | null {
    const { coarse, fine, luma } = this.#structure!;
    this.#isDoubtful = luma < BLACK;
    if (this.#isDoubtful) return null; // the light is out, and night vision comes next: nobody can tell
    this.#find();
    let textured = 0;
    let foreign = 0;
    let bare = 0;
    let soft = 0;
    for (let block = 0; block < BLOCKS; block++) {
      const was = this.#viewCoarse[block]!;
      if (was < TEXTURED) continue;
      textured++;
      if (this.#agreement[block]! < FOREIGN) foreign++;
      if (coarse[block]! < BARE * was) bare++;
      const softness = fine[block]! * was < SOFT * this.#viewFine[block]! * coarse[block]!;
      if (softness && this.#agreement[block]! >= FOREIGN) soft++;
    }
    if (textured < MIN_TEXTURED) return null;
    this.#isDoubtful = foreign >= DOUBTFUL_PART * textured;
    if (foreign >= FOREIGN_PART * textured) return bare >= FOREIGN_PART * textured ? 'covered' : 'turned';
    return soft >= SOFT_PART * textured ? 'defocused' : null;
  }

  /** Compares with the view, moved by a little when it does not agree as it is. */
  #find(): void {
    const structure = this.#structure!;
    structure.agree(this.#view, this.#shift, 1, this.#agreement);
    if (this.#foreignPart() < DOUBTFUL_PART) return;
    let least = 1;
    for (const shift of SHIFTS) {
      structure.agree(this.#view, shift, SEARCH_ROWS, this.#agreement);
      const part = this.#foreignPart();
      if (part < least) [least, this.#shift] = [part, shift];
      if (part < DOUBTFUL_PART) break;
    }
    structure.agree(this.#view, this.#shift, 1, this.#agreement);
  }

  /** Of the blocks that have something to recognise. */
  #foreignPart(): number {
    let textured = 0;
    let foreign = 0;
    for (let block = 0; block < BLOCKS; block++) {
      if (this.#viewCoarse[block]! < TEXTURED) continue;
      textured++;
      if (this.#agreement[block]! < FOREIGN) foreign++;
    }
    return foreign / Math.max(1, textured);
  }

  #suspect(suspicion: Suspicion | null, atUs: number): void {
    const isOver = this.#suspicion === 'turned' && atUs - this.#sinceUs > HOLD_US.turned + TELL_US.turned;
    if (isOver) return this.#begin(atUs);
    if (suspicion === this.#suspicion) return;
    this.#suspicion = suspicion;
    this.#sinceUs = atUs;
  }

  #sighting(atUs: number): Sighting | null {
    const label = this.#suspicion;
    if (label === null) return null;
    const lastsUs = atUs - this.#sinceUs;
    if (lastsUs < HOLD_US[label] || lastsUs > HOLD_US[label] + TELL_US[label]) return null;
    return { kind: 'tamper', label, atUs, sinceUs: this.#sinceUs, score: 1, zones: [] };
  }
}

function shiftsWithin(most: number): Shift[] {
  const shifts: Shift[] = [];
  for (let y = -most; y <= most; y++) for (let x = -most; x <= most; x++) shifts.push({ x, y });
  return shifts.sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y));
}
