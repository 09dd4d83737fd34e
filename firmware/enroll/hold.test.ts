import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LET_GO, step, type HoldInput } from './hold.ts';

const MS = 1000;
const RULES = { debounceUs: 40 * MS, countdownUs: 3000 * MS, holdUs: 10_000 * MS };

const down = (ms: number): HoldInput => ({ type: 'edge', pressed: true, atUs: ms * MS });
const up = (ms: number): HoldInput => ({ type: 'edge', pressed: false, atUs: ms * MS });
const time = (ms: number): HoldInput => ({ type: 'time', atUs: ms * MS });
/** Time goes by, looked at each 100 ms. */
const until = (fromMs: number, toMs: number): HoldInput[] =>
  Array.from({ length: Math.floor((toMs - fromMs) / 100) }, (_, i) => time(fromMs + (i + 1) * 100));

function run(inputs: HoldInput[]): string[] {
  let state = LET_GO;
  return inputs.flatMap((input) => {
    const next = step(state, input, RULES);
    state = next.state;
    return next.effects.map((e) => (e.type === 'counted' ? `${e.secondsLeft}` : e.type));
  });
}

const test = suite('hold');

const COUNTDOWN = ['7', '6', '5', '4', '3', '2', '1'];

const TABLE: [what: string, inputs: HoldInput[], effects: string[]][] = [
  ['a press is nothing', [down(0), up(150), ...until(200, 20_000)], []],
  ['held for 2.9 s is nothing', [down(0), ...until(0, 2900), up(2950), ...until(3000, 20_000)], []],
  [
    'from 3 s on it counts down, at 10 s it is a reset',
    [down(0), ...until(0, 10_000)],
    [...COUNTDOWN, 'held'],
  ],
  [
    'let go at 9.9 s cancels',
    [down(0), ...until(0, 9900), up(9900), ...until(9900, 20_000)],
    [...COUNTDOWN, 'cancelled'],
  ],
  [
    'contacts that bounce have not let go',
    [down(0), ...until(0, 5000), up(5010), down(5040), ...until(5100, 10_000)],
    [...COUNTDOWN, 'held'],
  ],
  [
    'let go for the debounce time has',
    [down(0), ...until(0, 5000), up(5010), down(5050), ...until(5100, 14_900)],
    ['7', '6', '5', 'cancelled', ...COUNTDOWN],
  ],
  [
    'let go just before the end: the end does not come meanwhile',
    [down(0), ...until(0, 9900), up(9990), time(10_010), time(10_100)],
    [...COUNTDOWN, 'cancelled'],
  ],
  [
    'once only, however long it is held on',
    [down(0), ...until(0, 60_000), up(60_000), ...until(60_000, 61_000)],
    [...COUNTDOWN, 'held'],
  ],
  ['down before anybody listened: nothing', [...until(0, 30_000), up(30_000)], []],
  ['a line that repeats "pressed" does not start anew', [down(0), down(5000), time(10_000)], ['5', 'held']],
  ['a late look still finds it held', [down(0), time(12_000)], ['held']],
];
for (const [what, inputs, effects] of TABLE) test(what, () => assert.equal(run(inputs), effects));

test('any sequence of edges: a reset only after ten seconds without letting go', () => {
  let seed = 11;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  let resets = 0;
  for (let round = 0; round < 300; round++) {
    let state = LET_GO;
    let atMs = 0;
    let downMs: number | null = null;
    let upMs: number | null = null;
    for (let i = 0; i < 100; i++) {
      atMs += Math.floor(random() ** 4 * 9000);
      const roll = random();
      const input = roll < 0.8 ? time(atMs) : roll < 0.95 ? down(atMs) : up(atMs);
      const before = { downMs, upMs };
      if (input.type === 'edge' && input.pressed) {
        if (downMs === null || (upMs !== null && atMs - upMs >= 40)) downMs = atMs;
        upMs = null;
      } else if (input.type === 'edge' && downMs !== null) upMs ??= atMs;
      const next = step(state, input, RULES);
      state = next.state;
      for (const effect of next.effects) {
        if (effect.type !== 'held') continue;
        resets++;
        assert.ok(before.downMs !== null && atMs - before.downMs >= 10_000);
        assert.ok(before.upMs === null || atMs - before.upMs < 40);
        downMs = upMs = null;
      }
    }
  }
  assert.ok(resets > 20, `${resets} resets`);
});

test.run();
