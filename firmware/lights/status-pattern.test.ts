import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { statusCondition, statusPattern, type StatusFacts } from './status-pattern.ts';

const READY: StatusFacts = {
  resetInSeconds: null,
  isResetting: false,
  isIdentifying: false,
  isUpdating: false,
  isRinging: false,
  isStarting: false,
  isWatched: false,
  hasFault: false,
  isCloudAway: false,
  isLitWhenReady: false,
};

const test = suite('status light, patterns');

test('ready is dark or steady, as the household likes it', () => {
  assert.equal(statusPattern(READY), { kind: 'off' });
  assert.equal(statusPattern({ ...READY, isLitWhenReady: true }), { kind: 'on' });
});

/** From the least urgent to the most urgent: each one hides those before it. */
const RANKS: [Partial<StatusFacts>, string][] = [
  [{ isCloudAway: true }, 'no-network'],
  [{ hasFault: true }, 'fault'],
  [{ isWatched: true }, 'live'],
  [{ isStarting: true }, 'starting'],
  [{ isRinging: true }, 'ringing'],
  [{ isUpdating: true }, 'updating'],
  [{ isIdentifying: true }, 'identify'],
  [{ resetInSeconds: 7 }, 'reset-countdown'],
  [{ isResetting: true }, 'resetting'],
];

test('the most urgent condition is shown', () => {
  let facts = READY;
  for (const [more, condition] of RANKS) {
    facts = { ...facts, ...more };
    assert.is(statusCondition(facts), condition);
    assert.is(statusCondition({ ...READY, ...more }), condition);
  }
});

test('no two conditions look the same', () => {
  const seen = RANKS.map(([facts]) => JSON.stringify(statusPattern({ ...READY, ...facts })));
  seen.push(JSON.stringify(statusPattern(READY)));
  assert.is(new Set(seen).size, RANKS.length + 1, seen.join('\n'));
});

test('the countdown blinks faster and faster', () => {
  const periods = [7, 6, 5, 4, 3, 2, 1].map((resetInSeconds) => {
    const pattern = statusPattern({ ...READY, resetInSeconds });
    return pattern.kind === 'blink' ? pattern.onMs + pattern.offMs : NaN;
  });
  assert.equal(periods, [800, 600, 400, 300, 200, 150, 100]);
});

test.run();
