import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { QUIET, step, type AlarmInput } from '../detect/alarm-cycle.ts';
import { RELEASED, isPress, type Edge } from './press.ts';

const MS = 1000;
const RULES = { debounceUs: 40 * MS, blindUs: 10_000 * MS };

type PressInput = ({ type: 'edge' } & Edge) | { type: 'time'; atUs: number };
const down = (ms: number): PressInput => ({ type: 'edge', pressed: true, atUs: ms * MS });
const up = (ms: number): PressInput => ({ type: 'edge', pressed: false, atUs: ms * MS });
const time = (ms: number): PressInput => ({ type: 'time', atUs: ms * MS });

/** Presses and the life cycle of a ring together. Effects in short: "start@100", "again 2", "end 2@150". */
function run(inputs: PressInput[], { debounceUs, blindUs } = RULES): string[] {
  const rules = { initialUs: blindUs, quietUs: 0, maxUs: blindUs, blindUs: 0, tellsAgain: true };
  let line = RELEASED;
  let state = QUIET;
  const seen: string[] = [];
  for (const input of inputs) {
    const { atUs } = input;
    let press = false;
    if (input.type === 'edge') {
      press = isPress(line, input, debounceUs);
      line = input;
    }
    const sighting = { kind: 'ring', label: 'ring', atUs, sinceUs: atUs, score: 1, zones: [] } as const;
    const what: AlarmInput = press ? { type: 'sighting', sighting } : { type: 'time', atUs };
    const next = step(state, what, rules);
    state = next.state;
    for (const { type, alarm } of next.effects) {
      if (type === 'started') seen.push(`start@${alarm.startedUs / MS}`);
      if (type === 'grown') seen.push(`again ${alarm.sightings}`);
      if (type === 'ended') seen.push(`end ${alarm.sightings}@${alarm.seenUs / MS}`);
    }
  }
  return seen;
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

test('any sequence of edges: rings start and end in turn, and presses add up', () => {
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 200; round++) {
    let ms = 0;
    const inputs = Array.from({ length: 200 }, () => {
      ms += Math.floor(random() ** 3 * 4_000_000) / 1000;
      return random() < 0.2 ? time(ms) : random() < 0.5 ? down(ms) : up(ms);
    });
    let presses = 0; // of the ring going on
    for (const what of run(inputs)) {
      const [, word, count] = /^(start|again|end) ?(\d+)?/.exec(what)!;
      if (word === 'start') assert.is(presses, 0);
      presses = word === 'start' ? 1 : word === 'again' ? presses + 1 : presses;
      if (word !== 'start') assert.is(Number(count), presses);
      if (word === 'end') presses = 0;
    }
  }
});

test.run();
