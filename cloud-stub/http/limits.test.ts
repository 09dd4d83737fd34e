/** Host names, rates, and bodies that do not come. */
import { connect } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ClockUnderTest } from '../testing/clock-under-test.ts';
import { CloudUnderTest } from '../testing/cloud-under-test.ts';
import { isOurHost } from './hosts.ts';
import { RateLimit } from './rate-limit.ts';

const test = suite('limits');

test('addresses, localhost and the names that were allowed', () => {
  const allowed = new Set(['door.example']);
  for (const host of ['localhost', 'localhost:80', '10.0.0.1', '[fe80::1]:8080', 'DOOR.example:443'])
    assert.ok(isOurHost(host, allowed), host);
  for (const host of [
    undefined,
    '',
    'evil.example',
    'x.door.example',
    'door.example.evil',
    'a b',
    'door.example@evil',
    '//',
  ])
    assert.not.ok(isOurHost(host, allowed), String(host));
});

test('a burst, then one at a time as time goes by', () => {
  let nowMs = 0;
  const limit = new RateLimit({ burst: 3, perMinute: 6, monotonicMs: () => nowMs });
  const take = () => [1, 2, 3, 4, 5].map(() => limit.take('a'));
  assert.equal(take(), [true, true, true, false, false]);
  assert.ok(limit.take('b'), 'others are not held back');
  nowMs += 10_000;
  assert.equal(take(), [true, false, false, false, false]);
  nowMs += 3600_000;
  assert.equal(take(), [true, true, true, false, false], 'not more than a burst');
});

test('the memory of keys is bounded', () => {
  const limit = new RateLimit({ burst: 1, perMinute: 1, monotonicMs: () => 0 });
  assert.ok(limit.take('first'));
  for (let i = 0; i < 999; i++) limit.take(`${i}`);
  assert.not.ok(limit.take('first'));
  for (let i = 0; i < 1000; i++) limit.take(`again-${i}`);
  assert.ok(limit.take('first'), 'forgotten');
});

test('a short body that does not come ends the connection; one that came does not', async () => {
  const clock = new ClockUnderTest(30_000);
  const stub = await CloudUnderTest.start({ clock });
  try {
    const socket = connect(Number(new URL(stub.url).port), '127.0.0.1');
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const head = ['POST /api/session HTTP/1.1', 'Host: localhost', 'X-Requested-With: pupsentry'];
    head.push('Content-Type: application/json', 'Content-Length: 99');
    socket.on('error', () => undefined);
    socket.write(`${head.join('\r\n')}\r\n\r\n{"token"`);
    // Answered on another connection after the first has been read: the server is one thread.
    for (let i = 0; i < 5; i++) assert.is((await stub.fetch('/api/session')).status, 200);
    assert.is((await stub.post('/api/events/seen', { ids: 'all' })).status, 200);
    clock.expire();
    await ended;
    assert.is((await stub.post('/api/events/seen', { ids: 'all' })).status, 200);
  } finally {
    await stub.stop();
  }
});

test.run();
