import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock, sleep, SystemClock } from './clock.ts';

const test = suite('clock');

test('fake: stands still until moved; wall and monotonic move together', async () => {
  const clock = new FakeClock(5_000_000);
  const monotonicMs = clock.monotonicMs();
  await clock.advance(1234);
  assert.is(clock.nowMs(), 5_001_234);
  assert.is(clock.monotonicMs() - monotonicMs, 1234);
  clock.setWall(0, 'floor');
  assert.is(clock.nowMs(), 0);
  assert.is(clock.quality(), 'floor');
  assert.is(clock.monotonicMs() - monotonicMs, 1234);
});

test('fake: timers fire in order of their time, at their time, also those made meanwhile', async () => {
  const clock = new FakeClock(0);
  const seen: string[] = [];
  const note = (what: string) => seen.push(`${what}@${clock.nowMs()}`);
  clock.after(30, () => note('c'));
  clock.after(10, () => {
    note('a');
    clock.after(5, () => note('b'));
  });
  const every = clock.every(20, () => note('e'));
  clock.after(50, () => every.cancel());
  clock.after(15, () => assert.unreachable()).cancel();
  await clock.advance(29);
  assert.equal(seen, ['a@10', 'b@15', 'e@20']);
  await clock.advance(1000);
  assert.equal(seen, ['a@10', 'b@15', 'e@20', 'c@30', 'e@40']);
});

test('fake: promises settle between timers', async () => {
  const clock = new FakeClock(0);
  const seen: number[] = [];
  void (async () => {
    for (const ms of [10, 20, 30]) {
      await sleep(clock, ms);
      seen.push(clock.nowMs());
    }
  })();
  await clock.advance(100);
  assert.equal(seen, [10, 30, 60]);
});

test('sleep ends with the reason of an abort, before and while it sleeps', async () => {
  const clock = new FakeClock();
  const abort = new AbortController();
  const asleep = sleep(clock, 1000, abort.signal).catch((error: Error) => error.message);
  abort.abort(new Error('wake up'));
  assert.is(await asleep, 'wake up');
  assert.is(await sleep(clock, 1, abort.signal).catch((error: Error) => error.message), 'wake up');
});

test('system: never earlier than its floor, and honest about what it knows', () => {
  const far = Date.now() + 1e9;
  const unset = new SystemClock({ floorMs: far, isSynced: () => true });
  assert.is(unset.nowMs(), far);
  assert.is(unset.quality(), 'floor');
  assert.is(new SystemClock().quality(), 'unknown');
  assert.is(new SystemClock({ floorMs: 1 }).quality(), 'floor');
  assert.is(new SystemClock({ floorMs: 1, isSynced: () => true }).quality(), 'synced');
  assert.ok(Math.abs(new SystemClock().nowMs() - Date.now()) < 1000);
});

test('system: timers fire, cancel, and do not overflow into "at once"', async () => {
  const clock = new SystemClock();
  const before = clock.monotonicMs();
  clock.after(2 ** 40, () => assert.unreachable());
  clock.after(1, () => assert.unreachable()).cancel();
  // Clock timers do not keep a process alive; this one does meanwhile.
  const alive = setInterval(() => undefined, 1000);
  await new Promise<void>((resolve) => clock.after(15, resolve));
  let turns = 0;
  await new Promise<void>((resolve) => {
    const every = clock.every(2, () => {
      if (++turns < 3) return;
      every.cancel();
      resolve();
    });
  });
  clearInterval(alive);
  assert.ok(clock.monotonicMs() - before >= 14);
});

test.run();
