import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import type { InstallProgress } from '../agent/parts.ts';
import { ProgressMeter } from './progress-meter.ts';

const test = suite('progress meter');

test('it counts, and knows how long the rest takes once all that is missing is known', async () => {
  const clock = new FakeClock();
  const seen: InstallProgress[] = [];
  const meter = new ProgressMeter({
    ...{ clock, blocksTotal: 1000, fetchedBytes: () => 77, writtenBytes: () => 88 },
    onProgress: (progress) => seen.push(progress),
  });
  const last = () => seen.at(-1)!;
  meter.beginScan(1000);
  await clock.advance(2000);
  meter.done(500, { kept: 500 });
  assert.is(last().secondsLeft, null, 'what is missing of the rest is not known');
  await clock.advance(2000);
  meter.done(500, { kept: 100, copied: 200 });
  meter.endScan();
  meter.beginFetch(200);
  await clock.advance(10_000);
  meter.done(50, { fetched: 50 });
  assert.equal(last(), {
    ...{ step: 'reconcile', blocksKept: 600, blocksCopied: 200, blocksFetched: 50 },
    ...{ blocksDone: 850, blocksTotal: 1000, fetchedBytes: 77, writtenBytes: 88 },
    secondsLeft: 30 + 4, // 150 blocks of 0.2 s, and 1000 of 4 ms read back
  });
  meter.done(150, { fetched: 150 });
  assert.is(last().blocksDone, 1000);
  meter.beginReadBack();
  await clock.advance(3000);
  meter.done(250);
  assert.equal(
    [last().step, last().blocksDone, last().blocksTotal, last().secondsLeft],
    ['read-back', 250, 1000, 9],
  );
});

test.run();
