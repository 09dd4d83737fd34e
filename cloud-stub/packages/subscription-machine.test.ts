import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Package } from '../api.ts';
import { PACKAGES } from './catalogue.ts';
import { paidUntilMs } from './paid-until.ts';
import {
  nextState,
  TRANSITIONS,
  type SubscriptionEvent,
  type SubscriptionState,
} from './subscription-machine.ts';

const test = suite('life of a subscription');
const DAY_MS = 24 * 3600 * 1000;
const STATES = Object.keys(TRANSITIONS) as SubscriptionState[];
const EVENTS: SubscriptionEvent[] = ['paid', 'lapsed', 'graceEnded', 'erased', 'withdrawn'];

test('the whole table', () => {
  const table = STATES.map((state) => [
    state,
    ...EVENTS.map((event) => {
      const next = nextState(state, event);
      return next ? [next.state, ...next.effects].join('+') : '-';
    }),
  ]);
  assert.equal(table, [
    ['none', 'active+tell', '-', '-', '-', '-'],
    ['active', 'active+tell', 'grace+tell', '-', '-', 'erasing+tell'],
    ['grace', 'active+tell', '-', 'erasing', '-', 'erasing'],
    ['erasing', 'active+tell', '-', '-', 'ended', '-'],
    ['ended', 'active+tell', '-', '-', '-', '-'],
  ]);
});

test('paying helps from everywhere; nothing is erased that did not lapse or was not withdrawn', () => {
  for (const state of STATES) assert.is(nextState(state, 'paid')?.state, 'active');
  for (const state of STATES)
    for (const event of EVENTS)
      if (nextState(state, event)?.state === 'erasing')
        assert.ok(['graceEnded', 'withdrawn'].includes(event));
});

test('a device is told whenever it may send, or may not any more', () => {
  for (const state of STATES)
    for (const event of EVENTS) {
      const next = nextState(state, event);
      if (next && (next.state === 'active') !== (state === 'active')) assert.equal(next.effects, ['tell']);
    }
});

test('what an order pays for', () => {
  const [trial, week, month] = PACKAGES as [Package, Package, Package];
  const now = 1_000 * DAY_MS;
  const days = (next: Package, current: Package | null, left = 0) =>
    (paidUntilMs(now, next, current && { product: current, paidUntilMs: now + left * DAY_MS }) - now) /
    DAY_MS;
  assert.is(days(week, null), 30);
  assert.is(days(week, week, 10), 40, 'goes on where it would have ended');
  assert.is(days(week, week, -10), 30, 'what is over is over');
  assert.is(days(week, trial, 10), 30, 'a trial is worth nothing');
  assert.ok(
    Math.abs(days(month, week, 20) - (30 + (20 * 299) / 599)) < 1e-6,
    'up: what is left at its worth',
  );
  assert.ok(Math.abs(days(week, month, 15) - (30 + (15 * 599) / 299)) < 1e-6, 'down too');
});

test.run();
