import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EV_KEY, EV_SYN, SYN_DROPPED, SYN_REPORT } from './input-event.ts';
import { step, type KeyEffect, type KeyInput, type KeyState } from './key-edges.ts';

const BELL = 28;
const key = (value: number, atUs: number, code = BELL): KeyInput => ({
  type: 'event',
  event: { type: EV_KEY, code, value, atUs },
});
const syn = (code: number, atUs: number): KeyInput => ({
  type: 'event',
  event: { type: EV_SYN, code, value: 0, atUs },
});
const edge = (pressed: boolean, atUs: number): KeyEffect => ({ type: 'edge', pressed, atUs });

function run(inputs: KeyInput[], from: Partial<KeyState> = {}): KeyEffect[] {
  let state: KeyState = { pressed: false, lost: false, ...from };
  return inputs.flatMap((input) => {
    const next = step(state, input, BELL);
    state = next.state;
    return next.effects;
  });
}

const test = suite('key edges');

test('down and up, with their times; repeats and other keys are none of ours', () => {
  const inputs = [
    key(1, 10),
    syn(SYN_REPORT, 10),
    key(2, 20),
    key(1, 25, 30),
    key(0, 30),
    syn(SYN_REPORT, 30),
  ];
  assert.equal(run(inputs), [edge(true, 10), edge(false, 30)]);
});

test('a key that is down from the start: letting go is an edge, being down is none', () => {
  assert.equal(run([key(2, 5), key(0, 10), key(1, 20)], { pressed: true }), [
    edge(false, 10),
    edge(true, 20),
  ]);
});

test('events were dropped: the rest of the packet means nothing, then the key is asked for', () => {
  const dropped = [key(1, 10), syn(SYN_DROPPED, 20), key(0, 21), syn(SYN_REPORT, 22)];
  assert.equal(run(dropped), [edge(true, 10), { type: 'ask', atUs: 22 }]);
  assert.equal(run([...dropped, { type: 'asked', pressed: false, atUs: 22 }, key(1, 30)]), [
    edge(true, 10),
    { type: 'ask', atUs: 22 },
    edge(false, 22),
    edge(true, 30),
  ]);
});

test('dropped and asked: as it was is no edge', () => {
  const inputs: KeyInput[] = [
    syn(SYN_DROPPED, 20),
    syn(SYN_REPORT, 22),
    { type: 'asked', pressed: true, atUs: 22 },
    key(0, 30),
  ];
  assert.equal(run(inputs, { pressed: true }), [{ type: 'ask', atUs: 22 }, edge(false, 30)]);
});

test.run();
