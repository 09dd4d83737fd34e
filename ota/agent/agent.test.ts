import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PupsentryError } from '#kit/errors.ts';
import { FakeDevice } from './fake-device.ts';
import { fakeRelease, heldOf } from './fake-release.ts';
import { WEAR_STEP_BYTES } from './installing.ts';

const test = suite<{ device: FakeDevice }>('update agent');
test.before.each((context) => {
  context.device = new FakeDevice();
});
test.after.each(async ({ device }) => {
  await device.stop();
  assert.equal(device.violations, []);
});

const NEW = fakeRelease('1.1.0', { securityVersion: 2 });
const outcomes = (device: FakeDevice) => device.reports.map(({ outcome }) => outcome);
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error as PupsentryError).code,
  );

test('an update: installed, tried, confirmed, told', async ({ device }) => {
  device.newest = NEW;
  await device.start();
  await device.until(() => outcomes(device).includes('updated'));
  assert.equal(outcomes(device), ['offered', 'updated']);
  assert.equal(device.running, heldOf(NEW));
  assert.equal(device.bootState, { order: ['B', 'A'], trial: null, failed: null });
  assert.is(device.securityFloor, 2, 'raised when it is confirmed');
  const [entry] = device.agent.history();
  assert.is(entry!.version, '1.1.0');
  assert.is(entry!.from, '1.0.0');
  assert.is(entry!.fetchedBytes, 100 * 4096);
  assert.is(entry!.writtenBytes, 900 * 4096);
  assert.is(entry!.blocksCopied, 800);
  assert.ok(entry!.isSecurity);
  assert.ok(entry!.endedMs > entry!.startedMs);
  assert.is(device.agent.status().wearBytes, 900 * 4096);
  const { checks } = device;
  await device.until(() => device.checks > checks + 3);
  assert.is(device.installs, 1, 'nothing more to do');
  assert.is(device.reports.length, 2);
});

test('nothing is listed, or what runs: nothing is done, and hardly anything written', async ({ device }) => {
  await device.start();
  await device.until(() => device.checks > 2);
  device.newest = fakeRelease('1.0.0');
  device.held.B = device.held.A;
  await device.until(() => device.checks > 8);
  assert.is(device.installs, 0);
  assert.ok(device.disk.syncs <= 2, `${device.disk.syncs} syncs`);
  assert.is(device.agent.status().phase, 'idle');
});

test('an older version at the same security version is taken, as the vendor has taken one back', async ({
  device,
}) => {
  device.newest = fakeRelease('0.9.0');
  await device.start();
  await device.until(() => outcomes(device).includes('updated'));
  assert.is(device.running.version, '0.9.0');
});

for (const [code, newest] of [
  ['security-floor', fakeRelease('1.1.0', { securityVersion: 0 })],
  ['security-floor', fakeRelease('0.9.0', { securityVersion: 0 })],
  ['agent-too-old', fakeRelease('2.0.0', { minAgent: 99 })],
  ['wrong-hardware', fakeRelease('1.1.0', { hardware: ['rock-5b'] })],
  ['metadata-expired', new PupsentryError('metadata-expired', 'The list of releases is too old.')],
] as const) {
  test(`refused, and told once: ${code}`, async ({ device }) => {
    device.newest = newest;
    await device.start();
    await device.until(() => device.checks > 5, 200);
    assert.equal(
      device.reports.map((report) => [report.outcome, report.code]),
      [['refused', code]],
    );
    assert.ok(device.reports[0]!.reason.length > 10);
    assert.is(device.agent.status().problem?.code, code);
    assert.is(device.installs, 0);
    assert.is(device.agent.history()[0]!.code, code);
    await device.agent.now();
    await device.until(() => device.agent.status().phase === 'back-off');
    assert.is(device.installs, 0, 'nor when somebody says "now"');
    device.newest = NEW;
    await device.until(() => outcomes(device).includes('updated'));
  });
}

test('what the agent remembers is no way around the floor', async ({ device }) => {
  device.wish({ isInWindow: false });
  device.newest = NEW;
  await device.start();
  await device.until(() => device.agent.status().phase === 'offered');
  device.securityFloor = 3; // as if the memory were older than the floor
  device.wish({ isInWindow: true });
  await device.until(() => outcomes(device).includes('failed'));
  assert.is(device.reports.at(-1)!.code, 'security-floor');
  assert.is(device.installs, 0);
  assert.equal(device.bootState.order, ['A', 'B'], 'nothing was touched');
});

