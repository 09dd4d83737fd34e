/** Streams for training: a background that goes on, and an event in it, as a microphone might hear them. */
import { RATE_HZ } from '../../firmware/detect/sound/spectrum.ts';
import type { SeededRandom } from '../../firmware/detect/sound/testing/seeded-random.ts';
import { loudestRms, synthesise } from '../../firmware/detect/sound/testing/synthetic-sounds.ts';
import type { Clip } from './clips.ts';

export interface Stream {
  samples: Int16Array;
  /** The event alone and all else, as they were added up; null where there is none of it. */
  event: Float32Array | null;
  background: Float32Array;
}

type Wave = Float32Array;
const STEADY = ['rain', 'fan', 'room', 'clock', 'crackle'] as const;

const gainOf = (db: number) => 10 ** (db / 20);

/** Played faster or slower, by linear interpolation. */
function stretched(wave: Wave, factor: number): Wave {
  const out = new Float32Array(Math.floor((wave.length - 1) / factor));
  for (let i = 0; i < out.length; i++) {
    const at = i * factor;
    const left = Math.floor(at);
    out[i] = wave[left]! + (wave[left + 1]! - wave[left]!) * (at - left);
  }
  return out;
}

/** Another microphone: treble up or down. */
function tilted(wave: Wave, amount: number): Wave {
  const out = new Float32Array(wave.length);
  let low = 0;
  for (let i = 0; i < out.length; i++) {
    low += 0.3 * (wave[i]! - low);
    out[i] = wave[i]! + amount * (wave[i]! - low);
  }
  return out;
}

/** A few walls around. */
function echoed(wave: Wave, random: SeededRandom): Wave {
  const out = Float32Array.from(wave);
  for (let wall = 0; wall < 6; wall++) {
    const lag = Math.round(random.between(0.004, 0.05) * RATE_HZ);
    const gain = random.between(-0.35, 0.35);
    for (let i = lag; i < out.length; i++) out[i]! += gain * 0.6 * out[i - lag]!;
  }
  return out;
}

function varied(wave: Wave, random: SeededRandom, most = 1.18): Wave {
  let out = stretched(wave, Math.exp(random.between(-Math.log(most), Math.log(most))));
  if (random.next() < 0.7) out = tilted(out, random.between(-0.6, 1.2));
  if (random.next() < 0.4) out = echoed(out, random);
  return out;
}

function scaled(wave: Wave, levelDb: number): Wave {
  const gain = gainOf(levelDb) / (loudestRms(wave) || 1);
  const out = new Float32Array(wave.length);
  for (let i = 0; i < out.length; i++) out[i] = wave[i]! * gain;
  return out;
}

/** Goes on for so long by beginning again, each lap faded into the next. */
function looped(wave: Wave, length: number): Wave {
  const seam = Math.min(RATE_HZ / 10, wave.length >> 2);
  const lap = wave.length - seam;
  const out = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const at = i % lap;
    const into = i >= lap && at < seam ? at / seam : 1;
    out[i] = wave[at]! * into + (into < 1 ? wave[lap + at]! * (1 - into) : 0);
  }
  return out;
}

function steady(random: SeededRandom, clips: readonly Clip[], length: number): Wave {
  const kind = random.next();
  if (kind < 0.15) return new Float32Array(length);
  if (kind < 0.6) return looped(varied(random.pick(clips).wave, random, 1.1), length);
  return synthesise(random.pick(STEADY), {
    seed: random.below(2 ** 31),
    seconds: length / RATE_HZ,
    levelDb: 0,
  }).subarray(0, length);
}

/** @param nuisances backgrounds to choose from */
export function eventStream(event: Wave, nuisances: readonly Clip[], random: SeededRandom): Stream {
  const sound = varied(event, random);
  const before = Math.round(RATE_HZ * (random.next() < 0.25 ? 0 : random.between(0.3, 6)));
  const length = before + sound.length + Math.round(RATE_HZ * random.between(0, 1.5));
  const eventDb = random.between(-34, -3);
  const placed = new Float32Array(length);
  placed.set(scaled(sound, eventDb), before);
  const quiet = random.next() < 0.25;
  const overDb = quiet ? random.between(30, 60) : random.between(-2, 28);
  const background = scaled(steady(random, nuisances, length), eventDb - overDb);
  return stream(placed, background);
}

/** A steady sound that begins at once, after silence or another one. */
export function steadyStream(sound: Wave, nuisances: readonly Clip[], random: SeededRandom): Stream {
  const wave = varied(sound, random, 1.12);
  const before = Math.round(RATE_HZ * (random.next() < 0.3 ? 0 : random.between(0.3, 5)));
  const length = before + wave.length;
  const levelDb = random.between(-45, -4);
  const background = scaled(steady(random, nuisances, length), levelDb - random.between(-5, 40));
  const loud = scaled(wave, levelDb);
  for (let i = 0; i < wave.length; i++) background[before + i]! += loud[i]!;
  return stream(null, background);
}

function stream(event: Wave | null, background: Wave): Stream {
  const samples = new Int16Array(background.length);
  for (let i = 0; i < samples.length; i++) {
    const value = event ? background[i]! + event[i]! : background[i]!;
    samples[i] = Math.max(-32768, Math.min(32767, Math.round(value * 32767)));
  }
  return { samples, event, background };
}
