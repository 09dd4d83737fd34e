import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { BandwidthEstimate } from './bandwidth-estimate.ts';
import { DeliveryMeter } from './delivery-meter.ts';

/** A link with a queue, an encoder that does as it is told (key frame each second), a viewer that reports. */
class Simulation {
  nowMs = 0;
  linkKbps = 100_000;
  maxQueueMs = 400;
  dropped = 0;
  worstQueueMs = 0;
  readonly estimate: BandwidthEstimate;
  readonly #meter = new DeliveryMeter();
  readonly #tellsArrivals: boolean;
  #busyUntilMs = 0;
  #sequence = 0;
  #batch: { sequence: number; atMs: number }[] = [];
  #sent: { atMs: number; bytes: number }[] = [];

  constructor(startKbps: number, tellsArrivals = true) {
    this.#tellsArrivals = tellsArrivals;
    this.estimate = new BandwidthEstimate({ startKbps, maxKbps: () => 2500 });
  }

  run(seconds: number): void {
    for (const endMs = this.nowMs + seconds * 1000; this.nowMs < endMs; this.nowMs += 10) {
      if (this.nowMs % 30 === 0) this.#frame();
      const sentKbps = this.#sentKbps();
      if (this.nowMs % 100 === 0) {
        const delivery = this.#tellsArrivals && this.#meter.onFeedback(this.#batch.splice(0), this.nowMs);
        if (delivery) this.estimate.onDelivery(delivery, this.nowMs);
        this.estimate.onTime(sentKbps, this.nowMs);
      }
      if (this.nowMs % 1000 === 500) {
        const queueMs = Math.max(0, this.#busyUntilMs - this.nowMs);
        this.estimate.onReport({ lost: 0, rttMs: 30 + queueMs }, sentKbps, this.nowMs);
        if (queueMs > 60) this.estimate.onRemb(this.linkKbps * 0.85, sentKbps, this.nowMs);
        else this.estimate.onRemb(sentKbps * 1.4, sentKbps, this.nowMs);
      }
    }
  }

  #sentKbps(): number {
    this.#sent = this.#sent.filter(({ atMs }) => atMs > this.nowMs - 1000);
    return this.#sent.reduce((sum, { bytes }) => sum + bytes, 0) / 125;
  }

  #frame(): void {
    const frameBytes = (Math.min(2000, this.estimate.kbps) * 30) / 8;
    // A key frame is three times as large, the others make up for it.
    let bytes = this.nowMs % 990 === 0 ? frameBytes * 3 : frameBytes * (30 / 33);
    for (; bytes > 0; bytes -= 1200) {
      const size = Math.min(1200, bytes);
      this.#sent.push({ atMs: this.nowMs, bytes: size });
      const startMs = Math.max(this.nowMs, this.#busyUntilMs);
      this.worstQueueMs = Math.max(this.worstQueueMs, startMs - this.nowMs);
      if (startMs - this.nowMs > this.maxQueueMs) {
        this.dropped++;
        continue;
      }
      this.#busyUntilMs = startMs + (size * 8) / this.linkKbps;
      const sequence = this.#sequence++ & 0xffff;
      this.#meter.sent(sequence, size, this.nowMs);
      this.#batch.push({ sequence, atMs: this.#busyUntilMs + 15 });
    }
  }
}

const test = suite('bandwidth estimate');

test('a free link is not doubted', () => {
  const simulation = new Simulation(2000);
  simulation.run(30);
  assert.is(simulation.estimate.timesFull, 0);
  assert.ok(simulation.estimate.kbps >= 2000);
});

test('a link that narrows is followed within 2 s, used well, and never overfilled again', () => {
  const simulation = new Simulation(2000);
  simulation.run(5);
  simulation.linkKbps = 1200;
  simulation.run(2);
  assert.ok(simulation.estimate.kbps < 1200, `${simulation.estimate.kbps}`);
  simulation.run(3);
  simulation.dropped = simulation.worstQueueMs = 0;
  let sum = 0;
  for (let second = 0; second < 60; second++) {
    simulation.run(1);
    sum += simulation.estimate.kbps;
  }
  assert.is(simulation.dropped, 0);
  assert.ok(simulation.worstQueueMs < 300, `queue ${simulation.worstQueueMs} ms`);
  assert.ok(sum / 60 > 900, `mean ${sum / 60}`);
});

test('a link that is free again is used in full within 10 s', () => {
  const simulation = new Simulation(2000);
  simulation.linkKbps = 1200;
  simulation.run(20);
  simulation.linkKbps = 100_000;
  simulation.run(10);
  assert.ok(simulation.estimate.kbps >= 2000, `${simulation.estimate.kbps}`);
});

test('a viewer that gives only REMB is followed, too', () => {
  const simulation = new Simulation(2000, false);
  simulation.run(5);
  simulation.linkKbps = 1000;
  simulation.run(8);
  simulation.dropped = 0;
  simulation.run(30);
  assert.ok(simulation.estimate.kbps < 1100 && simulation.estimate.kbps > 600, `${simulation.estimate.kbps}`);
  assert.is(simulation.dropped, 0);
  simulation.linkKbps = 100_000;
  simulation.run(12);
  assert.ok(simulation.estimate.kbps >= 2000, `${simulation.estimate.kbps}`);
});

test('a REMB that falls because little is sent says nothing', () => {
  const estimate = new BandwidthEstimate({ startKbps: 2000, maxKbps: () => 2500 });
  for (const kbps of [1500, 900, 400]) estimate.onRemb(kbps, 200, 1000);
  assert.is(estimate.kbps, 2000);
  assert.is(estimate.remb, 400);
});

test('the estimate does not outgrow what is sent', () => {
  const estimate = new BandwidthEstimate({ startKbps: 300, maxKbps: () => 2500 });
  for (let ms = 0; ms < 60_000; ms += 100) estimate.onTime(300, ms);
  assert.ok(estimate.kbps < 450, `${estimate.kbps}`);
});

test('heavy loss lowers it, a little loss does not', () => {
  const estimate = new BandwidthEstimate({ startKbps: 2000, maxKbps: () => 2500 });
  for (let ms = 0; ms < 10_000; ms += 1000) estimate.onReport({ lost: 0.04, rttMs: 20 }, 2000, ms);
  assert.is(estimate.kbps, 2000);
  for (let ms = 10_000; ms < 16_000; ms += 1000) estimate.onReport({ lost: 0.4, rttMs: 20 }, 2000, ms);
  assert.ok(estimate.kbps < 1300, `${estimate.kbps}`);
});

test.run();
