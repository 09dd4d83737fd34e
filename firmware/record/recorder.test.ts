/** When is recorded, by which rules; what is read back of it. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { FakeMedia } from '../media/fake-media.ts';
import type { AccessUnit } from '../media/media.ts';
import { SettingsStore } from '../settings/store.ts';
import { makeClip } from './clip.ts';
import { FakeStorage } from './fake-storage.ts';
import { parseFileName } from './file-name.ts';
import type { RecordedUnit } from './reader.ts';
import { Recordings } from './recordings.ts';
import { makeScene, sceneUnits } from './testing/scene-units.ts';

const test = suite('recorder');
const scene = makeScene({ kbps: 20, fps: 5 });
const WALL_MS = new Date(2026, 10, 26, 21, 0, 0).getTime(); // a Thursday, local time

class Device {
  readonly folder = mkdtempSync(join(tmpdir(), 'pupsentry-recorder-'));
  readonly clock = new FakeClock(WALL_MS);
  readonly media = new FakeMedia({ clock: this.clock });
  readonly storage = new FakeStorage();
  readonly settings = new SettingsStore({ folder: this.folder, log: silentLogger() });
  readonly recordings = new Recordings({
    ...{ media: this.media, settings: this.settings, clock: this.clock, storage: this.storage },
    ...{ stateFolder: this.folder, place: null, log: silentLogger(), onFault: () => undefined },
  });

  static async start(settings: Record<string, unknown>): Promise<Device> {
    const device = new Device();
    await device.settings.set(settings);
    await device.recordings.recorder.start();
    await device.clock.advance(0);
    return device;
  }

  /** The camera goes on for a while, and the clock with it. */
  async run(
    seconds: number,
    change: (unit: AccessUnit) => AccessUnit | null = (unit) => unit,
  ): Promise<void> {
    const startUs = this.clock.monotonicMs() * 1000;
    let atMs = this.clock.monotonicMs();
    for (const unit of sceneUnits(scene, { seconds, startUs })) {
      const dueMs = unit.ptsUs / 1000;
      if (dueMs > atMs + 100) await this.clock.advance(dueMs - atMs);
      atMs = this.clock.monotonicMs();
      const changed = change(unit);
      if (changed) this.media.ring.push(changed);
    }
    await this.clock.advance(startUs / 1000 + seconds * 1000 - atMs);
    await this.recordings.store.idle();
  }

  /** Seconds since the start, of every span. */
  spans(): [from: number, to: number][] {
    const seconds = (ms: number) => Math.round((ms - WALL_MS) / 100) / 10;
    const { spans } = this.recordings.reader.spans({ fromMs: 0, toMs: Infinity });
    return spans.map(({ startMs, endMs }) => [seconds(startMs), seconds(endMs)]);
  }

  async stop(): Promise<void> {
    await this.recordings.recorder.stop();
    rmSync(this.folder, { recursive: true });
  }
}

async function all(units: AsyncIterable<RecordedUnit>): Promise<RecordedUnit[]> {
  const found: RecordedUnit[] = [];
  for await (const unit of units) found.push(unit);
  return found;
}

test('continuous: everything, in fragments of 4 s; the last one when it stops', async () => {
  const device = await Device.start({ 'record.mode': 'continuous' });
  await device.run(10);
  assert.equal(device.spans(), [[0, 8]]);
  assert.is(device.recordings.recorder.state().now, 'recording');
  await device.recordings.recorder.flush();
  assert.equal(device.spans(), [[0, 9]], 'asked for, it is there up to the last key frame');
  await device.stop();
  assert.equal(device.spans(), [[0, 10]]);
});

