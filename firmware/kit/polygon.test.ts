import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rowSpans, type Point } from './polygon.ts';

const test = suite('polygons on a grid');
const grid = { width: 8, height: 6 };

function draw(points: readonly Point[], touching = false): string[] {
  const rows = Array.from({ length: grid.height }, () => Array.from({ length: grid.width }, () => '.'));
  for (const { y, from, to } of rowSpans(points, grid, { touching })) rows[y]!.fill('#', from, to);
  return rows.map((row) => row.join(''));
}

test('the whole picture', () => {
  const whole: Point[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  assert.equal(draw(whole), Array<string>(6).fill('########'));
  assert.equal(draw(whole, true), Array<string>(6).fill('########'));
});

test('a triangle by the middles of its cells', () => {
  const triangle: Point[] = [
    [0, 0],
    [1, 0],
    [0, 1],
  ];
  assert.equal(draw(triangle), ['#######.', '######..', '#####...', '###.....', '##......', '#.......']);
});

test('a concave shape has two spans in a row', () => {
  const u: Point[] = [
    [0, 0],
    [0.25, 0],
    [0.25, 0.5],
    [0.75, 0.5],
    [0.75, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  assert.equal(draw(u), ['##....##', '##....##', '##....##', '########', '########', '########']);
});

test('what is to be hidden is hidden wherever the outline touches a cell', () => {
  const sliver: Point[] = [
    [0.05, 0.05],
    [0.95, 0.06],
    [0.95, 0.08],
  ];
  assert.equal(draw(sliver), Array<string>(6).fill('........'), 'no middle lies inside');
  assert.equal(draw(sliver, true)[0], '########');
  const diagonal: Point[] = [
    [0, 0],
    [0.02, 0],
    [1, 0.98],
    [1, 1],
  ];
  const rows = draw(diagonal, true);
  rows.forEach((row, y) => {
    for (let i = 0; i < 40; i++) {
      const x = Math.floor(((y + (i + 0.5) / 40) / grid.height) * grid.width);
      assert.is(row[x], '#', `row ${y}, column ${x}`);
    }
  });
});

test.run();
