/** Says when something moves through the picture: docs/detection.md. Pure: frames in, sightings out. */
import { rowSpans } from '#kit/polygon.ts';
import type { GreyFrame } from '../../media/media.ts';
import type { Zone } from '../../settings/zones.ts';
import type { Sighting } from '../sighting.ts';
import { Background } from './background.ts';
import { BlobFinder } from './blobs.ts';
import { CellGrid } from './cell-grid.ts';
import { Tracks, type Track, type Verdict } from './tracks.ts';

export interface MotionOptions {
  sensitivity: number;
  zones: readonly Zone[];
  minSize: number;
  minDurationMs: number;
}

/** A longer pause than this between frames: start anew, microseconds. */
const GAP_US = 3_000_000;
const FLOOD_PART = 0.5;
const FLOOD_US = 400_000;
const CLUTTER_US = 3_000_000;
const HOLD_US = 1_500_000;

export class MotionDetector {
  readonly #options: MotionOptions;
  #grid: CellGrid | null = null;
  #ground!: Background;
  #finder!: BlobFinder;
  tracks!: Tracks;
  #counts: Uint8Array | null = null;
  #zoneBits: Uint8Array | null = null;
  #lastUs = 0;
  #floodUs: number | null = null;
  #restart = true;
  trace: ((atUs: number, track: Track, verdict: Verdict) => void) | null = null;
  floods = 0;
  clutter = 0;
  #startUs = 0;

  constructor(options: MotionOptions) {
    this.#options = options;
  }

  restart(): void {
    this.#restart = true;
  }

  look(frame: GreyFrame): Sighting | null {
    if (!this.#grid?.fits(frame)) this.#prepare(frame);
    const grid = this.#grid!;
    if (!grid.isUsable || frame.pixels.length < frame.width * frame.height) return null;
    const ground = this.#ground;
    grid.reduce(frame, ground.now);
    const passedUs = frame.ptsUs - this.#lastUs;
    this.#lastUs = frame.ptsUs;
    if (this.#restart || passedUs <= 0 || passedUs > GAP_US) {
      this.#restart = false;
      this.#startUs = frame.ptsUs;
      ground.restart();
      this.tracks.forget();
      return null;
    }
    ground.compare(this.#counts);
    if (ground.changed > FLOOD_PART * grid.cells) {
      this.#floodUs ??= frame.ptsUs;
      this.floods++;
      if (frame.ptsUs - this.#floodUs < FLOOD_US) return null;
      ground.restart();
      this.tracks.forget();
      this.#floodUs = null;
      this.#startUs = frame.ptsUs;
      return null;
    }
    this.#floodUs = null;
    const minArea = Math.max(4, this.#minSize() * grid.cells);
    this.#finder.find(ground, minArea, this.#zoneBits);
    this.tracks.follow(this.#finder, frame.ptsUs, need);
    this.clutter +=
      Math.min(1, Math.max(passedUs / CLUTTER_US, 1 / ground.frames)) *
      (thirdLargest(this.#finder) - this.clutter);
    let best: Track | null = null;
    for (const track of this.tracks.all) {
      if (!track.alive || track.seenUs !== frame.ptsUs) continue;
      const verdict = this.#judge(track);
      this.trace?.(frame.ptsUs, track, verdict);
      if (verdict === 'moves') track.alarmed = true;
      if (track.alarmed && frame.ptsUs - track.movedUs < HOLD_US && (!best || track.area > best.area))
        best = track;
    }
    ground.learn(passedUs / 1e6);
    return best && this.#sighting(best, frame.ptsUs);
  }

  #minSize(): number {
    const { minSize, sensitivity } = this.#options;
    return minSize > 0 ? minSize : 0.0006 * 1.6 ** (5 - sensitivity);
  }

  #judge(track: Track): Verdict {
    const ageUs = track.seenUs - track.bornUs;
    let hits = track.bornAtBorder ? 3 : 7;
    if (track.contrast < 4) hits++;
    if (track.contrast < 2.5) hits += 2;
    if (track.hits < hits || ageUs < Math.max(200_000, this.#options.minDurationMs * 1000)) return 'young';
    if (this.#lastUs - this.#startUs < 2_000_000) return 'young';
    if (track.travel < need(track)) return 'stays';
    if (track.moving < 0.15) return 'stays';
    if (track.area < 2 * this.clutter) return 'clutter';
    if (track.novelty < 0.35) return 'light';
    if (track.sharpness < 0.3) return 'blurred';
    if (track.stride > 0.9 || (track.stride > 0.5 && (track.sharpness < 0.75 || track.area < 25)))
      return 'flits';
    if (track.travel < 0.5 * track.path) return 'wavers';
    if (track.elongation > 7) return 'thin';
    return 'moves';
  }

  #sighting(track: Track, atUs: number): Sighting {
    return {
      kind: 'motion',
      label: 'motion',
      atUs,
      sinceUs: track.bornUs,
      score: Math.min(1, track.area / 1000),
      zones: [],
    };
  }

  #prepare({ width, height }: GreyFrame): void {
    const grid = new CellGrid(width, height);
    this.#grid = grid;
    this.#restart = true;
    if (!grid.isUsable) return;
    this.#ground = new Background(grid.width, grid.height, 4 * (14 - 1.3 * this.#options.sensitivity));
    this.#finder = new BlobFinder(grid.cells);
    this.tracks = new Tracks(grid.width, grid.height);
    void rowSpans;
  }
}

const need = (track: Track): number => Math.max(2.5, 0.2 * track.size) * (track.busy > 0.3 ? 2 : 1);

function thirdLargest({ blobs, count }: BlobFinder): number {
  return count < 3 ? 0 : blobs[2]!.area; // largest first
}
