/** Consent, window, postponing, quiet: when the agent may. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PupsentryError } from '#kit/errors.ts';
import { FakeDevice } from './fake-device.ts';
import { fakeRelease } from './fake-release.ts';
import { INSTALL_WAIT, MAX_TRIALS, TRIAL_WAIT, blockedUntilMs, withFailure } from './failures.ts';
import type { Failure } from './state.ts';

const HOUR = 3_600_000;
const test = suite<{ device: FakeDevice }>('update agent, wishes');
test.before.each(async (context) => {
  context.device = new FakeDevice();
  context.device.newest = fakeRelease('1.1.0');
  await context.device.start();
});
test.after.each(({ device }) => device.stop());

const waitsFor = (device: FakeDevice) => device.agent.status().waitsFor;
const isDone = (device: FakeDevice) => device.reports.some(({ outcome }) => outcome === 'updated');
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: PupsentryError) => error.code,
  );

test('outside the window it waits, and is told of once', async ({ device }) => {
  device.wish({ isInWindow: false });
  await device.until(() => waitsFor(device) === 'window');
  await device.clock.advance(20 * HOUR);
  assert.is(device.installs, 0);
  await device.restart();
  await device.until(() => waitsFor(device) === 'window');
  assert.equal(
    device.reports.map(({ outcome }) => outcome),
    ['offered'],
  );
  device.wish({ isInWindow: true });
  await device.until(() => isDone(device), 1);
});

test('the window ends during the installation: the restart waits for the next one', async ({ device }) => {
  device.whileInstalling = () => device.wish({ isInWindow: false });
  await device.until(() => waitsFor(device) === 'window');
  assert.is(device.agent.status().phase, 'staged');
  await device.clock.advance(3 * HOUR);
  assert.is(device.reboots, 0);
  assert.is(device.bootState.trial, null, 'a power cut does not start it before its time');
  device.wish({ isInWindow: true });
  await device.until(() => isDone(device), 1);
});

test('without consent it waits for a word; "now" stands above window and a metered line', async ({
  device,
}) => {
  device.wish({ auto: false, isInWindow: false, isMetered: true });
  await device.until(() => waitsFor(device) === 'consent');
  await device.clock.advance(100 * HOUR);
  assert.is(device.installs, 0);
  await device.agent.now();
  await device.until(() => isDone(device), 1);
});

test('on a metered line nothing is fetched by itself', async ({ device }) => {
  device.wish({ isMetered: true });
  await device.until(() => waitsFor(device) === 'metered');
  await device.clock.advance(100 * HOUR);
  assert.is(device.installs, 0);
  device.wish({ isMetered: false });
  await device.until(() => isDone(device), 1);
});

test('nobody is disturbed, not even by "now": at its beginning and before the restart', async ({
  device,
}) => {
  device.busy = 'somebody is at the door';
  await device.agent.now();
  await device.until(() => waitsFor(device) === 'busy');
  await device.clock.advance(HOUR);
  assert.is(device.installs, 0);
  assert.is(device.agent.status().busy, 'somebody is at the door');
  device.whileInstalling = () => (device.busy = 'somebody watches');
  device.busy = '';
  await device.until(() => device.installs === 1 && waitsFor(device) === 'busy', 1);
  await device.clock.advance(10 * HOUR);
  assert.is(device.reboots, 0);
  device.busy = '';
  await device.until(() => isDone(device), 1);
});

test('postponed for a day, five times at most', async ({ device }) => {
  device.wish({ isInWindow: false });
  await device.until(() => waitsFor(device) === 'window');
  assert.is(await device.agent.postpone(), device.clock.nowMs() + 24 * HOUR);
  device.wish({ isInWindow: true });
  await device.until(() => waitsFor(device) === 'postponed', 1);
  for (let times = 0; times < 4; times++)
    assert.is(await device.agent.postpone(999), device.clock.nowMs() + 168 * HOUR, 'a week at most');
  assert.is(await codeOf(device.agent.postpone()), 'postponed-enough');
  await device.clock.advance(160 * HOUR);
  assert.is(device.installs, 0);
  await device.restart(); // it is not forgotten
  await device.until(() => waitsFor(device) === 'postponed', 1);
  await device.until(() => isDone(device), 10);
});

test('a security update cannot be put off for more than three days', async ({ device }) => {
  device.newest = fakeRelease('1.2.0', { securityVersion: 9 });
  device.wish({ isInWindow: false });
  await device.until(() => device.agent.status().update?.isSecurity === true);
  const offeredMs = device.agent.status().update!.offeredMs;
  assert.is(await device.agent.postpone(168), offeredMs + 72 * HOUR);
  await device.clock.advance(72 * HOUR + 60_000);
  assert.is(await codeOf(device.agent.postpone()), 'postponed-enough');
});

test('a release taken back while its restart waits is not started', async ({ device }) => {
  device.whileInstalling = () => (device.busy = 'somebody watches');
  await device.until(() => device.agent.status().phase === 'staged');
  device.newest = fakeRelease('1.0.0');
  await device.until(() => device.agent.status().phase !== 'staged', 20);
  device.busy = '';
  await device.until(() => device.reports.some(({ outcome }) => outcome === 'repaired'));
  assert.is(device.reboots, 0);
  assert.is(device.running.version, '1.0.0');
});

test('a newer one takes the place of the one that waits', async ({ device }) => {
  device.wish({ isInWindow: false });
  await device.until(() => waitsFor(device) === 'window');
  device.newest = fakeRelease('1.2.0');
  await device.agent.check();
  await device.until(() => device.agent.status().update?.version === '1.2.0', 1);
  device.wish({ isInWindow: true });
  await device.until(() => isDone(device), 1);
  assert.is(device.running.version, '1.2.0');
});

test('how long a release that failed waits', () => {
  const about = { rootHash: 'a', version: '1', code: 'x', reason: 'y', atMs: 1000, random: 1 };
  let failures: Failure[] = [];
  const waits: number[] = [];
  for (let times = 0; times < 12; times++) {
    failures = withFailure(failures, { ...about, kind: 'install' });
    waits.push(failures[0]!.untilMs! - 1000);
  }
  assert.equal(
    waits.slice(0, 3),
    [5, 10, 20].map((minutes) => minutes * 60_000),
  );
  assert.is(waits.at(-1), INSTALL_WAIT.maxMs);
  failures = [];
  for (let times = 1; times <= MAX_TRIALS; times++) {
    failures = withFailure(failures, { ...about, kind: 'trial' });
    const untilMs = blockedUntilMs(failures, 'a', 1000);
    assert.is(untilMs, times === MAX_TRIALS ? Infinity : 1000 + TRIAL_WAIT.firstMs * 2 ** (times - 1));
  }
  assert.is(blockedUntilMs(failures, 'b', 1000), 0, 'another one is not blocked');
  const [failure] = withFailure([], { ...about, kind: 'trial', atMs: 9e12 });
  assert.ok(blockedUntilMs([failure!], 'a', 1000) <= 1000 + TRIAL_WAIT.firstMs, 'a clock that was wrong');
  for (let n = 0; n < 30; n++)
    failures = withFailure(failures, { ...about, rootHash: `r${n}`, kind: 'trial' });
  assert.ok(failures.length <= 8);
});

test.run();
