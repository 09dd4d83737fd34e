import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { AlarmSpans } from './alarm-spans.ts';
import type { Sighting } from './sighting.ts';

const test = suite('alarm spans');

const S = 1_000_000;
const sound = (sinceS: number, atS: number, more: Partial<Sighting> = {}): Sighting => ({
  kind: 'sound',
  label: 'loud',
  sinceUs: sinceS * S,
  atUs: atS * S,
  score: 0.5,
  zones: [],
  ...more,
});

test('from the first since to the last at; the clearest gives the label, the zones add up', () => {
  const spans = new AlarmSpans();
  assert.is(spans.add(sound(1, 2, { zones: ['Path'] })), null);
  assert.is(spans.add(sound(1, 3, { label: 'dog', score: 0.9, zones: ['Door', 'Path'] })), null);
  assert.is(spans.add(sound(1, 4, { label: 'baby', score: 0.6 })), null);
  assert.equal(spans.end(), [
    { kind: 'sound', label: 'dog', startUs: S, endUs: 4 * S, score: 0.9, zones: ['Path', 'Door'] },
  ]);
  assert.equal(spans.end(), []);
});

test('a gap of 2 s is the same alarm, more is another', () => {
  const spans = new AlarmSpans();
  spans.add(sound(1, 2));
  assert.is(spans.add(sound(4, 5)), null);
  assert.equal(spans.add(sound(7.001, 8))?.endUs, 5 * S);
  assert.equal(
    spans.end().map(({ startUs, endUs }) => [startUs, endUs]),
    [[7.001 * S, 8 * S]],
  );
});

test('kinds are apart: one does not end or lengthen the other', () => {
  const spans = new AlarmSpans();
  spans.add(sound(0, 1));
  assert.is(spans.add(sound(10, 11, { kind: 'motion', label: 'motion' })), null);
  assert.is(spans.add(sound(2, 3)), null);
  assert.equal(
    spans.end().map(({ kind, startUs, endUs }) => [kind, startUs / S, endUs / S]),
    [
      ['sound', 0, 3],
      ['motion', 10, 11],
    ],
  );
});

test('a sighting that looks further back than the first one moves the start', () => {
  const spans = new AlarmSpans();
  spans.add(sound(5, 6));
  spans.add(sound(4, 7));
  assert.is(spans.end()[0]!.startUs, 4 * S);
});

test.run();
