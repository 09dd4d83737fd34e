import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PacketHistory } from './packet-history.ts';
import { RetransmissionBudget } from './retransmission-budget.ts';

const packet = (n: number) => Buffer.from([n]);

const test = suite('repairs');

test('the last packets are found, older ones and those never sent are not', () => {
  const history = new PacketHistory(4);
  for (let n = 0xfffd; n < 0xfffd + 6; n++) history.add(n & 0xffff, packet(n & 0xff));
  assert.is(history.find(0xfffe, 0, 0), null);
  assert.equal(history.find(0xffff, 0, 0), packet(0xff));
  assert.equal(history.find(2, 0, 0), packet(2));
  assert.is(history.find(3, 0, 0), null);
});

test('a packet is not given twice within a round trip', () => {
  const history = new PacketHistory();
  history.add(1, packet(1));
  assert.ok(history.find(1, 1000, 80));
  history.resent(1, 1000);
  assert.is(history.find(1, 1079, 80), null);
  assert.ok(history.find(1, 1080, 80));
});

test('a sequence number that came round again is a new packet', () => {
  const history = new PacketHistory();
  history.add(1, packet(1));
  history.resent(1, 1000);
  history.add(1, packet(2));
  assert.equal(history.find(1, 1001, 80), packet(2));
});

test('no more than a fifth of what is sent is sent again, whatever is asked for', () => {
  const budget = new RetransmissionBudget(0);
  let bytes = 0;
  for (let ms = 0; ms < 60_000; ms += 10) if (budget.take(1200, 1000, ms)) bytes += 1200;
  const share = (bytes * 8) / 60 / 1e6; // of 1 Mbit/s
  assert.ok(share > 0.18 && share < 0.21, `${share}`);
});

test('a burst of losses is repaired at once', () => {
  const budget = new RetransmissionBudget(0);
  budget.take(0, 2000, 10_000);
  let packets = 0;
  while (budget.take(1200, 2000, 10_000)) packets++;
  assert.ok(packets >= 40, `${packets}`);
});

test.run();
