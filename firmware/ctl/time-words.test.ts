import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readTime } from './time-words.ts';

const test = suite('times as people type them');
const NOW = new Date(2026, 10, 26, 14, 30, 15).getTime();
const local = (...parts: [number, number, number, number, number, number?]) => new Date(...parts).getTime();

test('now, before now, the time of day, dates', () => {
  const said: [string, number][] = [
    ['now', NOW],
    ['-90s', NOW - 90_000],
    ['-1.5h', NOW - 5_400_000],
    ['-2d', NOW - 172_800_000],
    ['14:03', local(2026, 10, 26, 14, 3)],
    ['14:30:15', NOW],
    ['14:31', local(2026, 10, 25, 14, 31)],
    ['2026-11-25', local(2026, 10, 25, 0, 0)],
    ['2026-11-25 23:59', local(2026, 10, 25, 23, 59)],
    ['2026-11-25T23:59:59', local(2026, 10, 25, 23, 59, 59)],
    ['2026-11-25T23:59:59.5Z', Date.UTC(2026, 10, 25, 23, 59, 59, 500)],
    ['2026-11-25T23:59:59+02:00', Date.UTC(2026, 10, 25, 21, 59, 59)],
  ];
  for (const [text, ms] of said) assert.is(readTime(text, NOW), ms, text);
});

test('anything else is refused with examples', () => {
  for (const text of ['', 'yesterday', '90s', '-90', '25:00', '12:60', '2026-13-01', '2026-11', '-1w'])
    assert.throws(() => readTime(text, NOW), 'is no time', text);
});

test.run();
