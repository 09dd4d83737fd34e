/** Sounds made by formula, for tests and as backgrounds for training: 16 kHz, full scale 1, seeded. */
import { RATE_HZ } from '../spectrum.ts';
import { SeededRandom } from './seeded-random.ts';

type Wave = Float32Array;

export interface SoundOptions {
  seed: number;
  seconds: number;
  /** Loudest second's RMS or, for short sounds, peak RMS of 50 ms, dBFS. */
  levelDb: number;
}

const SOUNDS = {
  rain: (random: SeededRandom, wave: Wave) => {
    filteredNoise(random, wave, { lowPass: random.between(0.3, 0.9), highPass: random.between(0.005, 0.05) });
    // Drops near by.
    for (let at = 0; at < wave.length; at += random.below(2000))
      impulse(wave, at, random, {
        amplitude: random.next() ** 3 * 4,
        decayMs: 2,
        hz: random.between(800, 6000),
      });
  },
  fan: (random: SeededRandom, wave: Wave) => {
    filteredNoise(random, wave, { lowPass: random.between(0.02, 0.3), highPass: 0.002 });
    const hz = random.between(45, 240);
    for (let n = 1; n < 6; n++) tone(wave, hz * n, random.between(0, 0.3) / n);
  },
  room: (random: SeededRandom, wave: Wave) =>
    filteredNoise(random, wave, { lowPass: random.between(0.02, 0.6), highPass: 0.005 }),
  clock: (random: SeededRandom, wave: Wave) => {
    filteredNoise(random, wave, { lowPass: 0.5, highPass: 0.01 });
    for (let i = 0; i < wave.length; i++) wave[i]! *= 0.01;
    const periodS = random.pick([0.25, 0.33, 0.5, 1, 1]) * random.between(0.95, 1.05);
    const voices = [0, 1].map(() => ({
      amplitude: random.between(0.4, 1),
      decayMs: random.between(1, 12),
      hz: random.between(900, 5500),
    }));
    for (let i = 0; i * periodS * RATE_HZ < wave.length; i++)
      for (const after of random.next() < 0.5 ? [0] : [0, 0.06])
        impulse(wave, Math.round((i * periodS + after) * RATE_HZ), random, voices[i % 2]!);
  },
  crackle: (random: SeededRandom, wave: Wave) => {
    filteredNoise(random, wave, { lowPass: random.between(0.03, 0.3), highPass: 0.005 });
    const quiet = random.between(0.02, 0.3);
    for (let i = 0; i < wave.length; i++) wave[i]! *= quiet;
    const gap = random.between(300, 5000);
    for (let at = 0; at < wave.length; at += 1 + Math.floor(-Math.log(1 - random.next()) * gap))
      impulse(wave, at, random, {
        amplitude: random.next() ** 4 * 2,
        decayMs: random.between(0.5, 6),
        hz: random.between(500, 7000),
      });
  },
  /** A word or two a second: a buzzing throat through changing formants, and hissing consonants. */
  speech: (random: SeededRandom, wave: Wave) => {
    const ground = random.between(95, 230);
    for (let at = 0; at < wave.length;) {
      const length = Math.round(random.between(0.12, 0.3) * RATE_HZ);
      const from = ground * random.between(0.85, 1.2);
      const formants = [random.between(280, 850), random.between(900, 2300), random.between(2400, 3200)];
      voiced(wave, at, length, random, { fromHz: from, toHz: from * random.between(0.8, 1.1), formants });
      at += length;
      if (random.next() < 0.5) at += hiss(wave, at, Math.round(random.between(0.04, 0.12) * RATE_HZ), random);
      if (random.next() < 0.3) at += Math.round(random.between(0.1, 0.6) * RATE_HZ);
    }
  },
  clap: (random: SeededRandom, wave: Wave) => {
    for (
      let at = Math.round(0.2 * RATE_HZ);
      at < wave.length;
      at += Math.round(random.between(0.3, 0.8) * RATE_HZ)
    )
      impulse(wave, at, random, {
        amplitude: 1,
        decayMs: random.between(15, 40),
        hz: random.between(700, 2000),
      });
  },
  /** Things that fall: a blow that rings for long, with noise. */
  crash: (random: SeededRandom, wave: Wave) => {
    for (let i = 0; i < 14; i++) {
      const at = Math.round(random.between(0.1, 0.6) * RATE_HZ);
      const decayMs = random.between(60, 300);
      impulse(wave, at, random, {
        amplitude: random.between(0.2, 1),
        decayMs,
        hz: random.between(500, 6500),
      });
    }
  },
  /** Bursts of 100 to 200 ms: a hoarse throat, rough and falling, through a mouth that opens; then the walls answer. */
  dog: (random: SeededRandom, wave: Wave) => {
    const ground = random.between(300, 600);
    const formants = [
      ground * random.between(1.8, 2.4),
      random.between(1300, 1900),
      random.between(2500, 3300),
    ];
    for (let at = Math.round(0.1 * RATE_HZ); at < wave.length;) {
      const length = Math.round(random.between(0.1, 0.2) * RATE_HZ);
      bark(wave, at, length, random, { groundHz: ground * random.between(0.95, 1.1), formants });
      at += length + Math.round((random.next() < 0.6 ? random.between(0.15, 0.35) : 0.8) * RATE_HZ);
    }
    for (const lagS of [0.013, 0.029, 0.047]) {
      const lag = Math.round(lagS * RATE_HZ);
      for (let i = lag; i < wave.length; i++) wave[i]! += 0.35 * wave[i - lag]!;
    }
  },
  /** Long wails of a second with a pitch that rises and falls, breath between them. */
  baby: (random: SeededRandom, wave: Wave) => {
    const ground = random.between(380, 520);
    for (let at = Math.round(0.1 * RATE_HZ); at < wave.length;) {
      const length = Math.round(random.between(0.7, 1.3) * RATE_HZ);
      const third = Math.round(length / 3);
      const formants = [random.between(900, 1200), random.between(2400, 3000), random.between(3600, 4200)];
      const top = ground * random.between(1.1, 1.3);
      voiced(wave, at, third, random, { fromHz: ground, toHz: top, formants, hoarse: 0.08, fade: 'in' });
      voiced(wave, at + third, third, random, {
        fromHz: top,
        toHz: top,
        formants,
        hoarse: 0.12,
        fade: 'none',
      });
      voiced(wave, at + 2 * third, third, random, {
        fromHz: top,
        toHz: ground * 0.85,
        formants,
        hoarse: 0.08,
        fade: 'out',
      });
      at += length + hiss(wave, at + length + 1600, 3000, random) + Math.round(0.25 * RATE_HZ);
    }
  },
} satisfies Record<string, (random: SeededRandom, wave: Wave) => void>;

