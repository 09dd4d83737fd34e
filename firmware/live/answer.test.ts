import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formatAnswer } from './answer.ts';
import { parseOffer } from './offer.ts';

const offer = parseOffer(readFileSync(join(import.meta.dirname, 'chromium-offer.sdp'), 'latin1'));
const local = {
  ufrag: 'abcd',
  password: 'abcdefghijklmnopqrstuvwx',
  fingerprint: { algorithm: 'sha-256', value: 'AB:CD' },
  setup: 'active' as const,
  candidates: ['candidate:1 1 UDP 1 192.0.2.7 5000 typ host'],
};

const test = suite('answer');

test('mentions every section in order, takes picture, sound and data', () => {
  const answer = formatAnswer({ offer, local, ssrc: { video: 1, audio: 2 }, cname: 'c' });
  assert.equal(answer.match(/^m=.*$/gm), [
    'm=video 9 UDP/TLS/RTP/SAVPF 108',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  ]);
  assert.equal(answer.match(/^a=(sendonly|inactive)$/gm), ['a=sendonly', 'a=sendonly']);
  assert.match(answer, 'a=group:BUNDLE 0 1 2\r\n');
  assert.match(answer, 'a=group:LS 0 1\r\n');
  assert.match(answer, 'a=sctp-port:5000\r\na=max-message-size:65536\r\n');
  assert.is(answer.match(/^a=candidate:/gm)?.length, 1);
  assert.match(answer, 'a=extmap:4 ');
});

test('without sound and data their sections are rejected', () => {
  const answer = formatAnswer({
    offer: { ...offer, audio: null, data: null },
    local,
    ssrc: { video: 1, audio: null },
    cname: 'c',
  });
  assert.match(answer, 'm=audio 0 ');
  assert.match(answer, 'm=application 0 ');
  assert.match(answer, 'a=group:BUNDLE 0\r\n');
});

test.run();
