import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { FakeLink } from '../link/fake-link.ts';
import { FakeMedia } from '../media/fake-media.ts';
import { Hardware } from './hardware.ts';
import { Health } from './health.ts';

const test = suite('health');

async function house() {
  const clock = new FakeClock();
  const media = new FakeMedia({ clock });
  const link = new FakeLink();
  link.change({ sinceMs: clock.nowMs() });
  const storage = { freeBytes: 1e9 as number | Error };
  const history = { problem: '' };
  const hardware = new Hardware({ clock, log: silentLogger() });
  const health = new Health({
    media,
    link,
    history,
    hardware,
    stateFolder: '/var/lib/pupsentry',
    clock,
    freeBytes: () =>
      typeof storage.freeBytes === 'number'
        ? Promise.resolve(storage.freeBytes)
        : Promise.reject(storage.freeBytes),
  });
  await health.start();
  let changes = 0;
  health.onChanged(() => changes++);
  return {
    clock,
    media,
    link,
    storage,
    history,
    hardware,
    health,
    codes: () => health.faults().map(({ code }) => code),
    changes: () => changes,
  };
}

test('nothing is wrong', async () => {
  const h = await house();
  assert.equal(h.codes(), []);
  await h.health.stop();
});

test('a link that is away for a moment is no fault; for half a minute it is', async () => {
  const h = await house();
  h.link.change({ connected: false, sinceMs: h.clock.nowMs(), problem: 'connection refused' });
  assert.equal(h.codes(), []);
  const before = h.changes();
  await h.clock.advance(30_000);
  assert.ok(h.changes() > before);
  assert.equal(h.codes(), ['broker-unreachable']);
  const [fault] = h.health.faults();
  assert.match(fault!.message, /broker\.example.*connection refused/);
  assert.is(fault!.sinceMs, h.clock.nowMs() - 30_000);
  h.link.change({ connected: true, sinceMs: h.clock.nowMs(), problem: '' });
  assert.equal(h.codes(), []);
  await h.health.stop();
});

test('what the media process finds comes through at once', async () => {
  const h = await house();
  h.media.change({
    faults: [
      { component: 'camera', code: 'camera-missing', message: 'Gone.', remedy: 'Plug it in.', sinceMs: 7 },
    ],
  });
  assert.is(h.changes(), 1);
  assert.equal(h.codes(), ['camera-missing']);
  await h.health.stop();
});

test('a driver that fails is a fault beside those of the picture; of two about one part the camera’s is told', async () => {
  const h = await house();
  const broken = (): never => {
    throw new Error('EBUSY: line busy');
  };
  for (const part of ['ir-cut', 'indicator']) await h.hardware.part(part, broken).start();
  assert.is(h.changes(), 2);
  assert.equal(h.codes(), ['ir-cut-failed', 'indicator-failed']);
  const sinceMs = h.clock.nowMs();
  h.media.change({
    faults: [{ component: 'indicator', code: 'camera-closed', message: '', remedy: '', sinceMs }],
  });
  assert.equal(h.codes(), ['camera-closed', 'ir-cut-failed']);
  await h.health.stop();
});

test('storage: full, gone, failing, and well again, with the time each began', async () => {
  const h = await house();
  const startMs = h.clock.nowMs();
  const stages: [change: () => void, code: string[]][] = [
    [() => (h.storage.freeBytes = 1e6), ['storage-full']],
    [() => undefined, ['storage-full']],
    [() => (h.storage.freeBytes = new Error('EIO: i/o error')), ['storage-unreadable']],
    [() => (h.storage.freeBytes = 1e9), []],
    [() => (h.history.problem = 'EROFS: read-only'), ['storage-failing']],
  ];
  const since: number[] = [];
  for (const [change, codes] of stages) {
    change();
    await h.clock.advance(60_000);
    assert.equal(h.codes(), codes);
    since.push((h.health.faults()[0]?.sinceMs ?? startMs) - startMs);
  }
  assert.equal(since, [60_000, 60_000, 180_000, 0, 300_000]);
  await h.health.stop();
});

test('a device without a cloud has no link to miss, and the real file system answers', async () => {
  const clock = new FakeClock();
  const health = new Health({
    media: new FakeMedia({ clock }),
    link: null,
    history: { problem: '' },
    stateFolder: import.meta.dirname,
    clock,
  });
  await health.start();
  await clock.advance(120_000);
  assert.equal(health.faults(), []);
  await health.stop();
});

test.run();