export type SyntheticSound = keyof typeof SOUNDS;

/** @returns samples; they may exceed full scale where the level asks for it */
export function synthesise(sound: SyntheticSound, { seed, seconds, levelDb }: SoundOptions): Wave {
  const wave = new Float32Array(Math.round(seconds * RATE_HZ));
  SOUNDS[sound](new SeededRandom(seed), wave);
  const gain = 10 ** (levelDb / 20) / (loudestRms(wave) || 1);
  for (let i = 0; i < wave.length; i++) wave[i]! *= gain;
  return wave;
}

/** @returns RMS of the loudest 50 ms */
export function loudestRms(wave: Wave): number {
  const piece = RATE_HZ / 20;
  let most = 0;
  for (let at = 0; at + piece <= wave.length; at += piece) {
    let sum = 0;
    for (let i = at; i < at + piece; i++) sum += wave[i]! * wave[i]!;
    most = Math.max(most, sum / piece);
  }
  return Math.sqrt(most);
}

/** Adds up waves that begin at second `at`, and clips as a converter does. */
export function mix(seconds: number, parts: { wave: Wave; at?: number }[]): Int16Array {
  const sum = new Float32Array(Math.round(seconds * RATE_HZ));
  for (const { wave, at = 0 } of parts) {
    const first = Math.round(at * RATE_HZ);
    for (let i = 0; i < wave.length && first + i < sum.length; i++) sum[first + i]! += wave[i]!;
  }
  return Int16Array.from(sum, (value) => Math.max(-32768, Math.min(32767, Math.round(value * 32767))));
}

/** Adds one-pole filtered noise. @param lowPass, highPass coefficients, 1 = everything passes, 0 = nothing */
function filteredNoise(
  random: SeededRandom,
  wave: Wave,
  { lowPass, highPass }: { lowPass: number; highPass: number },
): void {
  let low = 0;
  let rumble = 0;
  for (let i = 0; i < wave.length; i++) {
    low += lowPass * (random.next() * 2 - 1 - low);
    rumble += highPass * (low - rumble);
    wave[i]! += low - rumble;
  }
}