test('events: from the pre-roll to the end of the post-roll, and nothing else', async () => {
  const device = await Device.start({ 'record.mode': 'events' });
  await device.run(20);
  assert.is(device.recordings.recorder.state().now, 'no-event');
  assert.equal(device.spans(), []);
  const release = device.recordings.recorder.keep();
  await device.run(4);
  const another = device.recordings.recorder.keep();
  release();
  release(); // twice is once
  await device.run(10);
  another();
  await device.run(12);
  const [[from, to]] = device.spans() as [[number, number]];
  assert.ok(from <= 12 && from >= 10, `from ${from}: 8 s before 20 s`);
  assert.ok(to >= 38.9 && to <= 40.2, `to ${to}: 5 s after 34 s`);
  const early = device.recordings.recorder.keep({ fromUs: (device.clock.monotonicMs() - 3000) * 1000 });
  await device.run(2);
  early();
  await device.run(8);
  const [, [second]] = device.spans() as [unknown, [number, number]];
  assert.ok(second >= 42 && second <= 43, `from ${second}: at most a key frame before 43 s`);
  await device.stop();
});

test('an event that nobody ends is let go after 10 minutes', async () => {
  const device = await Device.start({ 'record.mode': 'events' });
  device.recordings.recorder.keep();
  await device.clock.advance(606_000);
  assert.is(device.recordings.recorder.state().now, 'no-event');
  await device.stop();
});

test('scheduled: inside the schedule alone, events change nothing; off: nothing', async () => {
  const device = await Device.start({
    'record.mode': 'scheduled',
    'record.schedule': 'thu 21:01-21:02; fri 00:00-24:00',
  });
  const release = device.recordings.recorder.keep();
  await device.run(150);
  release();
  assert.is(device.recordings.recorder.state().now, 'not-scheduled');
  const [[from, to]] = device.spans() as [[number, number]];
  assert.ok(from >= 60 && from < 62 && to >= 120 && to < 122, `${from} to ${to}`);
  await device.settings.set({ 'record.mode': 'off' });
  device.recordings.recorder.keep();
  await device.run(20);
  assert.is(device.spans().length, 1);
  await device.stop();
});

test('privacy mode: what was before is finished, nothing of it is written', async () => {
  const device = await Device.start({ 'record.mode': 'continuous' });
  await device.run(6);
  device.media.ring.clear();
  device.media.change({ phase: 'off' });
  await device.recordings.store.idle();
  assert.equal(device.spans(), [[0, 6]]);
  await device.run(20); // a camera that goes on all the same
  assert.equal(device.spans(), [[0, 6]]);
  device.media.ring.clear();
  device.media.change({ phase: 'running' });
  await device.run(9);
  assert.equal(device.spans(), [
    [0, 6],
    [26, 34],
  ]);
  await device.stop();
});

test('what viewers cannot play is recorded by the sub stream', async () => {
  const device = await Device.start({ 'record.mode': 'continuous' });
  const { encoders } = device.media.info();
  device.media.change({ encoders: { ...encoders, main: { ...encoders.main!, codec: 'fwht' } } });
  await device.run(9, (unit) => (unit.stream === 'main' ? { ...unit, stream: 'sub' } : unit));
  const [span] = device.recordings.reader.spans({ fromMs: 0, toMs: Infinity }).spans;
  assert.is(span?.stream, 'sub');
  await device.stop();
});

test('a gap, a change of the sound and a step of the clock begin a new file each', async () => {
  const device = await Device.start({ 'record.mode': 'continuous' });
  await device.run(8);
  await device.clock.advance(5000);
  await device.run(8);
  await device.settings.set({ 'record.sound': false });
  await device.run(8);
  device.clock.setWall(device.clock.nowMs() + 3_600_000);
  await device.run(8);
  await device.stop();
  const names = [...device.storage.files.keys()].filter((path) => path.endsWith('.mp4')).sort();
  const starts = names.map((path) => parseFileName(path.split('/')[1]!)!.startMs - WALL_MS);
  assert.equal(starts.slice(0, 3), [0, 13_000, 21_000]);
  assert.ok(starts[3]! > 3_600_000);
  const units = await all(device.recordings.reader.read(WALL_MS));
  const gaps = units.filter(({ gapMs }) => gapMs > 0).map(({ gapMs }) => gapMs);
  assert.is(gaps[0], 5000);
  assert.is(gaps.length, 2);
});

