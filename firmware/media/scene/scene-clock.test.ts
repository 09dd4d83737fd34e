import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CLOCK_HEIGHT, CLOCK_WIDTH, clockAgeMs, drawClock, readClock } from './scene-clock.ts';

const test = suite('scene clock');
const NOW = Date.UTC(2026, 10, 23, 21, 34, 5, 678);
const SIZE = { width: CLOCK_WIDTH, height: CLOCK_HEIGHT, pictureWidth: 1280 };

function strip(wallMs: number): Uint8Array {
  const luma = new Uint8Array(CLOCK_WIDTH * CLOCK_HEIGHT);
  drawClock(luma, CLOCK_WIDTH, wallMs);
  return luma;
}

test('reads what was drawn, at any time', () => {
  for (const ms of [0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, NOW, NOW + 1, 4_102_444_800_000])
    assert.is(readClock({ ...SIZE, data: strip(ms) }), ms % 2 ** 32);
});

test('knows the age of what was read', () => {
  const reading = readClock({ ...SIZE, data: strip(NOW) })!;
  for (const ageMs of [0, 40, -40, 20 * 86_400_000]) assert.is(clockAgeMs(reading, NOW + ageMs), ageMs);
});

test('reads RGBA, as a canvas gives it', () => {
  const data = new Uint8ClampedArray(CLOCK_WIDTH * CLOCK_HEIGHT * 4);
  strip(NOW).forEach((level, i) => data.fill(level, 4 * i, 4 * i + 4));
  assert.is(readClock({ ...SIZE, data }), NOW % 2 ** 32);
});

test('reads a picture of half the size, and a dim and noisy one', () => {
  const full = strip(NOW);
  const [width, height] = [CLOCK_WIDTH / 2, CLOCK_HEIGHT / 2];
  const data = Uint8Array.from(
    { length: width * height },
    (_, i) => full[Math.floor(i / width) * 2 * CLOCK_WIDTH + (i % width) * 2]!,
  );
  assert.is(readClock({ data, width, height, pictureWidth: 640 }), NOW % 2 ** 32);
  const poor = full.map((level, i) => 60 + level * 0.4 + ((i * 7919) % 23));
  assert.is(readClock({ ...SIZE, data: poor }), NOW % 2 ** 32);
});

test('no strip, no reading', () => {
  const nothing = (data: Uint8Array) => assert.is(readClock({ ...SIZE, data }), null);
  nothing(new Uint8Array(CLOCK_WIDTH * CLOCK_HEIGHT));
  nothing(strip(NOW).map((level) => 255 - level));
  nothing(Uint8Array.from({ length: CLOCK_WIDTH * CLOCK_HEIGHT }, (_, i) => (i * 31) % 256));
  assert.is(readClock({ ...SIZE, height: CLOCK_HEIGHT - 1, data: strip(NOW) }), null);
});

test.run();
