/** One thing that is new in the picture, followed from frame to frame. */
import type { Blob } from './blobs.ts';
import { neededTravel } from './verdict.ts';
import { MAX_MOTION_ZONES } from './zone-cells.ts';

/** The averages of a track go over so many pictures. */
const AVERAGE_OVER = 4;
/** The length of a path is forgotten with this time constant, seconds. */
const PATH_S = 4;
/** Strides are told for this rate of frames, per second. */
const STRIDE_FPS = 8;
/** With less of its cells changing, its outline may shift, but it does not go on. */
const MIN_MOVING = 0.15;
/** A border that moves outwards counts for so much of a way: who comes nearer grows on all sides. */
const GROWTH = 0.6;

export class Track {
  isAlive = false;
  /** It was judged to move: it is told as long as it goes on. */
  isTold = false;
  bornUs = 0;
  seenUs = 0;
  /** When it last had gone on by as much as counts; -Infinity: never. */
  movedUs = -Infinity;
  hits = 0;
  /** For how long it was seen, without the gaps, microseconds. */
  seenForUs = 0;
  wasBornAtBorder = false;
  isAtBorder = false;

  // As last seen, cells; see Blob.
  left = 0;
  top = 0;
  right = 0;
  bottom = 0;
  x = 0;
  y = 0;
  area = 0;
  contrast = 0;
  readonly inZone = new Uint32Array(MAX_MOTION_ZONES);

  // Averages over the last pictures; see Blob.
  novelty = 0;
  sharpness = 0;
  moving = 0;
  busy = 0;
  elongation = 0;
  /** Cells per second. */
  speedX = 0;
  speedY = 0;
  /** Length of a step in parts of its size, at STRIDE_FPS. */
  stride = 0;

  /** Sum of its steps of the last seconds, cells. */
  path = 0;
  /** How far it has gone from where it was born, cells. */
  travel = 0;
  readonly #born = new Float64Array(6);
  /** Where it was when `movedUs` was set. */
  readonly #anchor = new Float64Array(6);

  /** Square root of its box, cells. */
  get size(): number {
    return Math.sqrt((this.right - this.left + 1) * (this.bottom - this.top + 1));
  }

  begin(blob: Blob, atUs: number, isAtBorder: boolean): void {
    this.isAlive = true;
    this.isTold = false;
    this.bornUs = atUs;
    this.movedUs = -Infinity;
    this.hits = 0;
    this.seenForUs = 0;
    this.wasBornAtBorder = isAtBorder;
    this.speedX = this.speedY = this.stride = this.path = this.travel = 0;
    this.#see(blob, atUs, isAtBorder);
    this.#mark(this.#born);
    this.#mark(this.#anchor);
  }

  /** @param passedUs since the last frame, whether it was seen in that or not */
  goOn(blob: Blob, atUs: number, passedUs: number, isAtBorder: boolean): void {
    this.seenForUs += passedUs;
    const seconds = (atUs - this.seenUs) / 1e6;
    const dx = blob.x - this.x;
    const dy = blob.y - this.y;
    const step = Math.hypot(dx, dy);
    const part = this.#see(blob, atUs, isAtBorder);
    this.speedX += part * (dx / seconds - this.speedX);
    this.speedY += part * (dy / seconds - this.speedY);
    this.stride += part * (step / this.size / (seconds * STRIDE_FPS) - this.stride);
    this.path += step - Math.min(1, seconds / PATH_S) * this.path;
    this.travel = this.#from(this.#born);
    if (this.#from(this.#anchor) < neededTravel(this)) return;
    if (blob.moving > MIN_MOVING) this.movedUs = atUs;
    this.#mark(this.#anchor);
  }

  /** @returns the weight of this picture in the averages */
  #see(blob: Blob, atUs: number, isAtBorder: boolean): number {
    this.seenUs = atUs;
    this.isAtBorder = isAtBorder;
    this.left = blob.left;
    this.top = blob.top;
    this.right = blob.right;
    this.bottom = blob.bottom;
    this.x = blob.x;
    this.y = blob.y;
    this.area = blob.area;
    this.contrast = blob.contrast;
    this.inZone.set(blob.inZone);
    const part = 1 / Math.min(AVERAGE_OVER, ++this.hits);
    this.novelty += part * (blob.novelty - this.novelty);
    this.sharpness += part * (blob.sharpness - this.sharpness);
    this.moving += part * (blob.moving - this.moving);
    this.busy += part * (blob.busy - this.busy);
    this.elongation += part * (blob.elongation - this.elongation);
    return part;
  }

  #mark(place: Float64Array): void {
    place[0] = this.left;
    place[1] = this.top;
    place[2] = this.right;
    place[3] = this.bottom;
    place[4] = this.x;
    place[5] = this.y;
  }

  /** How far it is from a place: its middle, or its borders if it has grown. */
  #from(place: Float64Array): number {
    const outwards = Math.max(
      place[0]! - this.left,
      place[1]! - this.top,
      this.right - place[2]!,
      this.bottom - place[3]!,
    );
    return Math.max(Math.hypot(this.x - place[4]!, this.y - place[5]!), GROWTH * outwards);
  }
}
