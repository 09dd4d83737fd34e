/** Follows what is new from picture to picture, and judges whether it is something that moves through the scene. */
import type { Blob, BlobFinder } from './blobs.ts';
import { MAX_BLOBS } from './blobs.ts';

const MAX_TRACKS = 24;
/** A track that was not seen for so long is over, microseconds. */
const LOST_US = 600_000;
/** How far beside its place of the last picture something may be, cells and parts of its size. */
const REACH_CELLS = 3;
const REACH_SIZE = 0.6;
/** Time constant of the averages of a track, pictures. */
const AVERAGE_OVER = 4;
/** The length of a path is forgotten with this time constant, seconds. */
const PATH_S = 4;

/**
 * young: seen too few times. busy: it goes to and fro here anyway. light: only brighter or darker than it was.
 * blurred: no edge, close to the lens. stays: has not moved from where it came up. flits: faster than anything
 * on the ground. moves: this is what people want to know of.
 */
export type Verdict =
  'young' | 'stays' | 'light' | 'blurred' | 'flits' | 'popped-up' | 'wavers' | 'thin' | 'clutter' | 'moves';

export class Track {
  alive = false;
  bornUs = 0;
  seenUs = 0;
  /** When it last had gone on by as much as counts. */
  movedUs = 0;
  hits = 0;
  /** Of the last picture it was seen in, cells. */
  left = 0;
  top = 0;
  right = 0;
  bottom = 0;
  x = 0;
  y = 0;
  area = 0;
  contrast = 0;
  readonly inZone = new Uint32Array(8);
  /** Cells per second. */
  speedX = 0;
  speedY = 0;
  /** The largest it has been. */
  largest = 0;
  bornArea = 0;
  bornAtBorder = false;
  atBorder = false;
  novelty = 0;
  sharpness = 0;
  moving = 0;
  busy = 0;
  elongation = 0;
  /** Sum of its steps, cells. */
  path = 0;
  /** Mean step in parts of its size. */
  stride = 0;
  /** How far it has gone from where it was born, cells. */
  travel = 0;
  alarmed = false;
  readonly #born = new Float64Array(6);
  readonly #anchor = new Float64Array(6);

  get size(): number {
    return Math.sqrt((this.right - this.left + 1) * (this.bottom - this.top + 1));
  }

  begin(blob: Blob, atUs: number, atBorder: boolean): void {
    this.elongation = blob.elongation;
    Object.assign(this, {
      alive: true,
      bornUs: atUs,
      seenUs: atUs,
      movedUs: -Infinity,
      hits: 1,
      speedX: 0,
      speedY: 0,
      path: 0,
      stride: 0,
      travel: 0,
      alarmed: false,
      bornArea: blob.area,
      largest: blob.area,
      bornAtBorder: atBorder,
      atBorder,
      novelty: blob.novelty,
      sharpness: blob.sharpness,
      moving: blob.moving,
      busy: blob.busy,
    });
    this.#take(blob);
    this.#mark(this.#born);
    this.#mark(this.#anchor);
  }

  /** @param need how far it has to go for that to count, cells */
  goOn(blob: Blob, atUs: number, atBorder: boolean, need: (track: Track) => number): void {
    const seconds = (atUs - this.seenUs) / 1e6;
    const [x, y] = [this.x, this.y];
    this.#take(blob);
    this.hits++;
    this.seenUs = atUs;
    this.atBorder = atBorder;
    const step = Math.hypot(this.x - x, this.y - y);
    this.path += step - (this.path * seconds) / PATH_S;
    const part = 1 / Math.min(AVERAGE_OVER, this.hits);
    this.speedX += part * ((this.x - x) / seconds - this.speedX);
    this.speedY += part * ((this.y - y) / seconds - this.speedY);
    this.stride += part * (step / this.size / (seconds * 8) - this.stride);
    this.novelty += part * (blob.novelty - this.novelty);
    this.sharpness += part * (blob.sharpness - this.sharpness);
    this.moving += part * (blob.moving - this.moving);
    this.busy += part * (blob.busy - this.busy);
    this.elongation += part * (blob.elongation - this.elongation);
    this.largest = Math.max(this.largest, this.area);
    this.travel = this.#from(this.#born);
    if (this.#from(this.#anchor) >= need(this)) {
      if (blob.moving > 0.15) this.movedUs = atUs;
      this.#mark(this.#anchor);
    }
  }

  #take(blob: Blob): void {
    this.left = blob.left;
    this.top = blob.top;
    this.right = blob.right;
    this.bottom = blob.bottom;
    this.x = blob.x;
    this.y = blob.y;
    this.area = blob.area;
    this.contrast = blob.contrast;
    this.inZone.set(blob.inZone);
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
    return Math.max(Math.hypot(this.x - place[4]!, this.y - place[5]!), 0.6 * outwards);
  }
}

export class Tracks {
  readonly all: readonly Track[] = Array.from({ length: MAX_TRACKS }, () => new Track());
  readonly #taken = new Uint8Array(MAX_BLOBS);
  readonly #width: number;
  readonly #height: number;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  forget(): void {
    for (const track of this.all) track.alive = false;
  }

  /** Gives each track the blobs that lie where it must be now; what is left over begins a track. */
  follow({ blobs, count }: BlobFinder, atUs: number, need: (track: Track) => number): void {
    const taken = this.#taken.fill(0);
    for (const track of this.all) {
      if (!track.alive) continue;
      const n = this.#nearest(track, blobs, count, (atUs - track.seenUs) / 1e6);
      if (n >= 0) {
        taken[n] = 1;
        track.goOn(blobs[n]!, atUs, this.#atBorder(blobs[n]!), need);
      } else if (atUs - track.seenUs > LOST_US) track.alive = false;
    }
    for (let n = 0; n < count; n++) {
      if (taken[n]) continue;
      const free = this.all.find(({ alive }) => !alive);
      free?.begin(blobs[n]!, atUs, this.#atBorder(blobs[n]!));
    }
  }

  /** @returns the place of the largest free blob that overlaps where the track must be now, else of the nearest, or -1 */
  #nearest(track: Track, blobs: readonly Blob[], count: number, seconds: number): number {
    const [dx, dy] = [track.speedX * seconds, track.speedY * seconds];
    const reach =
      REACH_CELLS + REACH_SIZE * track.size * Math.max(1, seconds * 8) * Math.min(1, 3 * track.moving);
    let best = -1;
    let least = reach;
    for (let n = 0; n < count; n++) {
      if (this.#taken[n]) continue;
      const blob = blobs[n]!;
      const apartX = Math.max(0, blob.left - track.right - dx, track.left + dx - blob.right);
      const apartY = Math.max(0, blob.top - track.bottom - dy, track.top + dy - blob.bottom);
      const apart =
        Math.hypot(apartX, apartY) + 0.2 * Math.hypot(blob.x - track.x - dx, blob.y - track.y - dy);
      if (apart < least) [best, least] = [n, apart];
    }
    return best;
  }

  #atBorder({ left, top, right, bottom }: Blob): boolean {
    return left <= 1 || top <= 1 || right >= this.#width - 2 || bottom >= this.#height - 2;
  }
}
