import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PlaybackMessage, PlaybackRequest } from '#protocol/playback.ts';
import { LiveUnderTest, T, pli, remb } from './live-under-test.ts';

const test = suite('recordings in a live session');
let device: LiveUnderTest;

test.before.each(async () => {
  device = await LiveUnderTest.start();
});
test.after.each(() => device.stop());

/** A viewer who may see recordings, and what it hears on its data channel. */
function watcher(sessionId: string) {
  const peer = device.offer(sessionId, { recordings: true });
  peer.connect();
  return {
    peer,
    async ask(request: PlaybackRequest) {
      peer.options.events.onData(JSON.stringify(request));
      await device.clock.advance(0);
    },
    said: () => peer.said.filter((m) => typeof m === 'string').map((m) => JSON.parse(m) as PlaybackMessage),
  };
}

test('a recording is played in the session of live view, beside those who watch live', async () => {
  const live = device.viewer('live');
  const { peer, ask, said } = watcher('past');
  await device.clock.advance(500);
  peer.sent.length = 0;
  const readers = device.media.ring.readers;
  await ask({ id: 1, ask: 'play', atMs: T + 5000, speed: 1 });
  assert.is(device.media.ring.readers, readers - 1, 'it does not read what the camera sees');
  const before = live.rtp('video').length;
  await device.clock.advance(2000);
  assert.is(peer.rtp('video').length, 51);
  assert.ok(peer.rtp('audio').length >= 50);
  assert.ok(live.rtp('video').length > before + 40, 'the other one sees on');
  const last = said().at(-1);
  assert.ok(last && 'position' in last && last.position.state === 'playing');
  assert.ok(last && 'position' in last && Math.abs(last.position.atMs - T - 7000) < 300);
  const stamps = peer.rtp('video').map((packet) => packet.readUInt32BE(4));
  stamps.slice(1).forEach((stamp, i) => assert.ok(((stamp - stamps[i]!) | 0) > 0, 'time goes on'));
  await ask({ id: 2, ask: 'live' });
  peer.sent.length = 0;
  await device.clock.advance(1500);
  assert.ok(peer.rtp('video').length >= 30, 'live again');
  assert.is(device.media.ring.readers, readers);
});

test('a lost recorded picture is sent again from its key frame, not asked of the encoder', async () => {
  const { peer, ask } = watcher('past');
  await ask({ id: 1, ask: 'play', atMs: T, speed: 1 });
  await device.clock.advance(1900);
  device.media.asked.keyFrames.length = 0;
  peer.sent.length = 0;
  for (let i = 0; i < 20; i++) peer.say(pli(peer));
  await device.clock.advance(0);
  assert.equal(device.media.asked.keyFrames, []);
  assert.is(peer.rtp('video').length, 1, 'once');
});

test('one who watches recordings steers no encoder', async () => {
  const { peer, ask } = watcher('past');
  device.viewer('live');
  await ask({ id: 1, ask: 'play', atMs: T, speed: 1 });
  for (let i = 0; i < 30; i++) {
    peer.say(remb(peer, 200));
    await device.clock.advance(100);
  }
  assert.ok(
    device.media.asked.bitrates.filter(([stream]) => stream === 'main').every(([, kbps]) => kbps >= 1900),
  );
});

test('privacy hides what the camera would see now, not what was recorded before', async () => {
  const { peer, said, ask } = watcher('owner');
  device.media.setPrivacy(true);
  assert.not(peer.closed);
  await ask({ id: 1, ask: 'play', atMs: T, speed: 1 });
  await device.clock.advance(1000);
  const shown = peer.rtp('video').length;
  assert.ok(shown >= 25, 'the recording plays');
  await ask({ id: 2, ask: 'live' });
  peer.sent.length = 0;
  await device.clock.advance(2000);
  assert.is(peer.rtp('video').length + peer.rtp('audio').length, 0, 'and nothing of now comes');
  const { peer: later } = watcher('joins meanwhile');
  assert.not(later.closed);
  device.offer('live only');
  device.offer('guest', { recordings: false });
  for (const id of ['live only', 'guest']) assert.is(device.said(id).at(-1)?.refusal?.code, 'no-picture');
  assert.ok(said().length > 0);
});

test('recordings can be watched while the camera is away', async () => {
  device.loseCamera();
  const { peer, ask } = watcher('owner');
  await ask({ id: 1, ask: 'play', atMs: T, speed: 1 });
  await device.clock.advance(500);
  assert.ok(peer.rtp('video').length > 10);
});

test('without leave nobody sees recordings', async () => {
  const peer = device.viewer('guest');
  peer.options.events.onData(JSON.stringify({ id: 1, ask: 'spans', fromMs: 0, toMs: 9e15 }));
  await device.clock.advance(0);
  assert.is(peer.said.length, 1);
  assert.match(String(peer.said[0]), /not-allowed/);
});

test('a viewer that goes away in the midst of a recording leaves nothing open', async () => {
  const { peer, ask } = watcher('past');
  await ask({ id: 1, ask: 'play', atMs: T, speed: 1 });
  await device.clock.advance(300);
  peer.options.events.onState('closed');
  await device.clock.advance(2000);
  assert.is(device.recordings.open, 0);
  assert.equal(device.live.sessions(), []);
});

test.run();
