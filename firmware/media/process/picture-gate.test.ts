import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PictureGate, type Exit } from './picture-gate.ts';

const test = suite('picture gate');
const stream = { width: 640, height: 360, bitrateKbps: 300, minBitrateKbps: 80 };
const gate = () =>
  new PictureGate({ sub: { ...stream, fps: 10 }, grey: { width: 320, height: 180, fps: 5 } });
const EXITS: Exit[] = ['main', 'sub', 'grey', 'still'];
const MS = 1_000_000n;

test('everything passes while nothing has changed', () => {
  for (const exit of EXITS) assert.ok(gate().passes(exit, 0n) && gate().passes(exit, null));
});

test('what entered before does not leave; where times are rounded to a beat, nothing near it does', () => {
  const one = gate();
  one.outdate(1000n * MS);
  for (const exit of EXITS) {
    assert.not(one.passes(exit, 1000n * MS));
    assert.not(one.passes(exit, null));
  }
  assert.ok(one.passes('main', 1001n * MS) && one.passes('still', 1001n * MS));
  assert.not(one.passes('sub', 1200n * MS));
  assert.ok(one.passes('sub', 1201n * MS));
  assert.not(one.passes('grey', 1600n * MS));
  assert.ok(one.passes('grey', 1601n * MS));
});

test('shut, it stays shut', () => {
  const one = gate();
  one.shut();
  one.outdate(0n);
  for (const exit of EXITS) assert.not(one.passes(exit, 5000n * MS));
});

test.run();
