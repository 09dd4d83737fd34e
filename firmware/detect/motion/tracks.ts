/** Tells which of what is new in a picture is what was followed before. */
import type { Blob, BlobFinder } from './blobs.ts';
import { MAX_BLOBS } from './blobs.ts';
import { Track } from './track.ts';

const MAX_TRACKS = 24;
/** A track that was not seen for so long is over, microseconds. */
const LOST_US = 600_000;
/** How far beside its place of the last picture something may be, cells and parts of its size. */
const REACH_CELLS = 3;
const REACH_SIZE = 0.6;
export class Tracks {
  readonly all: readonly Track[] = Array.from({ length: MAX_TRACKS }, () => new Track());
  readonly #taken = new Uint8Array(MAX_BLOBS);
  readonly #width: number;
  readonly #height: number;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
  }

  get areAlive(): boolean {
    return this.all.some(({ isAlive }) => isAlive);
  }

  forget(): void {
    for (const track of this.all) track.isAlive = false;
  }

  /** Gives each track the blobs that lie where it must be now; what is left over begins a track. */
  follow({ blobs, count }: BlobFinder, atUs: number, passedUs: number): void {
    const taken = this.#taken.fill(0);
    for (const track of this.all) {
      if (!track.isAlive) continue;
      const n = this.#nearest(track, blobs, count, (atUs - track.seenUs) / 1e6);
      if (n >= 0) {
        taken[n] = 1;
        track.goOn(blobs[n]!, atUs, passedUs, this.#atBorder(blobs[n]!));
      } else if (atUs - track.seenUs > LOST_US) track.isAlive = false;
    }
    for (let n = 0; n < count; n++) {
      if (taken[n]) continue;
      const free = this.all.find(({ isAlive }) => !isAlive);
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
