import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { usableIceServers } from './ice-server.ts';

const test = suite('ICE servers');

test('STUN and TURN over UDP', () => {
  assert.equal(
    usableIceServers([
      { url: 'stun:stun.example.org' },
      { url: 'turn:[2001:db8::1]:5000?transport=udp', username: 'u', credential: 'c' },
    ]),
    [
      { kind: 'stun', host: 'stun.example.org', port: 3478, username: '', credential: '' },
      { kind: 'turn', host: '2001:db8::1', port: 5000, username: 'u', credential: 'c' },
    ],
  );
});

test('the others are left out, and the list is bounded', () => {
  const turn = { username: 'u', credential: 'c' };
  const useless = [
    { url: 'turns:a.example:443', ...turn },
    { url: 'turn:a.example?transport=tcp', ...turn },
    { url: 'turn:a.example' },
    { url: 'stun:a.example:99999' },
    { url: 'stun:a b' },
    { url: 'http://a.example' },
    {},
  ];
  assert.equal(usableIceServers(useless), []);
  assert.equal(usableIceServers(null), []);
  assert.is(usableIceServers(Array(20).fill({ url: 'stun:a.example' })).length, 4);
});

test.run();
