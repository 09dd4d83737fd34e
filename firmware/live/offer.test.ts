import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MAX_SDP_BYTES, parseOffer } from './offer.ts';
import { RefusedError } from './refused-error.ts';

const CHROMIUM = readFileSync(join(import.meta.dirname, 'chromium-offer.sdp'), 'latin1');

function refusal(sdp: string): RefusedError {
  try {
    parseOffer(sdp);
  } catch (error) {
    if (error instanceof RefusedError) return error;
    throw error;
  }
  throw new Error('not refused');
}

const test = suite('offer');

test('of Chromium: constrained baseline, Opus, feedback and packet numbers', () => {
  const offer = parseOffer(CHROMIUM);
  assert.equal(
    offer.video.codec.fmtp,
    'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  );
  assert.equal(offer.video.codec.payloadType, 108);
  assert.equal(offer.video.codec.feedback, ['nack', 'nack pli', 'ccm fir', 'goog-remb', 'transport-cc']);
  assert.is(offer.video.codec.transportExtension?.id, 4);
  assert.is(offer.audio?.codec.payloadType, 111);
  assert.equal(
    offer.sections.map((s) => [s.kind, s.mid]),
    [
      ['video', '0'],
      ['audio', '1'],
      ['application', '2'],
    ],
  );
  assert.is(offer.setup, 'actpass');
  assert.equal(offer.data, { mid: '2' });
});

test('a section that is no data channel is none', () => {
  assert.is(parseOffer(CHROMIUM.replace(/a=sctp-port.*\r\n/, '')).data, null);
  assert.is(parseOffer(CHROMIUM.replace('m=application 9', 'm=application 0')).data, null);
  assert.is(parseOffer(CHROMIUM.replace('a=group:BUNDLE 0 1 2', 'a=group:BUNDLE 0 1')).data, null);
});

test('plain baseline is taken when there is nothing better, other profiles and mode 0 never', () => {
  const without = (profile: string) =>
    CHROMIUM.replaceAll(new RegExp(`packetization-mode=1;profile-level-id=${profile}`, 'g'), 'x=1');
  assert.is(parseOffer(without('42e01f')).video.codec.payloadType, 102);
  const neither = without('42e01f').replaceAll('packetization-mode=1;profile-level-id=42001f', 'x=1');
  assert.is(refusal(neither).code, 'no-h264');
});

test('an offer without H.264, or that only sends, gets no picture', () => {
  assert.is(refusal(CHROMIUM.replaceAll('H264/90000', 'VP8/90000')).code, 'no-h264');
  assert.is(refusal(CHROMIUM.replace('a=recvonly', 'a=sendonly')).code, 'no-h264');
});

test('without a sound section, or one apart from the bundle, there is a picture alone', () => {
  const apart = CHROMIUM.replace('a=group:BUNDLE 0 1 2', 'a=group:BUNDLE 0 2');
  assert.is(parseOffer(apart).audio, null);
});

test('what is missing is named', () => {
  const of = (name: string) => refusal(CHROMIUM.replaceAll(new RegExp(`a=${name}.*\r\n`, 'g'), '')).message;
  assert.match(of('ice-ufrag'), 'ice-ufrag');
  assert.match(of('ice-pwd'), 'ice-pwd');
  assert.match(of('fingerprint'), 'fingerprint');
  assert.match(of('mid'), 'mid');
  const sha1 = CHROMIUM.replaceAll(
    /a=fingerprint:.*/g,
    `a=fingerprint:sha-1 ${Array(20).fill('AB').join(':')}`,
  );
  assert.match(refusal(sha1).message, 'SHA-256');
});

test('sizes are bounded', () => {
  assert.match(refusal(CHROMIUM + 'a'.repeat(MAX_SDP_BYTES)).message, 'larger');
  assert.match(refusal(CHROMIUM + 'a=x\r\n'.repeat(3000)).message, 'lines');
  const section = 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\n';
  assert.match(refusal(CHROMIUM + section.repeat(20)).message, 'sections');
});

test('candidates inside the offer are read, hidden names among them are left out', () => {
  const line = (address: string) =>
    `a=candidate:1 1 udp 2113937151 ${address} 5000 typ host generation 0\r\n`;
  const sdp = CHROMIUM.replace('a=rtcp-mux\r\n', `a=rtcp-mux\r\n${line('192.0.2.7')}${line('a1b2.local')}`);
  assert.equal(
    parseOffer(sdp).candidates.map((c) => c.address),
    ['192.0.2.7'],
  );
});

test('100,000 mangled offers: parsed or refused, never anything else', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % below;
  };
  // Short, so that a change is likely to hit something that matters.
  const base = CHROMIUM.split('\r\n')
    .filter((l) => !/^a=(rtpmap|fmtp|rtcp-fb):(?!108|111)/.test(l))
    .join('\r\n');
  const pieces = [
    '\r\n',
    'm=video 9 UDP/TLS/RTP/SAVPF 108',
    'a=mid:0',
    '\0',
    '\u{1f436}',
    '0',
    'a=group:BUNDLE 0',
    ':',
  ];
  let parsed = 0;
  for (let round = 0; round < 100_000; round++) {
    let sdp = base;
    for (let change = 1 + random(3); change > 0; change--) {
      const at = random(sdp.length);
      const piece = random(2) ? pieces[random(pieces.length)]! : String.fromCharCode(random(256));
      sdp = sdp.slice(0, at) + piece + sdp.slice(at + random(40));
    }
    try {
      parseOffer(sdp);
      parsed++;
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
    }
  }
  assert.ok(parsed > 1000 && parsed < 99_000, `${parsed} parsed`);
});

test.run();
