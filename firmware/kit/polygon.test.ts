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

test('an outline that crosses itself hides what it surrounds, as a screen draws it', () => {
  const star = [0, 2, 4, 1, 3].map((i): Point => {
    const angle = (i * 2 * Math.PI) / 5 - Math.PI / 2;
    return [0.5 + 0.5 * Math.cos(angle), 0.5 + 0.5 * Math.sin(angle)];
  });
  assert.equal(draw(star)[3]!.slice(3, 5), '..', 'even-odd has a hole there');
  assert.equal(draw(star, true)[3]!.slice(3, 5), '##');
});

test('edges that are level, nearly level or on the border', () => {
  const atTheBorder: Point[] = [
    [0, 0.99],
    [1, 0.99],
    [1, 1],
    [0, 1],
  ];
  assert.equal(draw(atTheBorder, true), [...Array<string>(5).fill('........'), '########']);
  const atTheRight: Point[] = [
    [1, 0],
    [1, 1],
    [0.99, 1],
    [0.99, 0],
  ];
  assert.equal(draw(atTheRight, true), Array<string>(6).fill('.......#'));
  // Two numbers apart that become one when multiplied by the height.
  const level: Point[] = [
    [0, 0.3],
    [1, 0.30000000000000004],
    [0.5, 0.30000000000000004],
  ];
  assert.equal(draw(level, true)[1], '########');
  const point: Point[] = Array.from({ length: 3 }, () => [0.5, 0.5] as const);
  assert.equal(draw(point), Array<string>(6).fill('........'));
  assert.equal(draw(point, true)[3], '....#...');
  for (const far of [draw(point, true), draw(level, true)]) for (const row of far) assert.is(row.length, 8);
});

test('touching covers every point inside, on any shape and grid', () => {
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const snapped = () => Math.round(random() * 10) / 10;
  for (let round = 0; round < 300; round++) {
    const coordinate = round % 2 ? random : snapped;
    const points = Array.from({ length: 3 + (round % 10) }, (): Point => [coordinate(), coordinate()]);
    const size = { width: 3 + (round % 29), height: 2 + (round % 17) };
    const covered = new Set<number>();
    for (const { y, from, to } of rowSpans(points, size, { touching: true })) {
      assert.ok(y >= 0 && y < size.height && from >= 0 && from < to && to <= size.width);
      for (let x = from; x < to; x++) covered.add(y * size.width + x);
    }
    for (let probe = 0; probe < 200; probe++) {
      const [x, y] = [random(), random()];
      if (!isInside(points, x, y)) continue;
      const cell = Math.floor(y * size.height) * size.width + Math.floor(x * size.width);
      assert.ok(covered.has(cell), `round ${round}: ${x}, ${y} of ${JSON.stringify(points)}`);
    }
  }
});

/** By the angle that the outline turns around the point: another way than the one that is tested. */
function isInside(points: readonly Point[], x: number, y: number): boolean {
  let turned = 0;
  points.forEach(([x1, y1], i) => {
    const [x2, y2] = points[(i + 1) % points.length]!;
    const [ax, ay, bx, by] = [x1 - x, y1 - y, x2 - x, y2 - y];
    turned += Math.atan2(ax * by - ay * bx, ax * bx + ay * by);
  });
  return Math.abs(turned) > Math.PI;
}

test.run();
