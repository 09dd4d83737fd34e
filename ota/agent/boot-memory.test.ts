/** The boot loader's memory is lost: what starts then is what a rule without memory can know, and the agent knows more. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeDevice } from './fake-device.ts';
import { fakeRelease, heldOf } from './fake-release.ts';

const test = suite<{ device: FakeDevice }>('update agent, boot memory lost');
test.before.each((context) => {
  context.device = new FakeDevice();
});
test.after.each(async ({ device }) => {
  await device.stop();
  assert.equal(device.violations, []);
});

const NEW = fakeRelease('1.1.0', { securityVersion: 2 });
const outcomes = (device: FakeDevice) => device.reports.map(({ outcome }) => outcome);

/** Slot B runs, and is not what starts when nothing is known. */
function runningB(device: FakeDevice): void {
  device.held.B = device.held.A;
  device.held.A = null;
  device.booted = { slot: 'B', isTrial: false, isFailsafe: false };
  device.bootState = { order: ['B', 'A'], trial: null, failed: null };
  device.newest = NEW;
}

for (const [when, lose] of [
  ['the daemon is started anew', async (device: FakeDevice) => (await device.stop(), device.start())],
  ['the machine is', (device: FakeDevice) => device.restart()],
  ['nothing is', () => Promise.resolve()],
] as const) {
  test(`both copies of the boot loader's memory lost in the trial of slot A, ${when}: it is judged all the same`, async ({
    device,
  }) => {
    runningB(device);
    device.signs.cloud = 'broken';
    await device.start();
    await device.until(() => device.agent.status().phase === 'health');
    device.loseBootState();
    await lose(device);
    await device.clock.advance(60_000);
    assert.is(device.agent.status().phase, 'health');
    assert.ok(device.isBootLost, 'nothing is confirmed before it is known to be healthy');
    device.signs.picture = 'broken';
    await device.until(() => device.booted.slot === 'B', 1);
    device.signs.picture = 'works';
    await device.until(() => outcomes(device).includes('rolled-back'), 1);
    assert.is(device.reports.at(-1)!.code, 'no-picture');
    assert.equal(device.bootState, { order: ['B'], trial: null, failed: 'A' });
    assert.is(device.securityFloor, 0);
  });
}

test('the same, and the new version is healthy: it is confirmed after its trial', async ({ device }) => {
  runningB(device);
  device.erases.add('1.1.0');
  await device.start();
  await device.until(() => device.agent.status().phase === 'health');
  await device.restart();
  assert.not(device.booted.isTrial, 'the boot loader knows of none');
  await device.until(() => outcomes(device).includes('updated'), 1);
  assert.equal(device.bootState, { order: ['A', 'B'], trial: null, failed: null });
  assert.is(device.reports[0]!.id, device.reports[1]!.id, 'one update for those who are told');
});

test('the memory is lost while the restart waits: what starts before its turn is on trial', async ({
  device,
}) => {
  runningB(device);
  device.blind.add('1.1.0');
  device.whileInstalling = () => device.wish({ isInWindow: false });
  await device.start();
  await device.until(() => device.agent.status().phase === 'staged');
  device.loseBootState();
  await device.restart();
  assert.is(device.running.version, '1.1.0', 'no rule can know better');
  await device.until(() => outcomes(device).includes('rolled-back'), 1);
  assert.is(device.running.version, '1.0.0');
});

test('a boot loader that cannot be told to leave a bad version: said once, and no restarts without end', async ({
  device,
}) => {
  runningB(device);
  device.blind.add('1.1.0');
  device.isForgetful = true;
  device.loseBootState();
  await device.start();
  await device.until(() => outcomes(device).includes('failed'), 2);
  assert.is(device.reports.at(-1)!.code, 'boot-loader-forgot');
  const { checks, reboots } = device;
  await device.until(() => device.checks > checks + 5);
  assert.is(device.reboots, reboots);
  assert.ok(reboots <= 6, `${reboots} restarts`);
  assert.is(device.installs, 1, 'the way back is not written over');
  await device.restart();
  await device.until(() => device.checks > checks + 8);
  assert.is(device.reboots, reboots, 'nor after the next power cut');
});

for (const [what, leave] of [
  ['has failed its trial', (device: FakeDevice) => device.blind.add('1.1.0')],
  ['was left by hand', (device: FakeDevice) => (device.signs.cloud = 'broken')],
] as const) {
  test(`what starts by default ${what} before: it is left at once`, async ({ device }) => {
    runningB(device);
    leave(device);
    await device.start();
    const isOver = () => outcomes(device).includes('rolled-back');
    await device.until(() => isOver() || device.agent.status().phase === 'health');
    if (!isOver()) await device.agent.goBack();
    await device.until(() => isOver() && device.agent.status().phase === 'back-off');
    assert.is(device.running.version, '1.0.0');
    device.loseBootState();
    await device.restart();
    assert.is(device.running.version, '1.1.0', 'no rule can know better');
    await device.until(() => device.running.version === '1.0.0', 1);
    assert.equal(device.bootState, { order: ['B'], trial: null, failed: 'A' });
    assert.is(device.installs, 1);
  });
}

test('what the slot held before the update starts by default: that is no trial', async ({ device }) => {
  runningB(device);
  device.held.A = heldOf(fakeRelease('0.9.0'));
  device.wish({ auto: false });
  await device.start();
  await device.until(() => device.agent.status().phase === 'offered');
  device.loseBootState();
  await device.restart();
  assert.is(device.running.version, '0.9.0');
  assert.is(device.agent.status().phase, 'idle');
});

test('a boot loader that forgets every trial is not asked for ever', async ({ device }) => {
  device.newest = NEW;
  device.isForgetful = true;
  await device.start();
  await device.until(() => outcomes(device).includes('rolled-back'));
  assert.is(device.reports.at(-1)!.code, 'boot-loader-forgot');
  assert.ok(device.reboots <= 5, `${device.reboots} reboots`);
});

test.run();