test('no line: tried again with growing waits, nothing told', async ({ device }) => {
  device.newest = new PupsentryError('source-unreachable', 'No mirror answers.');
  await device.start();
  await device.until(() => device.checks >= 6, 24);
  assert.equal(device.reports, []);
  assert.is(device.agent.status().problem?.code, 'source-unreachable');
  const startMs = device.clock.monotonicMs();
  await device.until(() => device.checks >= 12, 100);
  assert.ok(device.clock.monotonicMs() - startMs > 12 * 3_600_000, 'the wait has grown');
});

test('a new system that does not start: the old one says so, and waits a day and longer', async ({
  device,
}) => {
  device.newest = NEW;
  device.panics.add('1.1.0');
  await device.start();
  await device.until(() => outcomes(device).includes('rolled-back'));
  assert.is(device.running.version, '1.0.0');
  assert.is(device.securityFloor, 0);
  const report = device.reports.at(-1)!;
  assert.is(report.code, 'did-not-start');
  assert.equal([report.version, report.from], ['1.1.0', '1.0.0']);
  await device.until(() => device.checks > 3);
  assert.is(device.installs, 1, 'not again at once');
  await device.until(() => device.installs === 2, 30);
  await device.until(() => device.installs === 3, 60);
  await device.until(() => outcomes(device).filter((outcome) => outcome === 'rolled-back').length === 3);
  const { checks } = device;
  await device.until(() => device.checks > checks + 100, 24 * 60);
  assert.is(device.installs, 3, 'after the third trial it waits for another one');
  device.panics.clear();
  await device.agent.now();
  await device.until(() => outcomes(device).includes('updated'), 1);
});

test('a new system that is not healthy is left, and another release is taken at once', async ({ device }) => {
  device.newest = NEW;
  device.blind.add('1.1.0');
  await device.start();
  await device.until(() => outcomes(device).includes('rolled-back'));
  assert.is(device.reports.at(-1)!.code, 'no-picture');
  assert.is(device.running.version, '1.0.0');
  assert.equal(device.bootState.order, ['A']);
  device.newest = fakeRelease('1.1.1', { securityVersion: 2 });
  await device.until(() => outcomes(device).includes('updated'), 9);
  assert.is(device.running.version, '1.1.1');
});

test('an installation that fails is tried again soon, told once per reason', async ({ device }) => {
  device.newest = NEW;
  const stalled = () => new PupsentryError('source-failed', 'The mirror stalls.');
  device.installFailures.push(stalled(), stalled(), stalled());
  await device.start();
  await device.until(() => outcomes(device).includes('updated'), 2);
  assert.equal(outcomes(device), ['offered', 'failed', 'updated']);
  assert.is(device.agent.history().length, 1, 'one update, one entry');
  assert.is(device.agent.history()[0]!.writtenBytes, 4 * 900 * 4096, 'all its tries together');
});

test('what was written before a power cut counts as well', async ({ device }) => {
  device.newest = NEW;
  device.writtenBytes = 3 * WEAR_STEP_BYTES;
  device.whileInstalling = () => new Promise(() => undefined);
  await device.start();
  await device.until(() => device.agent.status().wearBytes > 0);
  device.whileInstalling = () => undefined;
  await device.dieAndStart('power', () => 0);
  assert.is(device.agent.status().wearBytes, 3 * WEAR_STEP_BYTES);
  await device.until(() => outcomes(device).includes('updated'));
  assert.is(device.reports.at(-1)!.writtenBytes, 6 * WEAR_STEP_BYTES);
  assert.is(device.agent.status().wearBytes, 6 * WEAR_STEP_BYTES, 'nothing is counted twice');
});

test('an empty slot is filled with what runs', async ({ device }) => {
  device.newest = fakeRelease('1.0.0');
  await device.start();
  await device.until(() => outcomes(device).includes('repaired'));
  assert.equal(device.held.B, device.held.A);
  assert.equal(outcomes(device), ['repaired'], 'nobody is asked');
  const { checks } = device;
  await device.until(() => device.checks > checks + 3);
  assert.is(device.installs, 1);
});

