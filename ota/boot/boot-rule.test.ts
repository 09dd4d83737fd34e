/** The boot rule, by its numbers in docs/decisions/0014-update-engine.md, and what must hold whatever is stored. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '#kit/seeded-random.ts';
import { SLOTS, TRIAL_TRIES, type Booted, type BootState, type SlotName } from './boot-control.ts';
import {
  afterConfirm,
  afterInvalidate,
  afterReject,
  afterStage,
  bootStateOf,
  DEFAULT_BOOT_STATE,
  nextStart,
  withBootState,
} from './boot-rule.ts';

const test = suite('boot rule');
const BOTH = { A: true, B: true };
const normal = (slot: SlotName): Booted => ({ slot, isTrial: false, isFailsafe: false });
const failsafe = (slot: SlotName): Booted => ({ slot, isTrial: false, isFailsafe: true });
const onTrial = (slot: SlotName): Booted => ({ slot, isTrial: true, isFailsafe: false });
const state = (more: Partial<BootState> = {}): BootState => ({
  order: ['A', 'B'],
  trial: null,
  failed: null,
  ...more,
});

test('1. nothing sound is stored: A before B, and nothing is written', () => {
  assert.equal(nextStart(null, BOTH), { start: normal('A'), write: null });
  assert.equal(nextStart(null, { A: false, B: true }), { start: normal('B'), write: null });
});

test('2. a trial: one try less each time', () => {
  let stored = afterStage('B');
  for (let left = TRIAL_TRIES - 1; left >= 0; left--) {
    const { start, write } = nextStart(stored, BOTH);
    assert.equal(start, onTrial('B'));
    assert.equal(write, { order: ['A'], trial: { slot: 'B', triesLeft: left }, failed: null });
    stored = write!;
  }
});

test('3. a trial without tries, or without a label, has failed; then as without one', () => {
  const exhausted = state({ order: ['A'], trial: { slot: 'B', triesLeft: 0 } });
  const failed = state({ order: ['A'], failed: 'B' });
  assert.equal(nextStart(exhausted, BOTH), { start: normal('A'), write: failed });
  assert.equal(nextStart(afterStage('B'), { A: true, B: false }), { start: normal('A'), write: failed });
  assert.equal(nextStart(exhausted, { A: false, B: true }), { start: failsafe('B'), write: failed });
  assert.equal(nextStart(exhausted, { A: false, B: false }), { start: null, write: failed });
});

test('4. no trial: the first of the order that has a label; nothing is written', () => {
  assert.equal(nextStart(state({ order: ['B', 'A'] }), BOTH), { start: normal('B'), write: null });
  assert.equal(nextStart(state({ order: ['B', 'A'] }), { A: true, B: false }), {
    start: normal('A'),
    write: null,
  });
  assert.equal(nextStart(state({ order: ['B'], failed: 'A' }), BOTH), { start: normal('B'), write: null });
});

test('5. none of the order: any slot with a label, as failsafe. 6. none at all', () => {
  assert.equal(nextStart(state({ order: ['B'] }), { A: true, B: false }), {
    start: failsafe('A'),
    write: null,
  });
  assert.equal(nextStart(state(), { A: false, B: false }), { start: null, write: null });
});

test('what the running system changes', () => {
  assert.equal(afterInvalidate(state(), 'B'), state({ order: ['A'] }));
  assert.equal(afterInvalidate(afterStage('B'), 'B'), state({ order: ['A'] }));
  assert.equal(afterStage('A'), state({ order: ['B'], trial: { slot: 'A', triesLeft: 3 } }));
  assert.equal(afterConfirm(afterStage('B'), 'B'), state({ order: ['B', 'A'] }));
  assert.equal(afterReject(afterStage('B'), 'B'), state({ order: ['A'], failed: 'B' }));
  assert.equal(afterReject(afterStage('B'), 'A'), state({ order: ['A'], failed: 'B' }), 'before it starts');
  assert.equal(afterReject(state({}), 'A'), state({ order: ['B'], failed: 'A' }), 'the trial is forgotten');
});

test('F5: 50 power cycles in normal use never switch slots and write nothing', () => {
  for (const slot of SLOTS) {
    const stored = afterConfirm(afterStage(slot), slot);
    for (let cycle = 0; cycle < 50; cycle++)
      assert.equal(nextStart(stored, BOTH), { start: normal(slot), write: null });
  }
});

test('F5: a slot that never comes up has three starts, then the other one runs for good', () => {
  let stored = afterStage('B');
  const started: string[] = [];
  for (let cycle = 0; cycle < 50; cycle++) {
    const { start, write } = nextStart(stored, BOTH);
    started.push(`${start!.slot}${start!.isTrial ? '?' : ''}`);
    stored = write ?? stored;
  }
  assert.equal(started, ['B?', 'B?', 'B?', ...Array<string>(47).fill('A')]);
  assert.is(stored.failed, 'B');
});

test('as text and back; what is not ours stays', () => {
  const others = new Map([
    ['bootdelay', '-2'],
    ['boot_trial', 'A'],
  ]);
  for (const one of [state(), state({ order: ['B'], failed: 'A' }), afterStage('A'), DEFAULT_BOOT_STATE]) {
    const text = withBootState(others, one);
    assert.equal(bootStateOf(text), one);
    assert.is(text.get('bootdelay'), '-2');
  }
  assert.equal(
    [...withBootState(new Map(), afterStage('B'))],
    [
      ['boot_order', 'A'],
      ['boot_trial', 'B'],
      ['boot_tries', '3'],
    ],
  );
});

test('whatever is stored, a slot starts if one has a label; tries are spent in trials alone, and end', () => {
  const random = seededRandom(14);
  const one = (...values: string[]) => values[Math.floor(random() * values.length)]!;
  for (let i = 0; i < 10_000; i++) {
    const text = new Map<string, string>();
    const maybe = (name: string, value: string) => random() < 0.8 && text.set(name, value);
    maybe('boot_order', one('A B', 'B A', 'A', 'B', '', ' ', 'X', 'A A', 'B  A Q', 'ab', 'A\nB', '\xff'));
    maybe('boot_trial', one('A', 'B', 'C', '', 'AB', 'a'));
    maybe('boot_tries', one('3', '2', '1', '0', '-1', '4', '999999', 'x', '', '1e9', '03'));
    maybe('boot_failed', one('A', 'B', '?', ''));
    const hasLabel = { A: random() < 0.7, B: random() < 0.7 };
    checkRule(bootStateOf(text), hasLabel);
  }
});

function checkRule(first: BootState, hasLabel: Record<SlotName, boolean>): void {
  let stored = first;
  for (let cycle = 0; cycle < 6; cycle++) {
    const { start, write } = nextStart(stored, hasLabel);
    const told = JSON.stringify({ first, hasLabel, cycle, start, write });
    assert.is(start !== null, hasLabel.A || hasLabel.B, told);
    if (start) assert.ok(hasLabel[start.slot], told);
    if (write) assert.ok(stored.trial, told);
    if (start?.isTrial) assert.ok(write!.trial!.triesLeft === stored.trial!.triesLeft - 1, told);
    assert.ok((write ?? stored).order.length > 0, told);
    stored = write ?? stored;
    assert.equal(bootStateOf(withBootState(new Map(), stored)), stored, told);
  }
  assert.is(stored.trial, null, 'a trial that is never confirmed is over by now');
}

test.run();
