import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { simulatedRing } from '../simulated-household.ts';
import { RingDesk } from './ring-desk.ts';

const test = suite('ring desk');
const NOW = 1_000_000_000;

function desk() {
  const heard: string[] = [];
  const chime = { ring: () => heard.push('ring'), stop: () => heard.push('stop') };
  return { heard, ring: new RingDesk({ chime, nowMs: () => NOW }) };
}

test('a ring rings until it is stopped', () => {
  const { ring, heard } = desk();
  ring.hear(simulatedRing({ id: 'a', startedMs: NOW - 300, receivedMs: NOW - 100 }), 'stream');
  assert.is(ring.ringing.value?.eventId, 'a');
  assert.is(ring.ringing.value?.rangAtMs, NOW - 200);
  ring.stop();
  ring.stop();
  assert.is(ring.ringing.value, null);
  assert.equal(heard, ['ring', 'stop']);
});

test('from the stream it rings whatever the clock of this page says', () => {
  const { ring } = desk();
  const hour = 3_600_000;
  ring.hear(simulatedRing({ startedMs: NOW - hour, receivedMs: NOW - hour + 90 }), 'stream');
  assert.ok(ring.ringing.value);
  ring.stop();
});

test('history does not ring: late, seen, old, or of another kind', () => {
  const { ring, heard } = desk();
  ring.hear(simulatedRing({ startedMs: NOW - 5000, late: true }), 'stream');
  ring.hear(simulatedRing({ startedMs: NOW - 5000, seen: true }), 'list');
  ring.hear(simulatedRing({ startedMs: NOW - 61_000 }), 'list');
  ring.hear(simulatedRing({ startedMs: NOW - 5000, kind: 'motion' }), 'stream');
  assert.equal(heard, []);
});

test('found after a gap it rings while it is fresh', () => {
  const { ring } = desk();
  ring.hear(simulatedRing({ startedMs: NOW - 20_000 }), 'list');
  assert.is(ring.ringing.value?.rangAtMs, NOW - 20_000);
  ring.stop();
});

test.run();
