/** Shows scenes to a detector as the device does: small frames, at its rate; and scores by event. */
import type { GreyFrame } from '../../media/media.ts';
import type { Sighting } from '../sighting.ts';
import type { Scene, TrueEvent } from './scenes.ts';

interface Detector {
  look(frame: GreyFrame): Sighting | null;
}

/** Half of the width and of the height, by means. */
export function halved(pixels: Uint8Array, width: number, height: number): Buffer {
  const out = Buffer.alloc((width * height) >> 2);
  for (let y = 0; y < height >> 1; y++)
    for (let x = 0; x < width >> 1; x++) {
      const i = 2 * y * width + 2 * x;
      out[y * (width >> 1) + x] =
        (pixels[i]! + pixels[i + 1]! + pixels[i + width]! + pixels[i + width + 1]! + 2) >> 2;
    }
  return out;
}

/**
 * Frames of a scene, 320x180.
 * @param every 2 of 15 frames per second are 7.5
 */
export function* framesOf(scene: Scene, every = 2): Generator<GreyFrame> {
  for (let index = 0; index < scene.frames; index += every)
    yield {
      width: scene.width >> 1,
      height: scene.height >> 1,
      ptsUs: Math.round((index / scene.fps) * 1e6),
      pixels: halved(scene.frame(index), scene.width, scene.height),
    };
}

export function sightingsOf(detector: Detector, frames: Iterable<GreyFrame>): Sighting[] {
  const sightings: Sighting[] = [];
  for (const frame of frames) {
    const sighting = detector.look(frame);
    if (sighting) sightings.push(sighting);
  }
  return sightings;
}

export interface Alarm {
  startS: number;
  endS: number;
}

/** Sightings with less than this between them are one alarm, seconds. */
const QUIET_S = 2;

export function alarmsOf(sightings: readonly Sighting[]): Alarm[] {
  const alarms: Alarm[] = [];
  for (const { atUs } of sightings) {
    const atS = atUs / 1e6;
    const last = alarms.at(-1);
    if (last && atS - last.endS < QUIET_S) last.endS = atS;
    else alarms.push({ startS: atS, endS: atS });
  }
  return alarms;
}

/** An alarm belongs to an event that it overlaps, with so much before and after, seconds. */
const BEFORE_S = 0.5;
const AFTER_S = 2;

export interface Score {
  found: number;
  missed: number;
  false: number;
  /** From the entry of what was found to its alarm, seconds. */
  delaysS: number[];
}

export function scoreOf(alarms: readonly Alarm[], events: readonly TrueEvent[]): Score {
  const belongs = (alarm: Alarm, event: TrueEvent) =>
    alarm.endS >= event.startS - BEFORE_S && alarm.startS <= event.endS + AFTER_S;
  const score: Score = { found: 0, missed: 0, false: 0, delaysS: [] };
  for (const event of events) {
    const alarm = alarms.find((candidate) => belongs(candidate, event));
    if (!alarm) score.missed++;
    else {
      score.found++;
      // An alarm that has gone on since before the event was there at once, not earlier.
      score.delaysS.push(Math.max(alarm.startS - event.startS, -BEFORE_S));
    }
  }
  score.false = alarms.filter((alarm) => !events.some((event) => belongs(alarm, event))).length;
  return score;
}
