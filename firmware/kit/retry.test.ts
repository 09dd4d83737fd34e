import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Backoff } from './retry.ts';

const test = suite('back-off');

const waits = (backoff: Backoff, n: number) => Array.from({ length: n }, () => backoff.nextMs());

test('doubles up to its cap, from the start again after a success', () => {
  const backoff = new Backoff({ firstMs: 100, maxMs: 1000, random: () => 0.9999999 });
  assert.equal(waits(backoff, 6).map(Math.round), [100, 200, 400, 800, 1000, 1000]);
  assert.is(backoff.failures, 6);
  backoff.succeeded();
  assert.is(backoff.failures, 0);
  assert.is(Math.round(backoff.nextMs()), 100);
});

test('jitter takes away half at most', () => {
  const least = new Backoff({ firstMs: 100, maxMs: 1000, random: () => 0 });
  assert.equal(waits(least, 3), [50, 100, 200]);
  const backoff = new Backoff({ firstMs: 10, maxMs: 60_000 });
  const some = waits(backoff, 40).slice(-20);
  assert.ok(some.every((ms) => ms >= 30_000 && ms < 60_000));
  assert.ok(new Set(some).size > 10, 'a fleet does not return as one');
});

test('thousands of failures do not overflow', () => {
  const backoff = new Backoff({ firstMs: 1000, maxMs: 30_000 });
  assert.ok(waits(backoff, 5000).every((ms) => ms > 0 && ms <= 30_000));
});

test.run();
