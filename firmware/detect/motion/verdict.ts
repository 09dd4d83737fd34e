/** Whether what is followed through the picture is something that people want to know of. */
import type { Track } from './track.ts';

/**
 * young: seen too few times yet. stays: has not gone anywhere. clutter: no larger than what there is plenty of
 * here (leaves, flakes). light: the same edges as before in another light. blurred: no edge at all. flits: too
 * fast for its size. wavers: to and fro. thin: a thread, a cable. moves: the one that counts.
 */
export type Verdict =
  'young' | 'stays' | 'clutter' | 'light' | 'blurred' | 'flits' | 'wavers' | 'thin' | 'moves';

/** Pictures that something must be seen in at least... */
const MIN_HITS = 3;
/** ...and for how long when it comes in over the border, microseconds. */
const AGE_US = 200_000;
/** What comes up in the middle of the picture is a leaf, a lamp or an insect more often than a person at a door. */
const AGE_INSIDE_US = 700_000;
const AGE_TINY_INSIDE_US = 1_200_000;
/** What stands out little, in floors of the threshold, must be seen so much longer. */
const FAINT = { contrast: 4, ageUs: 100_000 };
const VERY_FAINT = { contrast: 2.5, ageUs: 250_000 };
/**
 * Part of its cells that change from picture to picture, at least: people make 0.3 and more, what is left of a
 * shadow or is just going over into the background less, where much goes on anyway.
 */
const MIN_MOVING = 0.25;
const CLUTTER_SIZES = 2;
const MIN_NOVELTY = 0.35;
const MIN_SHARPNESS = 0.3;
/** Own sizes per picture at 8 per second: a runner makes 0.4, a car 0.7. */
const MAX_STRIDE = 0.9;
/** What is soft or tiny is an insect or a flake from here on. */
const MAX_SOFT_STRIDE = 0.5;
const SOFT = 0.75;
const TINY_CELLS = 40;
const MIN_STRAIGHTNESS = 0.5;
const MAX_ELONGATION = 7;

/** How far something has to go, cells: part of its size, farther where much goes on anyway. */
export function neededTravel(track: Track): number {
  return Math.max(2.5, 0.2 * track.size) * (track.busy > 0.3 ? 2 : 1);
}

/** @param clutter area of what there is plenty of, cells; @param minAgeUs what the household wants */
export function judge(track: Track, clutter: number, minAgeUs: number): Verdict {
  const isTiny = track.area < TINY_CELLS;
  let ageUs = track.wasBornAtBorder ? AGE_US : isTiny ? AGE_TINY_INSIDE_US : AGE_INSIDE_US;
  if (track.contrast < FAINT.contrast) ageUs += FAINT.ageUs;
  if (track.contrast < VERY_FAINT.contrast) ageUs += VERY_FAINT.ageUs;
  if (track.hits < MIN_HITS || track.seenForUs < ageUs || track.seenUs - track.bornUs < minAgeUs)
    return 'young';
  if (track.travel < neededTravel(track) || track.moving < MIN_MOVING * (1 + track.busy)) return 'stays';
  if (track.area < CLUTTER_SIZES * clutter) return 'clutter';
  if (track.novelty < MIN_NOVELTY) return 'light';
  if (track.sharpness < MIN_SHARPNESS) return 'blurred';
  if (track.stride > MAX_STRIDE) return 'flits';
  const isSoft = track.sharpness < SOFT || isTiny;
  if (isSoft && track.stride > MAX_SOFT_STRIDE) return 'flits';
  if (track.travel < MIN_STRAIGHTNESS * track.path) return 'wavers';
  if (track.elongation > MAX_ELONGATION) return 'thin';
  return 'moves';
}
