import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatCandidate, parseCandidate } from './candidate.ts';

const test = suite('candidate');

test('hosts, reflexive and relayed ones, IPv4 and IPv6', () => {
  for (const text of [
    'candidate:842163049 1 udp 1677729535 203.0.113.4 46154 typ srflx raddr 0.0.0.0 rport 0 generation 0',
    'candidate:1 1 UDP 2113937151 192.0.2.7 5000 typ host',
    'a=candidate:1 1 udp 2113937151 2001:db8::1 5000 typ relay raddr 203.0.113.4 rport 1',
  ])
    assert.ok(parseCandidate(text), text);
});

test('is written anew, from checked values alone', () => {
  const candidate = parseCandidate(
    'candidate:1 1 udp 2113937151 192.0.2.7 5000 typ srflx raddr evil rport x',
  )!;
  assert.is(
    formatCandidate(candidate),
    'candidate:1 1 UDP 2113937151 192.0.2.7 5000 typ srflx raddr 0.0.0.0 rport 0',
  );
  assert.equal(parseCandidate(formatCandidate(candidate)), candidate);
});

test('what needs a look-up, TCP and garbage are left out', () => {
  for (const text of [
    '',
    'candidate:1 1 udp 2113937151 4f1a-22.local 5000 typ host',
    'candidate:1 1 udp 2113937151 example.org 5000 typ host',
    'candidate:1 1 tcp 2113937151 192.0.2.7 9 typ host tcptype active',
    'candidate:1 2 udp 2113937151 192.0.2.7 5000 typ host',
    'candidate:1 1 udp 2113937151 192.0.2.700 5000 typ host',
    'candidate:1 1 udp 2113937151 192.0.2.7 0 typ host',
    'candidate:1 1 udp 2113937151 192.0.2.7 70000 typ host',
    'candidate:1 1 udp 99999999999 192.0.2.7 5000 typ host',
    'candidate:1 1 udp 4294967296 192.0.2.7 5000 typ host',
    `candidate:1 1 udp 1 192.0.2.7 5000 typ host ${'x'.repeat(600)}`,
  ])
    assert.is(parseCandidate(text), null, text);
});

test.run();
