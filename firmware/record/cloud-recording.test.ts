/** The household's consent decides what of an event is kept for the cloud. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import type { HistoryEvent } from '../care/event-history.ts';
import { SettingsStore } from '../settings/store.ts';
import { CloudRecording } from './cloud-recording.ts';
import { RecordingReader } from './reader.ts';
import { Catalogue } from './catalogue.ts';
import { FakeStorage } from './fake-storage.ts';
import { simulatedHousehold } from './upload/simulated-clips.ts';

const test = suite('cloud recording on the device');
const PICTURE = Buffer.from('a picture');

async function house() {
  const stateFolder = mkdtempSync(join(tmpdir(), 'pupsentry-cloud-recording-'));
  const settings = new SettingsStore({ folder: stateFolder, log: silentLogger() });
  const storage = new FakeStorage();
  const settle = () => Promise.resolve();
  const reader = new RecordingReader({ storage, catalogue: new Catalogue(storage), settle });
  const clock = new FakeClock();
  const make = () =>
    new CloudRecording({
      ...{ deviceId: 'front-door-1', stateFolder, settings, clock, log: silentLogger() },
      ...{ history: { byId: () => null }, recordings: { reader, store: { isReadable: true } } },
      busy: () => true,
    });
  const { list } = await simulatedHousehold();
  const room = {
    ...{ settings, stateFolder, cloud: make() },
    order: () =>
      room.cloud.take({
        ...{ on: true, uploadUrl: 'https://cloud.example/device/clips', uploadToken: 'pass' },
        ...{ expiresMs: clock.nowMs() + 3_600_000, keys: list },
      }),
    async again() {
      await room.cloud.stop();
      room.cloud = make();
      await room.cloud.start();
    },
    ring: () => room.cloud.offer({ ...RING, id: randomUUID() }, PICTURE),
    /** Resolves when one ring is kept: it waits once all of it is on disk. */
    async kept() {
      await room.until(() => room.cloud.status().waiting === 1);
      assert.equal(room.files().sort(), ['job', 'jpg']);
    },
    /** File and timer work is real: it takes turns of the event loop. */
    async until(holds: () => boolean): Promise<void> {
      while (!holds()) await new Promise((resolve) => setImmediate(resolve));
    },
    files: () => readdirSync(join(stateFolder, 'uploads', 'queue')).map((name) => name.replace(/^.*\./, '')),
    async close() {
      await room.cloud.stop();
      rmSync(stateFolder, { recursive: true });
    },
  };
  await room.cloud.start();
  return room;
}

const RING: HistoryEvent = {
  ...{ id: '', kind: 'ring', startedMs: 8000, endedMs: 9000, presses: 1, labels: ['ring'], zones: [] },
  ...{ peak: 1, quiet: false, snapshot: true, accepted: true, clip: { fromMs: 0, toMs: 14_000 } },
};

test('without the household’s word nothing of an event is kept, orders or not', async () => {
  const room = await house();
  await room.order();
  room.ring();
  assert.is(room.cloud.status().hindrance, 'no-consent');
  // The first clip that is taken comes after it: by then it would be there.
  await room.settings.set({ 'cloud.recording': true });
  room.ring();
  await room.kept();
  await room.close();
});

test('what waits outlives a restart; withdrawn, it is erased at once, from the disk too', async () => {
  const room = await house();
  await room.order();
  await room.settings.set({ 'cloud.recording': true });
  room.ring();
  await room.kept();
  await room.again();
  assert.equal([room.cloud.status().waiting, room.cloud.status().hindrance], [1, 'live-view']);
  await room.settings.set({ 'cloud.recording': false });
  assert.equal([room.cloud.status().waiting, room.cloud.status().hindrance], [0, 'no-consent']);
  await room.until(() => room.files().length === 0);
  room.ring();
  await room.again();
  assert.equal([room.cloud.status().waiting, room.files()], [0, []]);
  await room.close();
});

test.run();
