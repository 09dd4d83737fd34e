import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Halts } from './halts.ts';

const test = suite('time in which this process did not run');

test('none while the looks come often, also when one is a little late', () => {
  const halts = new Halts(1000);
  assert.equal(
    [1200, 1400, 1900, 2100].map((nowMs) => halts.look(nowMs)),
    [0, 0, 0, 0],
  );
});

test('what goes beyond a late look, once', () => {
  const halts = new Halts(1000);
  assert.is(halts.look(5000), 3500);
  assert.is(halts.look(5200), 0);
});

test.run();
