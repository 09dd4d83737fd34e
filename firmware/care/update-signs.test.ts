/** What the health gate is told, by the real recorder on a disk in memory. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import type { Sign } from '#ota/agent/parts.ts';
import { FakeLink } from '../link/fake-link.ts';
import { FakeMedia } from '../media/fake-media.ts';
import { FakeStorage } from '../record/fake-storage.ts';
import { Recordings } from '../record/recordings.ts';
import { makeScene, sceneUnits } from '../record/testing/scene-units.ts';
import { SettingsStore } from '../settings/store.ts';
import { UpdateSigns } from './update-signs.ts';

const test = suite('signs for the health gate');
const scene = makeScene({ kbps: 20, fps: 5 });

class Device {
  readonly folder = mkdtempSync(join(tmpdir(), 'update-signs-'));
  readonly clock = new FakeClock();
  readonly media = new FakeMedia({ clock: this.clock });
  readonly storage = new FakeStorage();
  readonly settings = new SettingsStore({ folder: this.folder, log: silentLogger() });
  readonly link = new FakeLink();
  readonly recordings = new Recordings({
    ...{ media: this.media, settings: this.settings, clock: this.clock, storage: this.storage },
    ...{ stateFolder: this.folder, place: null, log: silentLogger(), onFault: () => undefined },
  });
  readonly signs = new UpdateSigns({
    ...{ media: this.media, recordings: this.recordings, link: this.link, clock: this.clock },
  });

  async start(settings: Record<string, unknown>): Promise<void> {
    await this.settings.set(settings);
    await this.recordings.recorder.start();
  }

  async run(seconds: number): Promise<void> {
    const startUs = this.clock.monotonicMs() * 1000;
    for (const unit of sceneUnits(scene, { seconds, startUs })) {
      await this.clock.advance(unit.ptsUs / 1000 - this.clock.monotonicMs());
      this.media.ring.push(unit);
    }
  }

  /** The camera goes on until the recorder has been judged. @returns the sign, and after how many seconds */
  async recorder({ hasPictures = true, signal = new AbortController().signal } = {}): Promise<
    [Sign, number]
  > {
    const beganMs = this.clock.monotonicMs();
    let sign: Sign | null = null;
    const judged = this.signs.recorder(signal).then((found) => (sign = found));
    judged.catch(() => undefined);
    for (let seconds = 0; !sign && !signal.aborted && seconds < 60; seconds++)
      await (hasPictures ? this.run(1) : this.clock.advance(1000));
    await judged;
    return [sign!, Math.round((this.clock.monotonicMs() - beganMs) / 1000)];
  }

  async stop(): Promise<void> {
    await this.recordings.recorder.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

let device: Device;
test.before.each(() => void (device = new Device()));
test.after.each(() => device.stop());

test('pictures: fresh ones of the main stream count, old ones and the sub stream do not', async () => {
  const { signs, media, clock } = device;
  assert.is(signs.picture(), 'broken', 'none has come');
  media.push('main', clock.monotonicMs() * 1000, { key: true });
  media.push('audio', clock.monotonicMs() * 1000);
  assert.is(signs.picture(), 'works', 'sound came after it');
  await clock.advance(5000);
  assert.is(signs.picture(), 'works');
  await clock.advance(1);
  media.push('sub', clock.monotonicMs() * 1000, { key: true });
  assert.is(signs.picture(), 'broken', 'it stands still');
  media.change({ phase: 'off' });
  assert.is(signs.picture(), 'off', 'privacy is no fault');
});

test('the cloud: logged in, not, or none to log in at', () => {
  const { signs, media, recordings, clock, link } = device;
  assert.is(signs.cloud(), 'works');
  link.change({ connected: false });
  assert.is(signs.cloud(), 'broken');
  assert.is(new UpdateSigns({ media, recordings, link: null, clock }).cloud(), 'off');
});

test('events mode: a piece is recorded for it, read back, and the recorder rests again', async () => {
  await device.start({ 'record.mode': 'events' });
  await device.run(10);
  assert.is(device.storage.files.size, 0, 'nothing has happened');
  const [sign, seconds] = await device.recorder();
  assert.is(sign, 'works');
  assert.ok(seconds <= 20, `${seconds} s`);
  assert.is(device.recordings.store.figures().readBacks, 1);
  await device.run(10);
  assert.is(device.recordings.recorder.state().now, 'no-event', 'it was let go');
});

test('continuous: what was read back when the file was begun is enough', async () => {
  await device.start({ 'record.mode': 'continuous' });
  await device.run(10);
  assert.is(device.recordings.store.figures().readBacks, 1);
  assert.equal(await device.recorder(), ['works', 1]);
});

test('a disk that lies, one that is full, one that fails: broken, and let go of', async () => {
  for (const harm of [
    (storage: FakeStorage) => (storage.lies = true),
    (storage: FakeStorage) => (storage.capacityBytes = 0),
    (storage: FakeStorage) => (storage.fails = (operation) => (operation === 'write' ? 'EIO' : undefined)),
  ]) {
    harm(device.storage);
    await device.start({ 'record.mode': 'events' });
    await device.run(10);
    const [sign, seconds] = await device.recorder();
    assert.is(sign, 'broken', `${harm}`);
    assert.ok(seconds <= 21, `${seconds} s`);
    await device.run(10);
    assert.is(device.recordings.recorder.state().now, 'no-event');
    await device.stop();
    device = new Device();
  }
});

test('no pictures come: broken within 20 s', async () => {
  await device.start({ 'record.mode': 'events' });
  const [sign, seconds] = await device.recorder({ hasPictures: false });
  assert.is(sign, 'broken');
  assert.ok(seconds <= 21, `${seconds} s`);
});

test('what the household does not want recorded is healthy', async () => {
  await device.start({ 'record.mode': 'off' });
  assert.equal(await device.recorder(), ['off', 1]);
  await device.settings.set({ 'record.mode': 'continuous', 'privacy.on': true });
  assert.equal(await device.recorder(), ['off', 1]);
  assert.is(device.storage.files.size, 0);
});

test('given up in the middle: the recorder is let go of', async () => {
  await device.start({ 'record.mode': 'events' });
  const stop = new AbortController();
  const judged = device.signs.recorder(stop.signal).catch((error: Error) => error.message);
  await device.clock.advance(0);
  stop.abort(new Error('the device stops'));
  assert.is(await judged, 'the device stops');
  await device.clock.advance(10_000);
  assert.is(device.recordings.recorder.state().now, 'no-event');
});

test.run();
