import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { judge, takeBaseline, type Verdict } from './health.ts';
import type { Sign } from './parts.ts';
import type { Baseline } from './state.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BEFORE: Baseline = { picture: 'works', recorder: 'works', cloudMs: DAY, atMs: DAY };

interface Now {
  picture: Sign;
  recorder: Sign;
  cloud: Sign;
}

/** What is found after so many minutes; the verdict with the minutes that it took. */
async function judged(
  before: Baseline | null,
  now: Now,
  changes: Record<number, Partial<Now>> = {},
): Promise<[verdict: string, minutes: number]> {
  const clock = new FakeClock();
  const state = { ...now };
  const signs = {
    picture: () => state.picture,
    recorder: () => Promise.resolve(state.recorder),
    cloud: () => state.cloud,
  };
  let verdict: Verdict | null = null;
  const startMs = clock.monotonicMs();
  const { signal } = new AbortController();
  void judge({ signs, baseline: before, clock, signal }).then((found) => (verdict = found));
  for (let minute = 0; !verdict && minute < 100; minute++) {
    Object.assign(state, changes[minute]);
    await clock.advance(MINUTE);
  }
  const found = verdict as Verdict | null;
  if (found && !found.healthy) assert.ok(found.reason.length > 10);
  return [found?.code || 'healthy', Math.round((clock.monotonicMs() - startMs) / MINUTE)];
}

const WELL: Now = { picture: 'works', recorder: 'works', cloud: 'works' };
const test = suite('health gate');

const CASES: [what: string, Baseline | null, Now, Record<number, Partial<Now>>, string, minutes: number][] = [
  ['all is well', BEFORE, WELL, {}, 'healthy', 1],
  ['no picture', BEFORE, { ...WELL, picture: 'broken' }, {}, 'no-picture', 6],
  [
    'no picture, and there was none before',
    { ...BEFORE, picture: 'broken' },
    { ...WELL, picture: 'broken' },
    {},
    'healthy',
    1,
  ],
  [
    'no picture now, privacy mode before',
    { ...BEFORE, picture: 'off' },
    { ...WELL, picture: 'broken' },
    {},
    'healthy',
    1,
  ],
  ['privacy mode now', BEFORE, { ...WELL, picture: 'off', recorder: 'off' }, {}, 'healthy', 1],
  [
    'a picture that comes late',
    BEFORE,
    { ...WELL, picture: 'broken' },
    { 3: { picture: 'works' } },
    'healthy',
    4,
  ],
  ['nothing can be recorded', BEFORE, { ...WELL, recorder: 'broken' }, {}, 'no-recording', 6],
  [
    'nothing could be recorded before either',
    { ...BEFORE, recorder: 'broken' },
    { ...WELL, recorder: 'broken' },
    {},
    'healthy',
    1,
  ],
  ['the cloud comes late', BEFORE, { ...WELL, cloud: 'broken' }, { 20: { cloud: 'works' } }, 'healthy', 21],
  ['no cloud, and there was one', BEFORE, { ...WELL, cloud: 'broken' }, {}, 'no-cloud', 31],
  [
    'no cloud for more than a day before',
    { ...BEFORE, cloudMs: DAY, atMs: 3 * DAY },
    { ...WELL, cloud: 'broken' },
    {},
    'healthy',
    31,
  ],
  ['a device that works alone', { ...BEFORE, cloudMs: null }, { ...WELL, cloud: 'off' }, {}, 'healthy', 31],
  ['nothing is known of before', null, { ...WELL, cloud: 'broken' }, {}, 'healthy', 31],
  ['nothing is known of before, and no picture', null, { ...WELL, picture: 'broken' }, {}, 'no-picture', 6],
  [
    'the picture goes away',
    { ...BEFORE, cloudMs: null },
    { ...WELL, cloud: 'off' },
    { 10: { picture: 'broken' } },
    'no-picture',
    16,
  ],
  [
    'the picture goes away for a moment',
    { ...BEFORE, cloudMs: null },
    { ...WELL, cloud: 'off' },
    { 10: { picture: 'broken' }, 12: { picture: 'works' } },
    'healthy',
    31,
  ],
];

for (const [what, before, now, changes, code, minutes] of CASES)
  test(what, async () => {
    const [verdict, took] = await judged(before, now, changes);
    assert.is(verdict, code);
    assert.ok(Math.abs(took - minutes) <= 1, `${took} minutes`);
  });

test('what is remembered of before', async () => {
  const { signal } = new AbortController();
  const signs = (cloud: Sign) => ({
    picture: (): Sign => 'off',
    recorder: (): Promise<Sign> => Promise.resolve('works'),
    cloud: () => cloud,
  });
  const away = await takeBaseline({ signs: signs('broken'), cloudMs: 5, nowMs: 9, signal });
  assert.equal(away, { picture: 'off', recorder: 'works', cloudMs: 5, atMs: 9 });
  const there = await takeBaseline({ signs: signs('works'), cloudMs: 5, nowMs: 9, signal });
  assert.is(there.cloudMs, 9);
});

test.run();
