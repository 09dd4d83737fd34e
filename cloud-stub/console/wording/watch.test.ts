import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DeviceState } from '../../api.ts';
import { simulatedDevices } from '../simulated-household.ts';
import { timesSentence, until, waitWords, watchSentence, watchSubline, watchSummary } from './watch.ts';

const test = suite('what it watches for, in words');
const at = (day: number, hours: number, minutes = 0) => new Date(2026, 10, day, hours, minutes).getTime();
const nowMs = at(23, 18, 42);
const [front, , garage] = simulatedDevices(nowMs);
const having = (settings: DeviceState['settings']) => ({
  ...front!,
  state: { ...front!.state!, settings: { ...front!.state!.settings, ...settings } },
});

test('the page opens with its state', () => {
  const says = (settings: DeviceState['settings']) => watchSentence(having(settings), nowMs);
  assert.is(says({}), 'Front door watches for motion and tampering.');
  assert.is(says({ 'sound.on': true }), 'Front door watches for motion, sound and tampering.');
  assert.is(says({ 'motion.on': false, 'tamper.on': false }), 'Front door watches for nothing.');
  assert.is(says({ 'privacy.on': true }), 'Front door is private and watches for nothing.');
  assert.is(watchSentence(garage!, nowMs), 'Garage is offline since 14:02.');
  assert.is(
    watchSentence({ ...front!, state: null }, nowMs),
    'Front door has not said yet what it watches for.',
  );
});

test('below it: what matters now', () => {
  assert.match(watchSubline(front!, nowMs), /judged inside the camera/);
  assert.is(
    watchSubline(having({ 'notify.snoozeUntilMs': at(23, 21, 30) }), nowMs),
    'Nobody is told before 21:30. Rings always reach you.',
  );
  assert.match(watchSubline(having({ 'notify.snoozeUntilMs': nowMs }), nowMs), /judged/, 'it is over');
  assert.is(
    watchSubline(garage!, nowMs),
    'It watched for motion and tampering. What you change here takes effect when it is back.',
  );
});

test('as a line of a link', () => {
  assert.is(watchSummary(front!, nowMs), 'Motion and tampering.');
  assert.is(
    watchSummary(having({ 'tamper.on': false, 'notify.snoozeUntilMs': at(24, 7) }), nowMs),
    'Motion. Quiet until tomorrow 07:00.',
  );
  assert.is(watchSummary({ ...front!, state: null }, nowMs), 'Not known yet.');
});

test('until when', () => {
  assert.is(until(at(23, 21, 30), nowMs), '21:30');
  assert.is(until(at(24, 7), nowMs), 'tomorrow 07:00');
  assert.is(until(at(26, 7), nowMs), '26 Nov 07:00');
});

test('when a wish takes effect', () => {
  assert.is(waitWords(front!), 'On its way to the camera.');
  assert.is(waitWords(garage!), 'Takes effect when Garage is back.');
});

test('times of the week', () => {
  assert.is(timesSentence(''), 'Always.');
  assert.is(timesSentence('mon-sun 22:00-06:00'), 'At night, 22:00 to 06:00.');
  assert.is(
    timesSentence('mon-fri 22:00-06:00; sat,sun 00:00-24:00'),
    'Mon to Fri, 22:00 to 06:00. Sat and Sun, all day.',
  );
  assert.is(timesSentence('08:00-18:00'), 'Every day, 08:00 to 18:00.');
  assert.is(timesSentence('mon,wed-sat 08:00-18:00'), 'Mon and Wed to Sat, 08:00 to 18:00.');
  assert.match(timesSentence('at dusk'), /cannot read/);
});

test.run();
