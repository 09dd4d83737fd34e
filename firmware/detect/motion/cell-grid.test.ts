import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CellGrid, UNITS_PER_LEVEL } from './cell-grid.ts';

const test = suite('cell grid');

/** A picture without a pattern, in a buffer that begins at an odd place. */
function pictureOf(width: number, height: number): Buffer {
  const pixels = Buffer.alloc(width * height + 1).subarray(1);
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.imul(i + 7, 0x9e3779b1) >>> 24;
  return pixels;
}

for (const [width, height, columns] of [
  [320, 180, 160],
  [640, 360, 160],
  [322, 182, 161],
  [768, 432, 153],
  [1280, 720, 160],
  [9, 8, 9],
] as const)
  test(`cells of ${width}x${height} are the means of their pixels`, () => {
    const grid = new CellGrid(width, height);
    assert.is(grid.width, columns);
    const pixels = pictureOf(width, height);
    const cells = new Int32Array(grid.cells);
    grid.reduce({ width, height, pixels, ptsUs: 0 }, cells);
    const block = Math.floor(width / columns);
    for (let y = 0; y < grid.height; y++)
      for (let x = 0; x < grid.width; x++) {
        let sum = 0;
        for (let i = 0; i < block * block; i++)
          sum += pixels[(y * block + Math.floor(i / block)) * width + x * block + (i % block)]!;
        assert.is(cells[y * grid.width + x], Math.floor((sum * UNITS_PER_LEVEL) / block ** 2), `${x},${y}`);
      }
  });

test('white is white', () => {
  const grid = new CellGrid(640, 360);
  const cells = new Int32Array(grid.cells);
  grid.reduce({ width: 640, height: 360, pixels: Buffer.alloc(640 * 360, 255), ptsUs: 0 }, cells);
  assert.ok(cells.every((cell) => cell === 255 * UNITS_PER_LEVEL));
});

test.run();