test('what is read is what was captured: pictures, sound and times', async () => {
  const device = await Device.start({ 'record.mode': 'continuous' });
  const captured: AccessUnit[] = [];
  await device.run(20, (unit) => (captured.push(unit), unit));
  await device.stop();
  const units = await all(device.recordings.reader.read(WALL_MS));
  const nals = (data: Buffer) =>
    data
      .toString('hex')
      .replace(/^00000001(0910|09f0|0930)/, '')
      .replaceAll('00000001', '000001');
  for (const stream of ['main', 'audio'] as const) {
    const before = captured.filter((unit) => unit.stream === stream);
    const after = units.filter((unit) => unit.stream === stream);
    assert.is(after.length, before.length);
    before.forEach(({ data, ptsUs, key }, i) => {
      const unit = after[i]!;
      assert.is(unit.key, key);
      assert.is(nals(unit.data), nals(data), `${stream} ${i}`);
      assert.ok(Math.abs(unit.atMs - (WALL_MS + ptsUs / 1000 - 1000)) <= 0.05, `${stream} ${i}: time`);
    });
  }
});

test('seek: from the key frame before; key frames alone, forwards and backwards', async () => {
  const device = await Device.start({ 'record.mode': 'continuous' });
  await device.run(330);
  await device.stop();
  const { reader } = device.recordings;
  const seconds = (unit: RecordedUnit) => (unit.atMs - WALL_MS) / 1000;
  for (const at of [0, 3.3, 4, 17.9, 299.9, 300.1, 322.5]) {
    const { value } = await reader.read(WALL_MS + at * 1000).next();
    assert.ok(value!.key && value!.stream === 'main');
    assert.is(seconds(value!), Math.floor(at), `sought ${at}`);
  }
  const from = WALL_MS + 296_500;
  const ahead = await all(reader.read(from, { keysOnly: true, toMs: from + 8000 }));
  assert.equal(ahead.map(seconds), [296, 297, 298, 299, 300, 301, 302, 303, 304]);
  const back = await all(reader.readBack(from + 6000, { toMs: from - 1000 }));
  assert.equal(back.map(seconds), [302, 301, 300, 299, 298, 297, 296]);
});

test('files that are removed while they are read are a gap', async () => {
  const device = await Device.start({ 'record.mode': 'continuous' });
  await device.run(700);
  await device.stop();
  const paths = [...device.storage.files.keys()].filter((path) => path.endsWith('.mp4')).sort();
  assert.is(paths.length, 3);
  const found: RecordedUnit[] = [];
  for await (const unit of device.recordings.reader.read(WALL_MS, { keysOnly: true })) {
    if (found.length === 100) device.storage.files.delete(paths[1]!);
    found.push(unit);
  }
  assert.equal(
    found.filter(({ gapMs }) => gapMs > 0).map(({ gapMs }) => gapMs),
    [300_000],
  );
  assert.is(found.length, 400);
});

test('a clip is cut at a key frame, leaves gaps out and tells them', async () => {
  const device = await Device.start({ 'record.mode': 'continuous' });
  await device.run(20);
  await device.clock.advance(60_000);
  await device.run(20);
  await device.stop();
  const clip = makeClip(device.recordings.reader, { fromMs: WALL_MS + 12_500, toMs: WALL_MS + 90_000 });
  const parts: Buffer[] = [];
  let step = await clip.next();
  for (; !step.done; step = await clip.next()) parts.push(step.value);
  const { startMs, bytes, gaps, stoppedMs } = step.value;
  assert.is(startMs, WALL_MS + 12_000);
  assert.is(bytes, Buffer.concat(parts).length);
  assert.equal(gaps, [{ atMs: WALL_MS + 20_000, missingMs: 60_000 }]);
  assert.is(stoppedMs, null);
  const empty = makeClip(device.recordings.reader, { fromMs: WALL_MS - 9000, toMs: WALL_MS - 5000 });
  assert.is(await empty.next().catch(({ code }: { code: string }) => code), 'clip-empty');
});

test.run();
