import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DeviceUpdate } from '../../api.ts';
import { simulatedDevices } from '../simulated-household.ts';
import { updateLine } from './updates.ts';

const test = suite('updates in words');
const [front] = simulatedDevices(Date.UTC(2026, 10, 23, 18, 42));

const withUpdate = (update: Partial<DeviceUpdate> | null, online = true) => ({
  ...front!,
  online,
  state: { ...front!.state!, update: update && { ...front!.state!.update!, ...update } },
});
const says = (update: Partial<DeviceUpdate> | null, online = true) => updateLine(withUpdate(update, online));
const offered = (phase: string, more: Partial<DeviceUpdate> = {}) =>
  says({ phase, version: '1.4.0', offered: '1.5.0', ...more });

test('what runs, and no more while nothing is to be known', () => {
  for (const phase of ['idle', 'check', 'back-off', 'report'])
    assert.is(says({ phase, version: '1.4.0' }), 'Version 1.4.0.');
  assert.is(offered('back-off', { code: 'stalled', message: 'The server stopped.' }), 'Version 1.4.0.');
  assert.is(says(null), 'Version 0.1.0.', 'a device without updates has a version all the same');
  assert.is(updateLine({ ...front!, state: null }), '');
});

test('an offer, and what it waits for', () => {
  assert.is(offered('offered'), 'Version 1.4.0. Version 1.5.0 is offered.');
  for (const [waitsFor, words] of [
    ['consent', 'waits for your word'],
    ['postponed', 'has been put off'],
    ['metered', 'waits for a connection that costs nothing'],
    ['window', 'waits for its hour'],
    ['busy', 'waits until it disturbs nobody'],
    ['something-new', 'is offered'],
  ] as const)
    assert.is(offered('offered', { waitsFor }), `Version 1.4.0. Version 1.5.0 ${words}.`);
  assert.is(
    offered('staged', { waitsFor: 'window', security: true }),
    'Version 1.4.0. Version 1.5.0 is ready, and waits for its hour. It closes a security hole.',
  );
});

test('on its way, ready, on trial', () => {
  assert.is(offered('invalidate'), 'Version 1.4.0. Version 1.5.0 is being fetched.');
  assert.is(
    offered('reconcile', { progressPercent: 35 }),
    'Version 1.4.0. Version 1.5.0 is being fetched, 35 %.',
  );
  assert.is(
    offered('reconcile', { progressPercent: 35, waitsFor: 'metered' }),
    'Version 1.4.0. Version 1.5.0, fetched in part, 35 %, waits for a connection that costs nothing.',
  );
  assert.is(
    offered('read-back', { progressPercent: 80 }),
    'Version 1.4.0. Version 1.5.0 is being checked, 80 %.',
  );
  assert.is(offered('staged'), 'Version 1.4.0. Version 1.5.0 is ready, and is about to start.');
  assert.is(offered('reboot'), 'Version 1.4.0. It restarts with version 1.5.0.');
  const trial = 'It is on trial: if something does not work, the one before comes back by itself.';
  for (const phase of ['trial', 'health'])
    assert.is(says({ phase, version: '1.5.0', offered: '1.5.0' }), `Version 1.5.0. ${trial}`);
});

test('the spare slot is filled again', () => {
  const repair = (phase: string) => says({ phase, version: '1.4.0', offered: '1.4.0', progressPercent: 20 });
  assert.is(repair('reconcile'), 'Version 1.4.0. Its spare copy is being renewed, 20 %.');
  assert.is(repair('offered'), 'Version 1.4.0.');
});

test('what a device said before it went is not what it does', () => {
  assert.is(says({ phase: 'reconcile', version: '1.4.0', offered: '1.5.0' }, false), 'Version 1.4.0.');
});

test.run();
