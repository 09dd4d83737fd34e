import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DeliveryMeter, type Delivery } from './delivery-meter.ts';

/** Sends 1000 bytes every 10 ms (800 kbit/s) through a link whose queue is given, with feedback each 100 ms. */
function run(meter: DeliveryMeter, fromMs: number, ms: number, queueMs: (nowMs: number) => number) {
  let last: Delivery | null = null;
  let batch: { sequence: number; atMs: number }[] = [];
  for (let nowMs = fromMs; nowMs < fromMs + ms; nowMs += 10) {
    const sequence = (nowMs / 10) & 0xffff;
    meter.sent(sequence, 1000, nowMs);
    batch.push({ sequence, atMs: nowMs + 5_000_000 + queueMs(nowMs) }); // the viewer's clock is another
    if (nowMs % 100 === 0) {
      last = meter.onFeedback(batch, nowMs);
      batch = [];
    }
  }
  return last!;
}

const test = suite('delivery');

test('an empty link: the rate, and no queue', () => {
  const delivery = run(new DeliveryMeter(), 0, 3000, () => 20);
  assert.ok(Math.abs(delivery.receivedKbps - 800) < 20, `${delivery.receivedKbps}`);
  assert.equal([delivery.queueMs, delivery.standingQueueMs], [0, 0]);
});

test('a burst that drains is no standing queue, one that stays is', () => {
  const meter = new DeliveryMeter();
  run(meter, 0, 2000, () => 20);
  const burst = run(meter, 2000, 2000, (ms) => 20 + Math.max(0, 120 - (ms % 1000)));
  assert.is(burst.standingQueueMs, 0);
  const stays = run(meter, 4000, 1500, () => 70);
  assert.is(stays.standingQueueMs, 50);
});

test('a longer route is taken for the normal one after a while', () => {
  const meter = new DeliveryMeter();
  run(meter, 0, 2000, () => 20);
  assert.is(run(meter, 2000, 2000, () => 90).standingQueueMs, 70);
  assert.is(run(meter, 4000, 31_000, () => 90).standingQueueMs, 0);
});

test('what did not arrive, was never sent, or is told twice counts for nothing', () => {
  const meter = new DeliveryMeter();
  meter.sent(1, 1000, 0);
  assert.is(meter.onFeedback([{ sequence: 1, atMs: null }], 1), null);
  assert.is(meter.onFeedback([{ sequence: 2, atMs: 5 }], 1), null);
  assert.ok(meter.onFeedback([{ sequence: 1, atMs: 5 }], 1));
  assert.is(meter.onFeedback([{ sequence: 1, atMs: 5 }], 1), null);
});

test.run();
