/** Recordings as a device would meet them, to judge a detector by events. */
import { RATE_HZ } from '../../firmware/detect/sound/spectrum.ts';
import type { SeededRandom } from '../../firmware/detect/sound/testing/seeded-random.ts';
import { mix, synthesise } from '../../firmware/detect/sound/testing/synthetic-sounds.ts';
import { NUISANCES, type Clip } from './clips.ts';

/**
 * alone: the clip and nothing before it, as in a file. room: after 5 s of a quiet room. mix: in rain, a clock or a
 * fire that was there before.
 */
export const SETTINGS = ['alone', 'room', 'mix'] as const;
export type Setting = (typeof SETTINGS)[number];

export interface Scene {
  setting: Setting;
  clip: Clip;
  samples: Int16Array;
  /** Where the clip begins, s. */
  fromS: number;
}

const BEFORE_S = 5;
const ROOM_DB = -55;
/** Level of the clip over what is behind it, both as RMS over the whole clip, dB. */
const MIX_DB = [0, 5, 10];

type Wave = Float32Array;

function rms(wave: Wave): number {
  let sum = 1e-12;
  for (const value of wave) sum += value * value;
  return Math.sqrt(sum / wave.length);
}

function again(wave: Wave, length: number, gain: number): Wave {
  const out = new Float32Array(length);
  for (let i = 0; i < length; i++) out[i] = wave[i % wave.length]! * gain;
  return out;
}

/** @param others clips of the same fold, for what is behind */
export function scenesOf(clip: Clip, others: readonly Clip[], random: SeededRandom): Scene[] {
  const seconds = BEFORE_S + clip.wave.length / RATE_HZ;
  const room = synthesise('room', { seed: random.below(2 ** 31), seconds, levelDb: ROOM_DB });
  const placed = { wave: clip.wave, at: BEFORE_S };
  const scenes: Scene[] = [
    { setting: 'alone', clip, samples: mix(clip.wave.length / RATE_HZ, [{ wave: clip.wave }]), fromS: 0 },
    { setting: 'room', clip, samples: mix(seconds, [{ wave: room }, placed]), fromS: BEFORE_S },
  ];
  for (const kind of NUISANCES) {
    if (kind === clip.kind) continue;
    const behind = random.pick(others.filter((other) => other.kind === kind));
    const gain = rms(clip.wave) / rms(behind.wave) / 10 ** (random.pick(MIX_DB) / 20);
    const background = again(behind.wave, Math.round(seconds * RATE_HZ), gain);
    scenes.push({
      setting: 'mix',
      clip,
      samples: mix(seconds, [{ wave: background }, placed]),
      fromS: BEFORE_S,
    });
  }
  return scenes;
}
