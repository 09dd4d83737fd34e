import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EVERY_DAY, spanProblem, watchTimesOf, watchTimesText, type WatchSpan } from './watch-times.ts';

const test = suite('watch times');

const span = (days: readonly number[], from: number, to: number): WatchSpan => ({
  days,
  fromMinute: from * 60,
  toMinute: to * 60,
});

test('what people choose comes back from the text it makes', () => {
  const cases = [
    [{ kind: 'always' }, ''],
    [{ kind: 'night' }, '22:00-06:00'],
    [{ kind: 'custom', spans: [span(EVERY_DAY, 8, 18)] }, '08:00-18:00'],
    [{ kind: 'custom', spans: [span([0, 1, 2, 3, 4], 22, 6)] }, 'mon-fri 22:00-06:00'],
    [
      { kind: 'custom', spans: [span([0, 1, 2, 3, 4], 22, 6), span([5, 6], 0, 24)] },
      'mon-fri 22:00-06:00; sat,sun 00:00-24:00',
    ],
    [{ kind: 'custom', spans: [span([0, 2, 4, 6], 9, 10)] }, 'mon,wed,fri,sun 09:00-10:00'],
  ] as const;
  for (const [times, text] of cases) {
    assert.is(watchTimesText(times), text);
    assert.equal(watchTimesOf(text), times, text);
  }
});

test('what engineers write is read: days in any order, over the weekend, short hours', () => {
  assert.equal(watchTimesOf('fri-mon 7:30-8:00'), {
    kind: 'custom',
    spans: [{ days: [0, 4, 5, 6], fromMinute: 450, toMinute: 480 }],
  });
  assert.equal(watchTimesOf(' Sun, sat  0:00 - 24:00 ;'), { kind: 'custom', spans: [span([5, 6], 0, 24)] });
  assert.equal(watchTimesOf('mon-sun 22:00-06:00'), { kind: 'night' });
  assert.equal(watchTimesOf(' ; '), { kind: 'always' });
});

test('what cannot be read is told apart', () => {
  for (const text of ['now and then', 'moon 10:00-12:00', '25:00-26:00', '10:75-12:00', '10:00-10:00'])
    assert.is(watchTimesOf(text), null, text);
});

test('a span without days or without length is not saved', () => {
  assert.is(spanProblem(span([2], 22, 6)), null);
  assert.match(spanProblem(span([], 22, 6)) ?? '', /at least one day/);
  assert.match(spanProblem(span([1], 6, 6)) ?? '', /00:00 to 24:00/);
});

test('four of the longest spans fit the setting', () => {
  const longest = span([0, 2, 4, 6], 10, 12);
  const text = watchTimesText({ kind: 'custom', spans: [longest, longest, longest, longest] });
  assert.ok(text.length <= 200, `${text.length} characters`);
});

test.run();
