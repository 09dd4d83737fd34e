import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { meanLuma } from './mean-luma.ts';

const test = suite('mean luma');

const frame = (width: number, height: number, at: (x: number, y: number) => number) => ({
  width,
  height,
  ptsUs: 0,
  pixels: Buffer.from(Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width)))),
});

test('of one brightness, of half and half, of a slope', () => {
  assert.is(meanLuma(frame(320, 180, () => 77)), 77);
  assert.is(meanLuma(frame(320, 180, (x) => (x < 160 ? 0 : 200))), 100);
  const slope = meanLuma(frame(320, 180, (x, y) => (x + y) / 2));
  assert.ok(Math.abs(slope - 124) < 2, `${slope}`);
});

test('sizes that are no multiple of its stride, and none at all', () => {
  assert.is(meanLuma(frame(5, 3, () => 9)), 9);
  assert.is(meanLuma({ width: 0, height: 0, ptsUs: 0, pixels: Buffer.alloc(0) }), 0);
  assert.is(meanLuma({ width: 320, height: 180, ptsUs: 0, pixels: Buffer.alloc(10, 50) }), 50);
});

test.run();
