import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Edge } from './lines.ts';
import { withoutSpikes } from './spikes.ts';

const edges = (...all: [active: boolean, atUs: number][]): Edge[] =>
  all.map(([active, atUs]) => ({ active, atUs }));

const test = suite('spikes');

test('a pulse too short for a finger is left out', () => {
  assert.equal(withoutSpikes(edges([true, 1000], [false, 1150])), []);
  assert.equal(
    withoutSpikes(edges([true, 1000], [false, 1050], [true, 1100], [false, 90_000])),
    edges([true, 1100], [false, 90_000]),
  );
});

test('a press is never held back, not even its first edge alone', () => {
  assert.equal(withoutSpikes(edges([true, 1000])), edges([true, 1000]));
  assert.equal(withoutSpikes(edges([false, 1050])), edges([false, 1050]));
  assert.equal(withoutSpikes(edges([true, 0], [false, 5000])), edges([true, 0], [false, 5000]));
});

test('a button let go for a moment while it bounces stays as it is', () => {
  const bounce = edges([false, 1000], [true, 1050], [false, 9000]);
  assert.equal(withoutSpikes(bounce), bounce);
});

test.run();
