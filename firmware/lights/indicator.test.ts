import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Light } from '#board/drivers/light.ts';
import { SimulatedLight } from '#board/drivers/simulated-light.ts';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { silentLogger } from '#kit/log.ts';
import { Hardware } from '../care/hardware.ts';
import { Indicator } from './indicator.ts';

const test = suite('indicator');

async function house(open: (light: SimulatedLight) => Light | null = (light) => light) {
  const clock = new FakeClock();
  const hardware = new Hardware({ clock, log: silentLogger() });
  const light = new SimulatedLight();
  const indicator = new Indicator({ light: hardware.part('indicator', () => open(light)) });
  await indicator.start();
  return { clock, hardware, light, indicator };
}

test('lit before the camera opens, dark after it has closed', async () => {
  const h = await house();
  await h.indicator.opening();
  assert.is(h.light.shown.kind, 'on');
  h.indicator.closed();
  assert.is(h.light.shown.kind, 'off');
  await h.indicator.stop();
});

test('a board without one does not wait for it', async () => {
  const h = await house(() => null);
  await h.indicator.opening();
  h.indicator.closed();
  assert.equal(h.hardware.faults(), []);
  await h.indicator.stop();
});

test('one that cannot be lit keeps the camera closed, says why, and does not come on beside it later', async () => {
  let isThere = false;
  const h = await house((light) => {
    if (!isThere) throw new PupsentryError('light-missing', 'There is no light "red:camera".', 'Correct it.');
    return light;
  });
  const thrown: unknown = await h.indicator.opening().catch((error: unknown) => error);
  assert.instance(thrown, PupsentryError);
  assert.is((thrown as PupsentryError).code, 'light-missing');
  assert.match((thrown as PupsentryError).message, /red:camera/);
  isThere = true;
  await h.clock.advance(5000);
  assert.is(h.light.shown.kind, 'off');
  assert.equal(h.hardware.faults(), []);
  await h.indicator.opening();
  assert.is(h.light.shown.kind, 'on');
  await h.indicator.stop();
});

test.run();
