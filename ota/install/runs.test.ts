import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '#kit/seeded-random.ts';
import type { Run } from './image-source.ts';
import { MAX_GAP_BLOCKS, MAX_GAP_SHARE, REQUEST_BLOCKS } from './limits.ts';
import { planRequests, runsOf } from './runs.ts';

const test = suite('runs');
/** "x" is missing. */
const flags = (pattern: string) => Uint8Array.from(pattern, (letter) => (letter === 'x' ? 1 : 0));
const pairs = (runs: Iterable<Run>) => [...runs].map(({ first, blocks }) => [first, blocks]);

test('what stands in a row is one run', () => {
  assert.equal(pairs(runsOf(flags(''))), []);
  assert.equal(pairs(runsOf(flags('....'))), []);
  assert.equal(pairs(runsOf(flags('x'))), [[0, 1]]);
  assert.equal(pairs(runsOf(flags('.xx.x'))), [
    [1, 2],
    [4, 1],
  ]);
});

test('narrow gaps are bridged, as long as that costs little', () => {
  const row = 'x'.repeat(20);
  assert.equal(pairs(planRequests(flags(`${row}..${row}`))), [[0, 42]]);
  assert.equal(pairs(planRequests(flags('x.x'))).length, 2, 'half as much again is not little');
  const wide = `${row}${'.'.repeat(MAX_GAP_BLOCKS + 1)}${'x'.repeat(300)}`;
  assert.equal(pairs(planRequests(flags(wide))).length, 2);
});

test('long runs are cut', () => {
  const missing = new Uint8Array(2 * REQUEST_BLOCKS + 1).fill(1);
  assert.equal(pairs(planRequests(missing)), [
    [0, REQUEST_BLOCKS],
    [REQUEST_BLOCKS, REQUEST_BLOCKS],
    [2 * REQUEST_BLOCKS, 1],
  ]);
});

test('all that is missing is asked for once, and little else', () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = seededRandom(seed);
    const density = random();
    const missing = new Uint8Array(2000);
    for (let i = 0; i < missing.length;) {
      const run = 1 + Math.floor(random() * 30);
      if (random() < density) missing.fill(1, i, i + run);
      i += run;
    }
    const asked = new Uint8Array(missing.length);
    for (const { first, blocks } of planRequests(missing)) {
      assert.ok(blocks <= REQUEST_BLOCKS);
      for (let i = first; i < first + blocks; i++) asked[i]!++;
    }
    const wanted = missing.reduce((sum, flag) => sum + flag, 0);
    assert.ok(
      missing.every((flag, i) => asked[i]! <= 1 && asked[i]! >= flag),
      `seed ${seed}`,
    );
    assert.ok(asked.reduce((sum, n) => sum + n, 0) <= wanted * (1 + MAX_GAP_SHARE), `seed ${seed}`);
  }
});

test.run();
