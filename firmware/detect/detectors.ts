/** Every detector there is: as a household has set it, or as asked for a recording. */
import type { GreyFrame, PcmBlock } from '../media/media.ts';
import type { SettingsStore } from '../settings/store.ts';
import { parseZones, type Zone } from '../settings/zones.ts';
import { MotionDetector } from './motion/motion-detector.ts';
import type { Sighting } from './sighting.ts';
import { SHORTEST_SOUND_MS, SoundDetector } from './sound/sound-detector.ts';
import { TamperDetector } from './tamper/tamper-detector.ts';

/** Looks at grey pictures, one after the other. */
export interface Looking {
  look(frame: GreyFrame): Sighting | null;
}

/** Hears sound of 16 kHz, block after block. */
export interface Hearing {
  hear(block: PcmBlock): Sighting | null;
}

export interface DetectorOptions {
  /** 1 to 10. */
  sensitivity: number;
  zones: readonly Zone[];
}

/** @returns one of each, for one recording */
export function makeDetectors({ sensitivity, zones }: DetectorOptions): {
  looking: Looking[];
  hearing: Hearing[];
} {
  return {
    looking: [new MotionDetector({ sensitivity, zones, minSize: 0, minDurationMs: 0 }), new TamperDetector()],
    hearing: [new SoundDetector({ sensitivity, minDurationMs: SHORTEST_SOUND_MS })],
  };
}

/** Makes one as the settings have it now. */
export interface DetectorMakers {
  motion(settings: SettingsStore): Looking;
  tamper(settings: SettingsStore): Looking;
  sound(settings: SettingsStore): Hearing;
}

export const DETECTORS_OF_SETTINGS: DetectorMakers = {
  motion: (settings) =>
    new MotionDetector({
      sensitivity: settings.get('motion.sensitivity'),
      zones: parseZones(settings.get('zones.list')),
      minSize: settings.get('motion.minSizePercent') / 100,
      minDurationMs: settings.get('motion.minSeconds') * 1000,
    }),
  tamper: () => new TamperDetector(),
  sound: (settings) =>
    new SoundDetector({
      sensitivity: settings.get('sound.sensitivity'),
      minDurationMs: Math.max(SHORTEST_SOUND_MS, settings.get('sound.minSeconds') * 1000),
      kinds: settings.get('sound.kinds').split(',') as ('dog' | 'baby' | 'loud')[],
    }),
};
