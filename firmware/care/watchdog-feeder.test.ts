import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SimulatedWatchdog } from '#board/drivers/simulated-watchdog.ts';
import type { Watchdog } from '#board/drivers/watchdog.ts';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { createLogger, type LogRecord } from '#kit/log.ts';
import { FakeMedia } from '../media/fake-media.ts';
import { Hardware } from './hardware.ts';
import { LIMIT_MS, lostSigns, type VitalSigns } from './vital-signs.ts';
import { WatchdogFeeder } from './watchdog-feeder.ts';

const test = suite('watchdog');

const NOW = 10_000_000;
const WELL: VitalSigns = {
  nowMs: NOW,
  video: { isOff: false, hasToldFault: false, lastPictureMs: NOW },
  storageMs: NOW,
  linkMs: NOW,
};
const LONG_AGO = NOW - LIMIT_MS - 1;
const silent = { ...WELL.video, lastPictureMs: LONG_AGO };

const TABLE: [what: string, signs: Partial<VitalSigns>, lost: string[]][] = [
  ['all is well', {}, []],
  ['no picture for long', { video: silent }, ['video']],
  ['no picture for a while', { video: { ...silent, lastPictureMs: LONG_AGO + 1 } }, []],
  ['privacy mode', { video: { ...silent, isOff: true } }, []],
  ['a camera that is missing, and told', { video: { ...silent, hasToldFault: true } }, []],
  ['never a picture: a reset brings none', { video: { ...silent, lastPictureMs: null } }, []],
  ['a disk that hangs', { storageMs: LONG_AGO }, ['storage']],
  ['a disk that never worked', { storageMs: null }, []],
  ['a link that stands still', { linkMs: LONG_AGO }, ['link']],
  ['no cloud', { linkMs: null }, []],
  ['everything', { video: silent, storageMs: LONG_AGO, linkMs: LONG_AGO }, ['video', 'storage', 'link']],
];
for (const [what, signs, lost] of TABLE) {
  test(what, () =>
    assert.equal(
      lostSigns({ ...WELL, ...signs }).map(({ part }) => part),
      lost,
    ),
  );
}

async function house(open: (driver: SimulatedWatchdog) => Watchdog | null = (driver) => driver) {
  const clock = new FakeClock();
  const lines: LogRecord[] = [];
  const log = createLogger({ write: (line) => lines.push(JSON.parse(line) as LogRecord) });
  const hardware = new Hardware({ clock, log, random: () => 0 });
  const driver = new SimulatedWatchdog();
  const media = new FakeMedia({ clock });
  const disk = { failure: null as string | 'hang' | null, writes: 0 };
  const alive = { video: true, link: true };
  const link = { lastTurnMs: clock.monotonicMs() as number | null };
  const feeder = new WatchdogFeeder({
    watchdog: hardware.part<Watchdog>('watchdog', () => open(driver)),
    stateFolder: '/state',
    write: (file) => {
      assert.is(file, '/state/heartbeat');
      disk.writes++;
      if (disk.failure === 'hang') return new Promise(() => undefined);
      return disk.failure
        ? Promise.reject(Object.assign(new Error(disk.failure), { code: disk.failure }))
        : Promise.resolve();
    },
    ...{ media, link, clock, log },
  });
  clock.every(1000, () => {
    if (alive.video) media.push('main', clock.monotonicMs() * 1000, { key: true });
    media.push('audio', clock.monotonicMs() * 1000);
    if (alive.link) link.lastTurnMs = clock.monotonicMs();
  });
  await feeder.start();
  return {
    ...{ clock, lines, hardware, driver, media, disk, alive, feeder },
    async fed(ms: number) {
      const before = driver.fed;
      await clock.advance(ms);
      return driver.fed - before;
    },
  };
}

test('fed at a quarter of its time; an orderly stop disarms it', async () => {
  const h = await house();
  assert.ok(h.driver.armed);
  assert.is(h.driver.fed, 1, 'at once');
  assert.is(await h.fed(75_000), 10);
  await h.feeder.stop();
  assert.not(h.driver.armed);
  assert.is(await h.fed(60_000), 0);
});

test('pictures that stop without a word: fed for five minutes, then left to bite', async () => {
  const h = await house();
  await h.fed(60_000);
  h.alive.video = false;
  assert.ok((await h.fed(290_000)) > 30);
  await h.fed(20_000);
  assert.is(await h.fed(60_000), 0);
  assert.is(h.feeder.lost, 'video');
  assert.is(h.lines.filter(({ level }) => level === 'error').length, 1);
  h.alive.video = true;
  assert.ok((await h.fed(30_000)) > 0, 'pictures again: fed again');
  await h.feeder.stop();
});

test('a camera that is away and told, privacy mode: fed for ever, and the time counts anew after them', async () => {
  const h = await house();
  await h.fed(60_000);
  h.alive.video = false;
  h.media.change({
    phase: 'starting',
    faults: [{ component: 'camera', code: 'camera-missing', message: 'Gone.', remedy: '', sinceMs: 0 }],
  });
  assert.ok((await h.fed(3_600_000)) > 400);
  h.media.change({ phase: 'off', faults: [] });
  assert.ok((await h.fed(3_600_000)) > 400);
  h.media.change({ phase: 'starting' });
  assert.ok((await h.fed(290_000)) > 30);
  await h.fed(20_000);
  assert.is(await h.fed(60_000), 0);
  await h.feeder.stop();
});

test('a full or read-only disk is no reason; one that hangs or fails is', async () => {
  const h = await house();
  for (const answer of ['ENOSPC', 'EROFS']) {
    h.disk.failure = answer;
    assert.ok((await h.fed(900_000)) > 100, answer);
  }
  h.disk.failure = 'EIO';
  await h.fed(400_000);
  assert.is(await h.fed(60_000), 0);
  assert.is(h.feeder.lost, 'storage');
  h.disk.failure = null;
  await h.fed(60_000);
  assert.is(h.feeder.lost, '');
  h.disk.failure = 'hang';
  const writes = h.disk.writes;
  await h.fed(900_000);
  assert.is(h.feeder.lost, 'storage');
  assert.is(h.disk.writes, writes + 1, 'one write hangs, not one a minute');
  await h.feeder.stop();
});

test('a link whose loop stands still', async () => {
  const h = await house();
  h.alive.link = false;
  await h.fed(310_000);
  assert.is(h.feeder.lost, 'link');
  await h.feeder.stop();
});

test('a watchdog that is missing is a fault; fed once it is there', async () => {
  let isThere = false;
  const h = await house((driver) => {
    if (!isThere) throw new PupsentryError('watchdog-missing', 'No watchdog "i6300ESB".', 'Load its driver.');
    return driver;
  });
  assert.equal(
    h.hardware.faults().map(({ component, code }) => [component, code]),
    [['watchdog', 'watchdog-missing']],
  );
  await h.fed(60_000);
  isThere = true;
  assert.ok((await h.fed(90_000)) > 3);
  assert.equal(h.hardware.faults(), []);
  await h.feeder.stop();
});

test('a board without one writes nothing to the disk', async () => {
  const h = await house(() => null);
  await h.fed(600_000);
  assert.is(h.disk.writes, 0);
  assert.equal(h.hardware.faults(), []);
  await h.feeder.stop();
});

test.run();
