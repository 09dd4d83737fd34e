import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { v1 } from '#protocol/messages.ts';
import { LiveUnderTest, OFFER, TYPE_IDR, nalTypes, pli } from './live-under-test.ts';

const test = suite('live view');
let device: LiveUnderTest;

test.before.each(async () => {
  device = await LiveUnderTest.start();
});
test.after.each(() => device.stop());

test('an offer is answered at once, and the picture begins with a key frame', async () => {
  const peer = device.offer('a', { envelope: { correlationId: 'c9' } });
  const [answer] = device.link.sent;
  assert.is(answer?.correlationId, 'c9');
  assert.match(answer?.signal.answer?.sdp ?? '', 'm=video 9 UDP/TLS/RTP/SAVPF 108');
  peer.connect();
  await device.clock.advance(500);
  const video = peer.rtp('video');
  assert.is(nalTypes(video)[0], TYPE_IDR);
  assert.ok(video.length > 50 && peer.rtp('audio').length >= 20);
  const sequences = video.map((p) => p.readUInt16BE(2));
  assert.ok(sequences.every((s, i) => i === 0 || s === ((sequences[i - 1]! + 1) & 0xffff)));
});

test('candidates go both ways', () => {
  const peer = device.offer('a');
  const text = 'candidate:1 1 udp 2113937151 192.0.2.7 5000 typ host';
  device.link.receive({ sessionId: 'a', candidate: { candidate: text, mid: '0' } });
  device.link.receive({ sessionId: 'a', candidate: { candidate: 'candidate:1 1 udp 1 x.local 1 typ host' } });
  device.link.receive({ sessionId: 'a', candidate: { candidate: '' } });
  assert.equal(
    peer.candidates.map((c) => c.address),
    ['192.0.2.7'],
  );
  peer.options.events.onCandidate('candidate:7 1 UDP 1 192.0.2.8 9 typ host');
  peer.options.events.onCandidate(null);
  const told = device
    .said('a')
    .filter((s) => s.candidate)
    .map((s) => s.candidate?.candidate);
  assert.equal(told, ['candidate:7 1 UDP 1 192.0.2.8 9 typ host', '']);
});

test('refusals carry their reason', async () => {
  const code = (id: string) => device.said(id).at(-1)?.refusal?.code;
  device.offer('garbage', { sdp: 'hello' });
  assert.is(code('garbage'), 'bad-sdp');
  device.offer('vp8', { sdp: OFFER.replaceAll('H264/90000', 'VP8/90000') });
  assert.is(code('vp8'), 'no-h264');

  const { CLOCK_QUALITY_SYNCED } = v1.ClockQuality;
  const late = { timeMs: device.clock.nowMs() - 31_000, clockQuality: CLOCK_QUALITY_SYNCED };
  device.offer('late', { envelope: late });
  assert.is(code('late'), 'expired');
  device.clock.setWall(device.clock.nowMs(), 'floor');
  device.offer('unsure', { envelope: late });
  assert.ok(device.said('unsure')[0]?.answer, 'a clock that may be wrong refuses nobody');

  device.change('live.maxViewers', 2 as never);
  device.offer('second');
  device.offer('third');
  assert.is(code('third'), 'busy');
  device.media.setPrivacy(true);
  device.offer('private');
  assert.is(code('private'), 'no-picture');
  device.link.receive({ sessionId: 'stranger', candidate: { candidate: '' } });
  device.link.receive({ sessionId: 'stranger', candidate: { candidate: '' } });
  assert.equal(
    device.said('stranger').map((s) => s.refusal?.code),
    ['unknown-session'],
  );
  await device.clock.advance(100);
});

test('a camera that is not there gives no picture, and says why', () => {
  device.loseCamera();
  device.offer('a');
  assert.equal(device.said('a').at(-1)?.refusal, { code: 'no-picture', message: 'No camera.' });
});

test('the same session again replaces the old one, without a word about it', () => {
  const first = device.viewer('a');
  device.change('live.maxViewers', 1 as never);
  const second = device.viewer('a');
  assert.ok(first.closed && !second.closed);
  assert.is(device.live.sessions().length, 1);
  assert.not(device.said('a').some((s) => s.bye));
});

test('who says nothing for 30 s, or never connects, is gone', async () => {
  const silent = device.viewer('silent');
  const never = device.offer('never');
  const talks = device.viewer('talks');
  for (let second = 0; second < 31; second++) {
    talks.say(pli(talks));
    await device.clock.advance(1000);
  }
  assert.equal([silent.closed, never.closed, talks.closed], [true, true, false]);
  assert.is(device.said('silent').at(-1)?.bye?.reason, 'silent');
  assert.is(device.said('never').at(-1)?.bye?.reason, 'not-connected');
  assert.equal(
    device.live.sessions().map((s) => s.viewer),
    ['talks'],
  );
});

test('a lost connection ends the session at once, and a goodbye too', () => {
  const lost = device.viewer('lost');
  device.viewer('polite');
  lost.options.events.onState('closed');
  device.link.receive({ sessionId: 'polite', bye: {} });
  assert.equal(device.live.sessions(), []);
  assert.not(device.said('polite').some((s) => s.bye));
});

test('privacy ends all sessions', () => {
  const peer = device.viewer('a');
  device.media.setPrivacy(true);
  assert.ok(peer.closed);
  assert.is(device.said('a').at(-1)?.bye?.reason, 'no-picture');
});

test('sessions survive a restart of the media process, and go on with a key frame', async () => {
  const peer = device.viewer('a');
  await device.clock.advance(700);
  peer.sent.length = 0;
  device.media.restart();
  await device.clock.advance(200);
  assert.not(peer.closed);
  assert.is(nalTypes(peer.rtp('video'))[0], TYPE_IDR);
});

test('everyone is told when the device stops', async () => {
  const peers = ['a', 'b'].map((id) => device.viewer(id));
  await device.live.stop();
  assert.ok(peers.every((p) => p.closed));
  assert.equal(
    ['a', 'b'].map((id) => device.said(id).at(-1)?.bye?.reason),
    ['shutdown', 'shutdown'],
  );
  assert.ok(device.engine.stopped);
  assert.is(device.media.ring.readers, 0);
});

test('hostile signals change nothing', async () => {
  device.viewer('a');
  for (const sessionId of ['', 'x'.repeat(65)]) device.link.receive({ sessionId, offer: { sdp: OFFER } });
  for (let i = 0; i < 500; i++) {
    device.link.receive({
      sessionId: 'a',
      candidate: { candidate: `candidate:${i} 1 udp 1 192.0.2.7 9 typ host` },
    });
    device.link.receive({ sessionId: `s${i}`, candidate: { candidate: 'x' } });
    device.link.receive({ sessionId: `b${i}`, bye: {} });
  }
  assert.is(device.engine.peers.length, 1);
  assert.ok(device.engine.peers[0]!.candidates.length <= 64);
  await device.clock.advance(500);
  assert.is(device.live.sessions().length, 1);
});

test.run();