function tone(wave: Wave, hz: number, amplitude: number): void {
  for (let i = 0; i < wave.length; i++) wave[i]! += amplitude * Math.sin((2 * Math.PI * hz * i) / RATE_HZ);
}

/** A decaying ring with noise in it. */
function impulse(
  wave: Wave,
  at: number,
  random: SeededRandom,
  { amplitude, decayMs, hz }: { amplitude: number; decayMs: number; hz: number },
): void {
  const decay = (decayMs / 1000) * RATE_HZ;
  for (let i = 0; i < decay * 6 && at + i < wave.length; i++)
    wave[at + i]! +=
      amplitude *
      Math.exp(-i / decay) *
      (0.6 * Math.sin((2 * Math.PI * hz * i) / RATE_HZ) + 0.6 * (random.next() * 2 - 1));
}

function hiss(wave: Wave, at: number, length: number, random: SeededRandom): number {
  let before = 0;
  for (let i = 0; i < length && at + i < wave.length; i++) {
    const value = random.next() * 2 - 1;
    wave[at + i]! += 0.06 * (value - before) * Math.sin((Math.PI * i) / length);
    before = value;
  }
  return length;
}

/** Overtones of a gliding ground under formants. @param hoarse part of noise in it */
function voiced(
  wave: Wave,
  at: number,
  length: number,
  random: SeededRandom,
  sound: { fromHz: number; toHz: number; formants: number[]; hoarse?: number; fade?: 'in' | 'out' | 'none' },
): void {
  const { fromHz, toHz, formants, hoarse = 0.05, fade } = sound;
  const strength = (hz: number) =>
    formants.reduce(
      (sum, formant, i) => sum + Math.exp(-(((hz - formant) / (180 + 120 * i)) ** 2)) / (1 + i),
      0.02,
    );
  const overtones = Array.from({ length: Math.floor(7000 / Math.max(fromHz, toHz)) }, (_, n) => ({
    n: n + 1,
    gain: strength((n + 1) * fromHz),
    phase: random.between(0, 2 * Math.PI),
  }));
  let phase = 0;
  for (let i = 0; i < length && at + i < wave.length; i++) {
    const part = i / length;
    phase += (2 * Math.PI * (fromHz + (toHz - fromHz) * part)) / RATE_HZ;
    let value = hoarse * (random.next() * 2 - 1);
    for (const overtone of overtones) value += overtone.gain * Math.sin(overtone.n * phase + overtone.phase);
    const edge = 0.15;
    const rise = fade === 'out' || fade === 'none' ? 1 : Math.min(1, part / edge);
    const fall = fade === 'in' || fade === 'none' ? 1 : Math.min(1, (1 - part) / edge);
    wave[at + i]! += value * rise * fall;
  }
}

/** Pulses and breath through three resonators. */
function bark(
  wave: Wave,
  at: number,
  length: number,
  random: SeededRandom,
  { groundHz, formants }: { groundHz: number; formants: number[] },
): void {
  const memories = formants.map(() => [0, 0]);
  let phase = 0;
  for (let i = 0; i < length * 1.6 && at + i < wave.length; i++) {
    const part = i / length;
    phase +=
      (groundHz * (1 + 0.35 * Math.sin(Math.PI * Math.min(1, part))) * random.between(0.7, 1.3)) / RATE_HZ;
    const pulse = phase >= 1 ? 1 : 0;
    phase %= 1;
    const loud = Math.min(1, i / 160) * Math.exp(-3 * Math.max(0, part - 0.35));
    const breath = 0.12 * random.normal();
    let sum = 0;
    formants.forEach((hz, n) => {
      const memory = memories[n]!;
      const radius = Math.exp((-Math.PI * (120 + 90 * n)) / RATE_HZ);
      const value =
        (pulse + breath) * (1 - radius) +
        2 * radius * Math.cos((2 * Math.PI * hz) / RATE_HZ) * memory[0]! -
        radius * radius * memory[1]!;
      memory[1] = memory[0]!;
      memory[0] = value;
      sum += value / (1 + 0.5 * n);
    });
    wave[at + i]! += loud * sum;
  }
}
