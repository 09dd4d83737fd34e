import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from '#protocol/messages.ts';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { FakeLink } from '../link/fake-link.ts';
import { FakeMedia } from '../media/fake-media.ts';
import type { Settings } from '../settings/schema.ts';
import { SettingsStore } from '../settings/store.ts';
import { Health } from './health.ts';
import { Machine } from './machine.ts';
import { Reporter } from './reporter.ts';
import { NOT_SET_UP } from './updates.ts';

const test = suite('reporter');

async function house(initial: Partial<Settings> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'reporter-'));
  const clock = new FakeClock();
  const log = silentLogger();
  const media = new FakeMedia({ clock });
  const link = new FakeLink();
  const settings = new SettingsStore({ folder, log, initial });
  const history = { problem: '' };
  const health = new Health({ media, link, history, stateFolder: folder, clock });
  const reporter = new Reporter({
    identity: {
      deviceId: 'front-door',
      product: 'doorbell',
      board: 'host',
      capabilities: ['ring', 'live', 'snapshot'],
      startedMs: clock.nowMs(),
    },
    media,
    link,
    settings,
    health,
    updates: { status: () => NOT_SET_UP, onChanged: () => () => undefined },
    machine: new Machine(),
    viewers: () => 2,
    mediaPid: () => process.pid,
    clock,
    log,
  });
  await health.start();
  await reporter.start();
  /** Telemetry reads /proc, which takes real time: resolves with the next one. */
  const nextTelemetry = () =>
    new Promise<v1.ITelemetry>((resolve) => {
      link.sendTelemetry = (telemetry) => resolve(telemetry);
    });
  return {
    clock,
    media,
    link,
    settings,
    reporter,
    nextTelemetry,
    async close() {
      await reporter.stop();
      await health.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

test('the state is sent at the start and says what the device is', async () => {
  const h = await house({ 'device.name': 'Porch' });
  assert.is(h.link.states.length, 1);
  const [state] = h.link.states;
  assert.is(v1.State.verify(state!), null);
  assert.is(state!.name, 'Porch');
  assert.is(state!.product, v1.Product.PRODUCT_DOORBELL);
  assert.is(state!.versions!.node, process.versions.node);
  assert.is(state!.video!.encoder, 'fakeenc');
  assert.is(state!.subVideo!.width, 640);
  assert.ok(state!.audio!.on);
  assert.equal(state!.faults, []);
  assert.is(state!.settings!.length, Object.keys(h.settings.all).length);
  await h.close();
});

test('changes come in one message, 200 ms after the first; what is the same is not sent again', async () => {
  const h = await house();
  await h.settings.set({ 'device.name': 'Back door' });
  h.media.change({ camera: '/dev/video0' });
  h.media.change({
    faults: [{ component: 'camera', code: 'camera-missing', message: 'Gone.', remedy: '', sinceMs: 1 }],
  });
  await h.clock.advance(199);
  assert.is(h.link.states.length, 1);
  await h.clock.advance(1);
  assert.is(h.link.states.length, 2);
  assert.is(h.link.states[1]!.name, 'Back door');
  assert.is(h.link.states[1]!.video!.source, '/dev/video0');
  assert.is(h.link.states[1]!.faults![0]!.code, 'camera-missing');
  h.media.change({});
  await h.clock.advance(1000);
  assert.is(h.link.states.length, 2);
  await h.close();
});

test('a bitrate that live view steers is told every 10 s; anything else at once', async () => {
  const h = await house();
  const { main } = h.media.info().encoders;
  for (let kbps = 500; kbps < 600; kbps++) {
    h.media.change({ encoders: { main: { ...main!, bitrateKbps: kbps } } });
    await h.clock.advance(300);
  }
  assert.ok(h.link.states.length <= 5, `${h.link.states.length} states in 30 s`);
  const before = h.link.states.length;
  h.media.change({ camera: '/dev/video1' });
  await h.clock.advance(200);
  assert.is(h.link.states.length, before + 1);
  assert.is(h.link.states.at(-1)!.video!.bitrateKbps, 599);
  h.media.change({ encoders: { main: { ...main!, bitrateKbps: 700 } } });
  await h.clock.advance(11_000);
  assert.is(h.link.states.at(-1)!.video!.bitrateKbps, 700, 'the last one is never left out');
  await h.close();
});

test('telemetry: real figures of this machine, at the pace of the setting', async () => {
  const h = await house({ 'telemetry.seconds': 2 });
  for (let ms = 0; ms <= 2000; ms += 40)
    h.media.push('main', ms * 1000, { key: ms % 1000 === 0, bytes: 5000 });
  const first = h.nextTelemetry();
  await h.clock.advance(2000);
  const figures = await first;
  assert.is(v1.Telemetry.verify(figures), null);
  assert.is(figures.uptimeS, 2);
  assert.is(Math.round(figures.mainFps!), 25);
  assert.is(figures.viewers, 2);
  assert.ok(figures.memoryTotalBytes! > figures.memoryUsedBytes!);
  assert.ok(figures.daemonMemoryBytes! > 1e7);
  const second = h.nextTelemetry();
  await h.clock.advance(2000);
  assert.is((await second).uptimeS, 4);
  await h.close();
});

test('without consent no figure leaves, with it they come again', async () => {
  const h = await house({ 'telemetry.seconds': 2, 'telemetry.on': false });
  let sent = 0;
  h.link.sendTelemetry = () => sent++;
  await h.clock.advance(60_000);
  assert.is(sent, 0);
  const next = h.nextTelemetry();
  await h.settings.set({ 'telemetry.on': true });
  await h.clock.advance(2000);
  assert.ok(await next);
  await h.close();
});

test('privacy mode: sound is reported off', async () => {
  const h = await house();
  h.media.change({ phase: 'off' });
  await h.clock.advance(200);
  assert.not(h.link.states.at(-1)!.audio!.on);
  await h.close();
});

test.run();