test('a device on its last leg gets its other slot back, without a restart', async ({ device }) => {
  device.newest = fakeRelease('1.0.0');
  device.booted = { slot: 'A', isTrial: false, isFailsafe: true };
  device.bootState = { order: ['B'], trial: null, failed: null };
  device.wish({ auto: false, isInWindow: false });
  await device.start();
  await device.until(() => outcomes(device).includes('repaired'));
  assert.equal(device.bootState.order, ['A', 'B']);
  assert.equal(device.held.B, device.held.A);
  assert.is(device.reboots, 0);
});

test('back by hand: tried, confirmed, and not updated again by itself', async ({ device }) => {
  device.newest = fakeRelease('1.1.0');
  await device.start();
  assert.is(await codeOf(device.agent.goBack()), 'nothing-to-go-back-to');
  await device.until(() => outcomes(device).includes('updated'));
  assert.is(await device.agent.goBack(), '1.0.0');
  await device.until(() => outcomes(device).includes('went-back'));
  assert.is(device.running.version, '1.0.0');
  assert.is(device.installs, 1, 'what stands in the slot is not fetched');
  const { checks } = device;
  await device.until(() => device.checks > checks + 5);
  assert.is(device.running.version, '1.0.0');
  assert.is(device.agent.status().phase, 'back-off');
});

test('no way back over a security update', async ({ device }) => {
  device.newest = NEW;
  await device.start();
  await device.until(() => outcomes(device).includes('updated'));
  assert.is(await codeOf(device.agent.goBack()), 'security-floor');
  assert.is(device.running.version, '1.1.0');
});

test('back by hand during the trial', async ({ device }) => {
  device.newest = NEW;
  device.signs.cloud = 'broken';
  await device.start();
  await device.until(() => device.agent.status().phase === 'health');
  assert.is(await codeOf(device.agent.now()), 'update-on-trial');
  assert.is(await device.agent.goBack(), '1.0.0');
  await device.until(() => outcomes(device).includes('rolled-back'));
  assert.is(device.running.version, '1.0.0');
  assert.is(device.reports.at(-1)!.code, 'went-back');
  const { checks } = device;
  await device.until(() => device.checks > checks + 5);
  assert.is(device.installs, 1);
});

test('a full data partition: nothing is begun, it says why, and goes on when there is room', async ({
  device,
}) => {
  device.newest = NEW;
  device.disk.failure = 'ENOSPC';
  await device.start();
  await device.until(() => device.checks > 3);
  assert.is(device.installs, 0);
  assert.is(device.agent.status().problem?.code, 'updates-unsaved');
  assert.match(device.agent.status().problem!.message, /full, read-only or failing/);
  device.disk.failure = undefined;
  await device.until(() => device.agent.status().phase === 'health', 2);
  device.disk.failure = 'ENOSPC';
  await device.until(() => device.bootState.order[0] === 'B', 1);
  assert.is(device.securityFloor, 2, 'a good trial does not fail for want of room');
});

test('an outbox that takes nothing: the report is kept until it does', async ({ device }) => {
  device.newest = NEW;
  device.reportFailure = new PupsentryError('outbox-full', 'The outbox is full.');
  await device.start();
  await device.until(() => device.agent.status().phase === 'report');
  assert.is(device.agent.status().problem?.code, 'outbox-full');
  await device.restart();
  await device.until(() => device.agent.status().phase === 'report');
  device.reportFailure = null;
  await device.until(() => outcomes(device).includes('updated'), 1);
});

test('a memory that is gone or damaged: the trial is judged all the same', async ({ device }) => {
  device.newest = NEW;
  device.signs.cloud = 'broken';
  await device.start();
  await device.until(() => device.agent.status().phase === 'health');
  await device.stop();
  for (const name of ['agent.0', 'agent.1']) device.disk.contentOf(name).fill(0);
  device.signs.cloud = 'works';
  await device.start();
  await device.until(() => outcomes(device).includes('updated'));
  assert.equal(device.bootState, { order: ['B', 'A'], trial: null, failed: null });
});

test('a new system whose daemon keeps ending is left', async ({ device }) => {
  device.newest = NEW;
  device.signs.cloud = 'broken';
  await device.start();
  await device.until(() => device.agent.status().phase === 'health');
  for (let times = 0; times < 6 && device.reboots < 2; times++) {
    await device.stop();
    await device.start();
    await device.clock.advance(0);
  }
  await device.until(() => outcomes(device).includes('rolled-back'), 1);
  assert.is(device.reports.at(-1)!.code, 'keeps-ending');
});

test.run();
