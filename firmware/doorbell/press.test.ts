import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { QUIET, step, type PressEffect, type PressInput } from './press.ts';

const MS = 1000;
const RULES = { debounceUs: 40 * MS, blindUs: 10_000 * MS };

const down = (ms: number): PressInput => ({ type: 'edge', pressed: true, atUs: ms * MS });
const up = (ms: number): PressInput => ({ type: 'edge', pressed: false, atUs: ms * MS });
const time = (ms: number): PressInput => ({ type: 'time', atUs: ms * MS });

/** Effects in short: "start@100", "again 2", "end 2@150". */
function run(inputs: PressInput[], rules = RULES): string[] {
  let state = QUIET;
  const seen: PressEffect[] = [];
  for (const input of inputs) {
    const next = step(state, input, rules);
    state = next.state;
    seen.push(...next.effects);
  }
  return seen.map((e) => {
    if (e.type === 'ring-started') return `start@${e.atUs / MS}`;
    if (e.type === 'pressed-again') return `again ${e.presses}`;
    return `end ${e.presses}@${e.lastPressUs / MS}`;
  });
}

const test = suite('press');

const TABLE: [what: string, inputs: PressInput[], effects: string[]][] = [
  ['one press rings at its first edge', [down(100)], ['start@100']],
  ['letting go does nothing', [down(100), up(300)], ['start@100']],
  [
    'bounce while pressing is one press',
    [down(100), up(101), down(103), up(104), down(109), up(400)],
    ['start@100'],
  ],
  [
    'bounce while letting go is one press',
    [down(100), up(400), down(402), up(405), down(430), up(431)],
    ['start@100'],
  ],
  ['a tap shorter than the debounce time rings', [down(100), up(110)], ['start@100']],
  [
    'a second tap counts to the same ring',
    [down(100), up(110), down(200), up(210)],
    ['start@100', 'again 2'],
  ],
  ['let go for exactly the debounce time counts', [down(100), up(160), down(200)], ['start@100', 'again 2']],
  ['let go for less does not', [down(100), up(161), down(200)], ['start@100']],
  [
    'a button held for a minute rings once',
    [down(100), time(60_000), up(61_000)],
    ['start@100', 'end 1@100'],
  ],
  ['a line that repeats "pressed" rings once', [down(100), down(600), down(1100)], ['start@100']],
  ['released while released is nothing', [up(50), up(60)], []],
  [
    'the blind time does not grow with presses',
    [down(0), up(60), down(9_000), up(9_060), down(10_000), up(10_060)],
    ['start@0', 'again 2', 'end 2@9000', 'start@10000'],
  ],
  [
    'the last microsecond of the blind time still counts',
    [down(0), up(60), down(9_999.999)],
    ['start@0', 'again 2'],
  ],
  [
    'a ring ends by time alone',
    [down(0), up(60), time(9_999), time(10_000), time(20_000)],
    ['start@0', 'end 1@0'],
  ],
  [
    'a press that comes before the timer ends the old ring first',
    [down(0), up(60), down(30_000)],
    ['start@0', 'end 1@0', 'start@30000'],
  ],
];
for (const [what, inputs, effects] of TABLE) {
  test(what, () => assert.equal(run(inputs), effects));
}

test('without a blind time every press is a ring of its own, ended at once', () => {
  const rules = { ...RULES, blindUs: 0 };
  assert.equal(run([down(0), up(10), down(100), up(110)], rules), [
    'start@0',
    'end 1@0',
    'start@100',
    'end 1@100',
  ]);
});

test('the blind time of a running ring does not change with the setting', () => {
  const first = step(QUIET, down(0), RULES);
  const later = step(first.state, up(60), { ...RULES, blindUs: 1 });
  const again = step(later.state, down(5_000), { ...RULES, blindUs: 1 });
  assert.equal(
    again.effects.map((e) => e.type),
    ['pressed-again'],
  );
});

test('any sequence of edges: rings start and end in turn, and presses add up', () => {
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 200; round++) {
    let state = QUIET;
    let atUs = 0;
    let open: { ring: number; presses: number } | null = null;
    for (let i = 0; i < 200; i++) {
      atUs += Math.floor(random() ** 3 * 4_000 * MS);
      const input: PressInput =
        random() < 0.2 ? { type: 'time', atUs } : { type: 'edge', pressed: random() < 0.5, atUs };
      const next = step(state, input, RULES);
      state = next.state;
      for (const e of next.effects) {
        if (e.type === 'ring-started') {
          assert.is(open, null);
          open = { ring: e.ring, presses: 1 };
        } else {
          assert.is(open?.ring, e.ring);
          if (e.type === 'pressed-again') assert.is(e.presses, ++open!.presses);
          else {
            assert.is(e.presses, open!.presses);
            assert.ok(e.lastPressUs <= atUs);
            open = null;
          }
        }
      }
    }
  }
});

test.run();
