/** Says when something moves through the picture (docs/detection.md). Pure: frames in, sightings out. */
import type { GreyFrame } from '../../media/media.ts';
import type { Zone } from '../../settings/zones.ts';
import type { Sighting } from '../sighting.ts';
import { Background } from './background.ts';
import { BlobFinder } from './blobs.ts';
import { CellGrid, UNITS_PER_LEVEL } from './cell-grid.ts';
import type { Track } from './track.ts';
import { Tracks } from './tracks.ts';
import { judge, type Verdict } from './verdict.ts';
import { ZoneCells } from './zone-cells.ts';

export interface MotionOptions {
  /** 1 (only what is large and clear) to 10. */
  readonly sensitivity: number;
  readonly zones: readonly Zone[];
  /** What is smaller does not count, part of the picture, 0 to 1; 0: by sensitivity. */
  readonly minSize: number;
  /** What is there for a shorter time does not count. */
  readonly minDurationMs: number;
}

/** After a longer pause nothing is known any more, microseconds. */
const MAX_GAP_US = 3_000_000;
/** More than this part of the picture is new: another light, another place... */
const FLOOD_PART = 0.5;
/** So much contrast lost from one picture to the next: the light is out, or the filter moves. */
const LEAST_GAIN = 0.25;
/** ...and it is learnt anew when it has lasted so long, microseconds. */
const FLOOD_US = 400_000;
/** Nothing is told until the first background is worth something, microseconds. */
const WARM_UP_US = 2_000_000;
/** ...and for longer when the picture has changed as a whole: exposure is still moving then. */
const NEW_VIEW_US = 4_000_000;
/** Someone who has stopped is told for so long still, microseconds. */
const STILL_US = 1_500_000;
/** Time constant of what there is plenty of, microseconds. */
const CLUTTER_US = 3_000_000;
/** While nothing is new, frames nearer to the last one are passed over, microseconds: half of 8 per second. */
const REST_US = 190_000;
const MIN_AREA_CELLS = 4;

/** Smallest difference that counts, grey levels: 7.5 at sensitivity 5. */
const leastLevels = (sensitivity: number) => 12.5 - sensitivity;
/** Smallest part of the picture: 0.06 % at sensitivity 5 (a person of 1/14 of the height), 0.4 % at 1. */
const leastPart = (sensitivity: number) => 0.0006 * 1.6 ** (5 - sensitivity);

/** What is kept for frames of one size. */
interface Scale {
  grid: CellGrid;
  zones: ZoneCells;
  ground: Background;
  finder: BlobFinder;
  tracks: Tracks;
  minArea: number;
}

export class MotionDetector {
  readonly #options: MotionOptions;
  #scale: Scale | null = null;
  #isFresh = true;
  #quietUntilUs = 0;
  #lastUs = 0;
  #floodUs: number | null = null;
  /** The last picture had nothing new in it. */
  #isResting = false;
  /** Area of the third largest blob, over time: one or two large ones are no clutter. */
  #clutter = 0;

  constructor(options: MotionOptions) {
    this.#options = options;
  }

  /** Learns anew from the next frame on: the camera has started, or its infrared light was switched. */
  restart(): void {
    this.#isFresh = true;
  }

