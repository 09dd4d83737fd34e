// runs beside others
/** The hardware of a PC, all simulated, under the real daemon: lights, night view, chime, and a factory reset. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { StatusAnswer } from '../firmware/ctl/answers.ts';
import { DeviceUnderTest } from './device-under-test.ts';

const test = suite('hardware of a household');

const status = async (device: DeviceUnderTest) => (await device.call('status')) as StatusAnswer;

/** Asks until the answer is as it should be; each answer takes the daemon a quarter of a second. */
async function until(device: DeviceUnderTest, right: (s: StatusAnswer) => boolean): Promise<StatusAnswer> {
  const deadlineMs = performance.now() + 60_000;
  for (;;) {
    const answer = await status(device);
    if (right(answer)) return answer;
    if (performance.now() > deadlineMs) throw new Error(`not so: ${JSON.stringify(answer)}`);
  }
}

test('lights, night view by hand, privacy mode, identify', async () => {
  const device = await DeviceUnderTest.start();
  try {
    const begun = await until(device, (s) => s.lights.status === 'ready' && s.view.luma !== null);
    assert.equal(begun.lights, { status: 'ready', indicator: true, infrared: false });
    assert.is(begun.view.now, 'day');
    assert.equal(begun.faults, []);
    assert.is.not(begun.started, null);
    await device.waitFor('the state', () => {
      const states = device.received.filter((r) => r.name === 'state');
      return states.some((r) => ['night', 'chime'].every((c) => r.envelope.state?.capabilities?.includes(c)));
    });

    await device.call('settings.set', { values: { 'night.mode': 'night' } });
    const night = await until(device, (s) => s.lights.infrared);
    assert.is(night.view.now, 'night');
    await device.call('settings.set', { values: { 'privacy.on': true } });
    const dark = await until(device, (s) => s.lights.indicator === false && !s.lights.infrared);
    assert.is(dark.media.phase, 'off');
    await device.call('settings.set', { values: { 'privacy.on': false } });
    await until(device, (s) => s.lights.indicator === true && s.lights.infrared);

    await device.call('identify', { seconds: 60 });
    assert.is((await status(device)).lights.status, 'identify');
    await device.call('identify', { seconds: 1 });
    await until(device, (s) => s.lights.status === 'ready');
    await device.call('button.press');
    assert.is((await status(device)).lights.status, 'ringing');
  } finally {
    await device.stop();
  }
});

test('held for 10 s: counted down, erased, started anew; a daemon restart is told from a machine’s', async () => {
  const device = await DeviceUnderTest.start();
  const state = join(device.folder, 'state');
  try {
    await device.call('settings.set', { values: { 'device.name': 'Smith' } });
    writeFileSync(join(state, 'events-of-the-smiths'), 'Smith');
    const over = device.ended;
    await device.call('button.hold', { seconds: 12 });
    await until(device, (s) => s.lights.status === 'reset-countdown');
    assert.is(await over, 75);
    assert.equal(readdirSync(state), ['boot-epoch']);
    await device.startDaemon();
    assert.is.not((await status(device)).name, 'Smith');

    // A power cut in the middle of one: finished before anything is read.
    await device.killDaemon();
    await device.startDaemon();
    assert.is((await status(device)).started?.reason, 'daemon');
    await device.killDaemon();
    writeFileSync(join(state, 'events-of-the-smiths'), 'Smith');
    writeFileSync(join(state, 'factory-reset'), '');
    await device.startDaemon();
    assert.not(existsSync(join(state, 'events-of-the-smiths')));
    assert.not(existsSync(join(state, 'factory-reset')));
  } finally {
    await device.stop();
  }
});

test.run();
