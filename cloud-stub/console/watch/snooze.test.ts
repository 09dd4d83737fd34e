import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { snoozeEnd } from './snooze.ts';

const test = suite('snooze');
const at = (day: number, hours: number, minutes = 0) => new Date(2026, 10, day, hours, minutes).getTime();

test('half an hour and two hours from now', () => {
  assert.is(snoozeEnd('half-hour', at(23, 18, 45)), at(23, 19, 15));
  assert.is(snoozeEnd('two-hours', at(23, 23)), at(24, 1));
});

test('the next 7:00: today before it, tomorrow from then on', () => {
  assert.is(snoozeEnd('morning', at(23, 2)), at(23, 7));
  assert.is(snoozeEnd('morning', at(23, 7)), at(24, 7));
  assert.is(snoozeEnd('morning', at(30, 22)), new Date(2026, 11, 1, 7).getTime());
});

test.run();
