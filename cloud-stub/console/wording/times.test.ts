import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ago, dayName, lengthOfTime, pointInTime, timeOfDay, timeWithSeconds } from './times.ts';

const test = suite('times in words');
const at = (day: number, hour: number, minute: number, second = 0) =>
  new Date(2026, 10, day, hour, minute, second).getTime();
const now = at(23, 18, 42);

test('times of day have 24 hours', () => {
  assert.is(timeOfDay(at(23, 0, 5)), '00:05');
  assert.is(timeWithSeconds(at(23, 18, 20, 4)), '18:20:04');
});

test('days have names while people would use them', () => {
  assert.is(dayName(at(23, 0, 0), now), 'Today');
  assert.is(dayName(at(22, 23, 59), now), 'Yesterday');
  assert.is(dayName(at(21, 12, 0), now), 'Saturday 21 November');
  assert.is(dayName(at(24, 0, 1), now), 'Today', 'a clock ahead of ours is no reason for a riddle');
});

test('a point in time is as short as can be', () => {
  assert.is(pointInTime(at(23, 14, 2), now), '14:02');
  assert.is(pointInTime(at(22, 14, 2), now), 'yesterday 14:02');
  assert.is(pointInTime(at(3, 14, 2), now), '3 Nov 14:02');
});

test('ages grow from seconds to a point in time', () => {
  assert.is(ago(now + 5000, now), 'just now');
  assert.is(ago(now - 1999, now), 'just now');
  assert.is(ago(now - 8000, now), '8 s ago');
  assert.is(ago(now - 119_000, now), '1 min ago');
  assert.is(ago(now - 2 * 3_600_000, now), '2 h ago');
  assert.is(ago(at(23, 8, 15), now), '08:15');
});

test('lengths of time name their two largest units', () => {
  assert.is(lengthOfTime(-3), '0 s');
  assert.is(lengthOfTime(20.4), '20 s');
  assert.is(lengthOfTime(200), '3 min');
  assert.is(lengthOfTime(4 * 3600 + 720), '4 h 12 min');
  assert.is(lengthOfTime(12 * 86_400 + 4 * 3600), '12 d 4 h');
  assert.is(lengthOfTime(86_400), '1 d');
});

test.run();
