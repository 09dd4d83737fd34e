/** Every detector there is, made as asked for. */
import type { Zone } from '../settings/zones.ts';
import type { GreyFrame, PcmBlock } from '../media/media.ts';
import type { Sighting } from './sighting.ts';
import { SoundDetector } from './sound/sound-detector.ts';

export interface DetectorOptions {
  /** 1 to 10. */
  sensitivity: number;
  zones: readonly Zone[];
}

/** Looks at grey pictures, one after the other. */
export interface Looking {
  look(frame: GreyFrame): Sighting | null;
}

/** Hears sound of 16 kHz, block after block. */
export interface Hearing {
  hear(block: PcmBlock): Sighting | null;
}

const MIN_SOUND_MS = 200;

const LOOKING: ((options: DetectorOptions) => Looking)[] = [];

const HEARING: ((options: DetectorOptions) => Hearing)[] = [
  ({ sensitivity }) => new SoundDetector({ sensitivity, minDurationMs: MIN_SOUND_MS }),
];

export interface Detectors {
  looking: Looking[];
  hearing: Hearing[];
}

/** @returns one of each, for one camera or one recording */
export function makeDetectors(options: DetectorOptions): Detectors {
  return {
    looking: LOOKING.map((make) => make(options)),
    hearing: HEARING.map((make) => make(options)),
  };
}
