import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RateMeter } from './rate-meter.ts';

const test = suite('rate meter');

test('a steady flow, right from the start and after a pause', () => {
  const meter = new RateMeter(1234);
  let nowMs = 1234;
  const flow = (ms: number) => {
    for (const endMs = nowMs + ms; nowMs < endMs; nowMs += 10) meter.add(5, nowMs);
  };
  flow(500);
  assert.ok(Math.abs(meter.perSecond(nowMs) - 500) < 60);
  flow(3000);
  assert.ok(Math.abs(meter.perSecond(nowMs) - 500) < 10);
  assert.is(meter.perSecond(nowMs + 1100), 0);
  nowMs += 60_000;
  flow(1200);
  assert.ok(Math.abs(meter.perSecond(nowMs) - 500) < 10);
});

test.run();