  /**
   * Frames of any size, in order; another size, time that runs backwards or a long pause start anew.
   * @returns what moves in this frame, the largest when there are several; null when nothing does
   */
  look(frame: GreyFrame): Sighting | null {
    if (frame.pixels.length < frame.width * frame.height) return null;
    if (!this.#scale?.grid.fits(frame)) this.#scale = this.#scaleFor(frame);
    if (!this.#scale) return null;
    const { grid, ground, zones, finder, tracks } = this.#scale;
    const passedUs = frame.ptsUs - this.#lastUs;
    const isSoon = passedUs >= 0 && passedUs < (this.#isResting ? REST_US : 1);
    if (isSoon && !this.#isFresh) return null;
    this.#lastUs = frame.ptsUs;
    grid.reduce(frame, ground.now);
    if (this.#isFresh || passedUs < 0 || passedUs > MAX_GAP_US) {
      this.#begin(frame.ptsUs, WARM_UP_US);
      return null;
    }
    ground.compare(zones.counting);
    if (this.#isFlooded(frame.ptsUs)) return null;
    const found = this.#follow(frame.ptsUs, passedUs);
    this.#isResting = finder.count === 0 && !tracks.areAlive;
    ground.learn(passedUs / 1e6);
    return found;
  }

  /** For who tunes it: what is thought of everything that is followed now. */
  explain(): { track: Track; verdict: Verdict }[] {
    const seen =
      this.#scale?.tracks.all.filter(({ isAlive, seenUs }) => isAlive && seenUs === this.#lastUs) ?? [];
    return seen.map((track) => ({ track, verdict: this.#judge(track) }));
  }

  #scaleFor({ width, height }: GreyFrame): Scale | null {
    this.#isFresh = true;
    const grid = new CellGrid(width, height);
    if (!grid.isUsable) return null;
    const { sensitivity, minSize, zones } = this.#options;
    return {
      grid,
      zones: new ZoneCells(zones, grid),
      ground: new Background(grid.width, grid.height, UNITS_PER_LEVEL * leastLevels(sensitivity)),
      finder: new BlobFinder(grid.cells),
      tracks: new Tracks(grid.width, grid.height),
      minArea: Math.max(MIN_AREA_CELLS, grid.cells * (minSize > 0 ? minSize : leastPart(sensitivity))),
    };
  }

  #begin(atUs: number, quietUs: number): void {
    this.#isFresh = false;
    this.#quietUntilUs = atUs + quietUs;
    this.#floodUs = null;
    this.#isResting = false;
    this.#clutter = 0;
    this.#scale!.ground.restart();
    this.#scale!.tracks.forget();
  }

  /** Most of the picture is new: that is no one who moves. */
  #isFlooded(atUs: number): boolean {
    const { ground, grid } = this.#scale!;
    if (ground.light.gain < LEAST_GAIN) {
      this.#begin(atUs, NEW_VIEW_US);
      return true;
    }
    if (ground.changed <= FLOOD_PART * grid.cells) {
      this.#floodUs = null;
      return false;
    }
    this.#floodUs ??= atUs;
    if (atUs - this.#floodUs >= FLOOD_US) this.#begin(atUs, NEW_VIEW_US);
    return true;
  }

  #follow(atUs: number, passedUs: number): Sighting | null {
    const { finder, ground, tracks, zones, minArea } = this.#scale!;
    finder.find(ground, minArea, zones.bits);
    const third = finder.count < 3 ? 0 : finder.blobs[2]!.area;
    this.#clutter +=
      Math.min(1, Math.max(passedUs / CLUTTER_US, 1 / ground.frames)) * (third - this.#clutter);
    tracks.follow(finder, atUs, passedUs);
    let best: Track | null = null;
    for (const track of tracks.all) {
      if (!track.isAlive || track.seenUs !== atUs) continue;
      if (!track.isTold && this.#judge(track) === 'moves') track.isTold = true;
      const counts = track.isTold && atUs - track.movedUs < STILL_US && this.#isInside(track);
      if (counts && (!best || track.area > best.area)) best = track;
    }
    return best && this.#sighting(best, atUs);
  }

  #judge(track: Track): Verdict {
    if (this.#lastUs < this.#quietUntilUs) return 'young';
    return judge(track, this.#clutter, this.#options.minDurationMs * 1000);
  }

  #isInside(track: Track): boolean {
    const { zones, minArea } = this.#scale!;
    return zones.bits === null || zones.names.some((_, n) => track.inZone[n]! >= minArea);
  }

  #sighting(track: Track, atUs: number): Sighting {
    const { zones, minArea, grid } = this.#scale!;
    const near = 1 - Math.exp(-track.area / (0.03 * grid.cells));
    const clear = 1 - Math.exp(-track.contrast / 8);
    return {
      kind: 'motion',
      label: 'motion',
      atUs,
      sinceUs: track.bornUs,
      // Large, clear and whole: that is the picture people want to see.
      score: near * clear * (track.isAtBorder ? 0.7 : 1),
      zones: zones.names.filter((_, n) => track.inZone[n]! >= minArea),
    };
  }
}
