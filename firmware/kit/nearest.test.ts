import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { near, nearest } from './nearest.ts';

const test = suite('nearest');
const CONTROLS = ['brightness', 'gain_automatic', 'gain', 'exposure_time_absolute', 'horizontal_flip', 'hue'];

test('nearest: two letters off at most', () => {
  assert.is(nearest('stauts', ['status', 'events']), 'status');
  assert.is(nearest('dance', ['status', 'events']), null);
});

test('near: a slip of the finger, a part of the name, nothing at all', () => {
  assert.equal(near('briteness', CONTROLS), ['brightness']);
  assert.equal(near('exposure', CONTROLS), ['exposure_time_absolute']);
  assert.equal(near('gain_auto', CONTROLS), ['gain_automatic', 'gain']);
  assert.equal(near('FLIP', CONTROLS), ['horizontal_flip']);
  assert.equal(near('zoom', CONTROLS), []);
  assert.is(
    near(
      'line',
      Array.from({ length: 50 }, (_, i) => `line${i}`),
    ).length,
    6,
  );
});

test.run();
