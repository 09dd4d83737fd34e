import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PrivacyMask } from './privacy-mask.ts';

const test = suite('privacy mask');
const size = { width: 20, height: 12 };
const planes = { format: 2, ...size, planes: 3, offset: [0, 240, 300], stride: [20, 10, 10] };
const box = (left: number, top: number, right: number, bottom: number) =>
  [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ] as const;

function maskOf(...polygons: ReturnType<typeof box>[]): PrivacyMask {
  const mask = new PrivacyMask();
  mask.set(polygons);
  return mask;
}

test('brightness and colour are black inside, on whole blocks of two by two, and as they were outside', () => {
  const memory = new Uint8Array(384).fill(77);
  // Columns 5 to 10, rows 3 to 6: both borders run through blocks.
  maskOf(box(0.26, 0.26, 0.54, 0.56)).touchOf(size)!(memory, null);
  for (let y = 0; y < 12; y++)
    for (let x = 0; x < 20; x++) {
      const isBlack = x >= 4 && x < 12 && y >= 2 && y < 8;
      assert.is(memory[y * 20 + x], isBlack ? 16 : 77, `Y at ${x}, ${y}`);
      // GStreamer rounds the stride of 10 up to 12.
      const at = 240 + (y >> 1) * 12 + (x >> 1);
      assert.equal([memory[at], memory[at + 72]], isBlack ? [128, 128] : [77, 77], `U and V at ${x}, ${y}`);
    }
});

test('planes that lie elsewhere, with padding', () => {
  const meta = { ...planes, offset: [8, 600, 800], stride: [32, 16, 24] };
  const memory = new Uint8Array(1000).fill(77);
  maskOf(box(0, 0, 1, 1)).touchOf(size)!(memory, meta);
  const black = new Set<number>();
  for (let y = 0; y < 12; y++) for (let x = 0; x < 20; x++) black.add(8 + y * 32 + x);
  for (let y = 0; y < 6; y++) for (let x = 0; x < 10; x++) black.add(600 + y * 16 + x).add(800 + y * 24 + x);
  memory.forEach((value, i) => assert.is(value !== 77, black.has(i), `byte ${i}`));
});

test('odd sizes: the last row and column too', () => {
  const odd = { width: 7, height: 5 };
  const memory = new Uint8Array(8 * 6 + 2 * 4 * 3).fill(77);
  maskOf(box(0, 0, 1, 1)).touchOf(odd)!(memory, null);
  assert.is(memory[4 * 8 + 6], 16);
  assert.is(memory[48 + 2 * 4 + 3], 128);
  assert.is(memory[60 + 2 * 4 + 3], 128);
});

test('a picture of another kind is refused, and nothing is written', () => {
  const touch = maskOf(box(0, 0, 1, 1)).touchOf(size)!;
  for (const [memory, meta] of [
    [new Uint8Array(383 - 24), null],
    [new Uint8Array(1000), { ...planes, format: 23 }],
    [new Uint8Array(1000), { ...planes, width: 22 }],
    [new Uint8Array(1000), { ...planes, planes: 2 }],
    [new Uint8Array(1000), { ...planes, stride: [19, 10, 10] }],
    [new Uint8Array(1000), { ...planes, offset: [0, 960, 300] }],
  ] as const) {
    assert.throws(() => touch(memory, meta), /the picture (is not|has)/);
    assert.is(memory.find(Boolean), undefined);
  }
});

test('other zones count from the next picture; none, and nothing is touched', () => {
  const mask = maskOf(box(0, 0, 0.5, 1));
  const left = new Uint8Array(400).fill(77);
  mask.touchOf(size)!(left, null);
  mask.set([box(0.5, 0, 1, 1)]);
  const right = new Uint8Array(400).fill(77);
  mask.touchOf(size)!(right, null);
  assert.equal([left[0], left[15], right[0], right[15]], [16, 77, 77, 16]);
  mask.set([]);
  assert.not(mask.active);
  assert.is(mask.touchOf(size), undefined);
});

test.run();
