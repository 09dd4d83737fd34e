import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CHIME_RATE_HZ, CHIME_S, chimePcm } from './chime-sound.ts';

const test = suite('the chime’s sound');
const pcm = chimePcm();
const sample = (i: number) => pcm.readInt16LE(i * 2) / 32_768;

/** How much of a frequency is in a piece (Goertzel), 0 to 1. */
function strength(hz: number, fromS: number, toS: number): number {
  const from = Math.round(fromS * CHIME_RATE_HZ);
  const count = Math.round((toS - fromS) * CHIME_RATE_HZ);
  let re = 0;
  let im = 0;
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * hz * i) / CHIME_RATE_HZ;
    re += sample(from + i) * Math.cos(angle);
    im += sample(from + i) * Math.sin(angle);
  }
  return (2 * Math.hypot(re, im)) / count;
}

test('two notes, the second lower and later, dying away to silence', () => {
  assert.is(pcm.length, CHIME_RATE_HZ * CHIME_S * 2);
  assert.ok(strength(659.26, 0.05, 0.25) > 10 * strength(523.25, 0.05, 0.25), 'first E');
  assert.ok(strength(523.25, 0.6, 0.8) > strength(659.26, 0.6, 0.8), 'then C');
  assert.ok(strength(523.25, 0.6, 0.8) > 3 * strength(523.25, 1.6, 1.8), 'it dies away');
  assert.is(sample(0), 0);
  assert.ok(Math.abs(sample(CHIME_RATE_HZ * CHIME_S - 1)) < 0.001);
});

test('loud, never clipped, without a click', () => {
  let peak = 0;
  let jump = 0;
  for (let i = 1; i < CHIME_RATE_HZ * CHIME_S; i++) {
    peak = Math.max(peak, Math.abs(sample(i)));
    jump = Math.max(jump, Math.abs(sample(i) - sample(i - 1)));
  }
  assert.ok(peak > 0.25 && peak < 0.95, `${peak}`);
  assert.ok(jump < 0.15, `${jump} from one sample to the next`);
});

test.run();
