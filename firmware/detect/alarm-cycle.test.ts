import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { QUIET, endsAtUs, step, type AlarmInput, type AlarmRules, type AlarmState } from './alarm-cycle.ts';
import type { Label } from './sighting.ts';

const S = 1_000_000;
const RULES: AlarmRules = {
  initialUs: 3 * S,
  quietUs: 2 * S,
  maxUs: 10 * S,
  blindUs: 5 * S,
  tellsAgain: true,
};

function seen(
  s: number,
  more: { label?: Label; score?: number; zones?: string[]; since?: number } = {},
): AlarmInput {
  const { label = 'motion', score = 0.5, zones = [], since = s } = more;
  const kind = 'motion';
  return { type: 'sighting', sighting: { kind, label, atUs: s * S, sinceUs: since * S, score, zones } };
}
const time = (s: number): AlarmInput => ({ type: 'time', atUs: s * S });
const off = (s: number): AlarmInput => ({ type: 'off', atUs: s * S });
/** Sightings every half second, both ends included. */
const from = (a: number, b: number) => Array.from({ length: (b - a) * 2 + 1 }, (_, i) => seen(a + i / 2));

function run(inputs: AlarmInput[], rules = RULES) {
  let state: AlarmState = QUIET;
  const told: string[] = [];
  for (const input of inputs) {
    const next = step(state, input, rules);
    state = next.state;
    for (const { type, alarm } of next.effects) {
      if (type === 'started') told.push(`start ${alarm.startedUs / S}`);
      if (type === 'ended') told.push(`end ${alarm.seenUs / S} x${alarm.sightings}`);
    }
  }
  return { state, told };
}

const test = suite('alarm life cycle');

const TABLE: [what: string, inputs: AlarmInput[], told: string[], rules?: Partial<AlarmRules>][] = [
  ['nothing seen, nothing told', [time(5), off(6)], []],
  ['one sighting is open for the initial time', [seen(1), time(3.9)], ['start 1']],
  ['then it ends, at its last sighting', [seen(1), time(4)], ['start 1', 'end 1 x1']],
  ['it began when it came in, not when it was sure', [seen(1, { since: 0.4 })], ['start 0.4']],
  ['it is open while it lasts', [...from(1, 6), time(7.9)], ['start 1']],
  ['until nothing was seen for the quiet time', [...from(1, 6), time(8)], ['start 1', 'end 6 x11']],
  ['a pause shorter than that is no end', [seen(1), seen(3.9), seen(5.8), time(7.7)], ['start 1']],
  ['never longer than the maximum', [...from(0, 12)], ['start 0', 'end 9.5 x20']],
  ['nothing is told in blind time', [seen(0), time(3), ...from(3.5, 7.5)], ['start 0', 'end 0 x1']],
  ['what goes on after it is a new alarm', [...from(0, 16)], ['start 0', 'end 9.5 x20', 'start 15']],
  [
    'an input that comes late finds the old alarm ended',
    [seen(0), seen(100)],
    ['start 0', 'end 0 x1', 'start 100'],
  ],
  ['switched off: it ends at once', [...from(0, 1), off(1.2)], ['start 0', 'end 1 x3']],
  ['switched off and on: no blind time', [seen(0), off(1), seen(2)], ['start 0', 'end 0 x1', 'start 2']],
  ['a sighting older than the last one harms nothing', [seen(2), seen(1), time(4)], ['start 2']],
  [
    'without any length: every sighting is an alarm of its own',
    [seen(1), seen(2)],
    ['start 1', 'end 1 x1', 'start 2', 'end 2 x1'],
    { initialUs: 0, quietUs: 0, maxUs: 0, blindUs: 0 },
  ],
  [
    'what need not be told again has to stop first',
    [...from(0, 60), time(66), seen(67)],
    ['start 0', 'end 9.5 x20', 'start 67'],
    { tellsAgain: false },
  ],
];
for (const [what, inputs, told, rules] of TABLE) {
  test(what, () => assert.equal(run(inputs, { ...RULES, ...rules }).told, told));
}

test('an alarm keeps the rules that it began with', () => {
  const first = step(QUIET, seen(0), RULES);
  const none = { ...RULES, initialUs: 0, quietUs: 0, blindUs: 0 };
  const again = step(first.state, seen(2.9), none);
  assert.equal(
    again.effects.map(({ type }) => type),
    ['grown'],
  );
  const ended = step(again.state, time(4.9), none);
  assert.is(ended.state.phase, 'blind');
});

test('labels: the clearest first; zones and peak of all', () => {
  const { state } = run([
    seen(0, { label: 'loud', score: 0.5, zones: ['Path'] }),
    seen(0.2, { label: 'dog', score: 0.8, zones: ['Gate'] }),
    seen(0.4, { label: 'loud', score: 0.6, zones: ['Path'] }),
    seen(0.6, { label: 'baby', score: 0.1 }),
  ]);
  if (state.phase !== 'open') throw new Error(state.phase);
  assert.equal(state.alarm.labels, ['dog', 'loud', 'baby']);
  assert.equal(state.alarm.zones, ['Path', 'Gate']);
  assert.is(state.alarm.peak, 0.8);
});

test('however many zones there are, an alarm names eight', () => {
  const { state } = run(Array.from({ length: 20 }, (_, i) => seen(i / 10, { zones: [`${i}`] })));
  assert.is(state.phase === 'open' && state.alarm.zones.length, 8);
});

test('when to look again', () => {
  assert.is(endsAtUs(QUIET), null);
  assert.is(endsAtUs(run([seen(1)]).state), 4 * S);
  assert.is(endsAtUs(run(from(1, 3)).state), 5 * S);
  assert.is(endsAtUs(run(from(1, 10)).state), 11 * S);
  assert.is(endsAtUs(run([seen(1), time(4)]).state), 9 * S);
});

test.run();
