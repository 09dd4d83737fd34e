import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fft } from './fft.ts';
import { BANDS, HOP_SAMPLES, RATE_HZ, SILENCE_DB, Spectrum, type Hop } from './spectrum.ts';
import { SeededRandom } from './testing/seeded-random.ts';

const test = suite('spectrum');

/** The last of several hops of a wave. */
function hopOf(wave: (i: number) => number): Hop {
  const samples = Int16Array.from({ length: 8 * HOP_SAMPLES }, (_, i) => Math.round(32767 * wave(i)));
  const spectrum = new Spectrum();
  let hop!: Hop;
  for (let at = 0; at < samples.length; at += HOP_SAMPLES) hop = spectrum.hear(samples, at);
  return hop;
}
const sine =
  (hz: number, amplitude = 1) =>
  (i: number) =>
    amplitude * Math.sin((2 * Math.PI * hz * i) / RATE_HZ);

test('the transform is that of the definition', () => {
  const random = new SeededRandom(1);
  const fft = new Fft(16);
  const re = Array.from({ length: 16 }, () => random.normal());
  const im = Array.from({ length: 16 }, () => random.normal());
  fft.re.set(re);
  fft.im.set(im);
  fft.transform();
  for (let k = 0; k < 16; k++) {
    let [sumRe, sumIm] = [0, 0];
    for (let n = 0; n < 16; n++) {
      const angle = (-2 * Math.PI * k * n) / 16;
      sumRe += re[n]! * Math.cos(angle) - im[n]! * Math.sin(angle);
      sumIm += re[n]! * Math.sin(angle) + im[n]! * Math.cos(angle);
    }
    assert.ok(Math.abs(fft.re[k]! - sumRe) < 1e-9 && Math.abs(fft.im[k]! - sumIm) < 1e-9);
  }
  assert.throws(() => new Fft(500), RangeError);
});

test('a tone lies in its band, and higher ones in higher bands', () => {
  let before = -1;
  for (const hz of [100, 300, 700, 1500, 3000, 6000]) {
    const { bandsDb } = hopOf(sine(hz, 0.5));
    const loudest = bandsDb.indexOf(Math.max(...bandsDb));
    assert.ok(loudest > before, `${hz} Hz lies in band ${loudest}`);
    before = loudest;
  }
  assert.ok(before < BANDS);
});

test('level: a sine of full scale is about 0 dBFS, ten times less is 20 dB less, silence is the floor', () => {
  const { levelDb } = hopOf(sine(1000));
  assert.ok(Math.abs(levelDb) < 2.5, `${levelDb} dBFS`);
  assert.ok(Math.abs(levelDb - 20 - hopOf(sine(1000, 0.1)).levelDb) < 0.1);
  const silent = hopOf(() => 0);
  assert.is(silent.levelDb, SILENCE_DB);
  assert.is(silent.pitchStrength, 0);
  assert.ok(hopOf(sine(50)).levelDb < levelDb - 20, 'rumble does not count');
});

test('pitch: of what has overtones; noise has none', () => {
  for (const hz of [180, 350, 520, 900]) {
    const { pitchHz, pitchStrength } = hopOf((i) => {
      let sum = 0;
      for (let n = 1; n * hz < 7000; n++) sum += sine(n * hz + 0, 0.1 / n)(i);
      return sum;
    });
    assert.ok(Math.abs(pitchHz / hz - 1) < 0.04, `${hz} Hz is taken for ${pitchHz}`);
    assert.ok(pitchStrength > 0.5, `${pitchStrength} sure of ${hz} Hz`);
  }
  const random = new SeededRandom(3);
  const noise = hopOf(() => random.between(-0.5, 0.5));
  assert.ok(noise.pitchStrength < 0.4, `noise repeats by ${noise.pitchStrength}`);
});

test.run();
