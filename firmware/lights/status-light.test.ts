import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Light } from '#board/drivers/light.ts';
import { SimulatedLight } from '#board/drivers/simulated-light.ts';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import type { Fault } from '../care/faults.ts';
import { Hardware } from '../care/hardware.ts';
import { FakeLink } from '../link/fake-link.ts';
import { FakeMedia } from '../media/fake-media.ts';
import { SettingsStore } from '../settings/store.ts';
import { StatusLight } from './status-light.ts';

const FAULT: Fault = {
  component: 'camera',
  code: 'camera-missing',
  message: 'Gone.',
  remedy: '',
  sinceMs: 0,
};

async function house() {
  const folder = mkdtempSync(join(tmpdir(), 'status-light-'));
  const clock = new FakeClock();
  const media = new FakeMedia({ clock });
  media.change({ phase: 'starting' });
  const link = new FakeLink();
  link.change({ connected: false });
  const settings = new SettingsStore({ folder, log: silentLogger() });
  const light = new SimulatedLight();
  const faults: Fault[] = [];
  let viewers = 0;
  const status = new StatusLight({
    light: new Hardware({ clock, log: silentLogger() }).part<Light>('status-light', () => light),
    health: { faults: () => faults, onChanged: () => () => undefined },
    viewers: () => viewers,
    ...{ media, link, settings, clock },
  });
  await status.start();
  return {
    ...{ clock, media, link, settings, light, faults, status },
    watch: (count: number) => (viewers = count),
    async ready() {
      link.change({ connected: true });
      media.change({ phase: 'running' });
      await clock.advance(0);
    },
    async close() {
      await status.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

const test = suite('status light');

test('starting until there are a picture and a cloud, then ready', async () => {
  const h = await house();
  assert.is(h.status.condition, 'starting');
  assert.equal(h.light.shown, { kind: 'blink', onMs: 1000, offMs: 1000 });
  h.media.change({ phase: 'running' });
  assert.is(h.status.condition, 'starting');
  h.link.change({ connected: true });
  assert.is(h.status.condition, 'ready');
  assert.equal(h.light.shown, { kind: 'off' });
  await h.settings.set({ 'light.ready': true });
  assert.equal(h.light.shown, { kind: 'on' });
  await h.close();
  assert.equal(h.light.shown, { kind: 'off' });
});

test('a start that does not end shows what is wrong', async () => {
  const h = await house();
  await h.clock.advance(30_000);
  assert.is(h.status.condition, 'no-network');
  h.faults.push(FAULT);
  assert.is(h.status.condition, 'fault');
  await h.close();
});

test('a link that is away for a moment is not shown; a fault of the link is "no network"', async () => {
  const h = await house();
  await h.ready();
  h.link.change({ connected: false });
  await h.clock.advance(9000);
  assert.is(h.status.condition, 'ready');
  h.faults.push({ ...FAULT, component: 'link' });
  await h.clock.advance(2000);
  assert.is(h.status.condition, 'no-network');
  assert.equal(h.light.shown, { kind: 'blink', onMs: 100, offMs: 900 });
  await h.close();
});

test('a ring, a viewer, somebody who looks for it: each for its time', async () => {
  const h = await house();
  await h.ready();
  h.status.rang();
  assert.equal(h.light.shown, { kind: 'blink', onMs: 250, offMs: 250 });
  h.watch(1);
  await h.clock.advance(8500);
  assert.equal(h.light.shown, { kind: 'blink', onMs: 1900, offMs: 100 });
  h.status.identify(5);
  assert.equal(h.light.shown, { kind: 'blink', onMs: 150, offMs: 150 });
  await h.clock.advance(5500);
  assert.is(h.status.condition, 'live');
  h.watch(0);
  await h.clock.advance(500);
  assert.equal(h.light.shown, { kind: 'off' });
  await h.close();
});

test('the countdown of a factory reset goes before all, and is over when the button is let go', async () => {
  const h = await house();
  await h.ready();
  h.status.rang();
  h.status.countdown(7);
  assert.equal(h.light.shown, { kind: 'blink', onMs: 400, offMs: 400 });
  h.status.countdown(1);
  assert.equal(h.light.shown, { kind: 'blink', onMs: 50, offMs: 50 });
  h.status.countdown(null);
  assert.is(h.status.condition, 'ringing');
  h.status.countdown(1);
  h.status.resetting(true);
  assert.equal(h.light.shown, { kind: 'on' });
  h.status.resetting(false);
  assert.is(h.status.condition, 'ringing', 'it could not be done');
  await h.close();
});

test.run();
