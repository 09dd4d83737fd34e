import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { PlaybackMessage, PlaybackRequest } from '#protocol/playback.ts';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { v1 } from '#protocol/messages.ts';
import type { MediaInfo } from '../media/media.ts';
import type { SettingKey, Settings } from '../settings/schema.ts';
import { FakeEngine, isRtcp, type FakePeer } from './fake-engine.ts';
import { FakeSignalLink } from './fake-signal-link.ts';
import { LiveService } from './live.ts';
import { FakeRecordings } from './playback/fake-recordings.ts';
import { RecordedMedia } from './recorded-media.ts';
import type { Recording, Rendition } from './recording.ts';

const OFFER = readFileSync(join(import.meta.dirname, 'chromium-offer.sdp'), 'latin1');
const TYPE_IDR = 5;
/** When the recording begins, wall clock ms. */
const T = 1_790_000_000_000;

/** One key frame a second; a picture of `kbps` at its pace. */
function rendition(kbps: number, fps: number): Rendition {
  const unit = (type: number) =>
    Buffer.concat([Buffer.from([0, 0, 0, 1, 0x60 | type]), Buffer.alloc((kbps * 125) / fps, 0xa5)]);
  return {
    kbps,
    fps,
    units: Array.from({ length: fps }, (_, i) => ({ key: i === 0, data: unit(i === 0 ? TYPE_IDR : 1) })),
  };
}

const RECORDING: Recording = {
  main: [rendition(500, 30), rendition(1000, 30), rendition(2000, 30)],
  sub: [rendition(100, 15), rendition(300, 15)],
  audio: [Buffer.from([0xf8, 1, 2, 3])],
};

class Device {
  readonly clock = new FakeClock();
  readonly media = new RecordedMedia({ recording: RECORDING, clock: this.clock });
  readonly link = new FakeSignalLink();
  readonly engine = new FakeEngine();
  readonly recordings = new FakeRecordings([{ startMs: T, endMs: T + 60_000 }]);
  readonly settings: Partial<Settings> = { 'live.maxViewers': 10, 'video.bitrateKbps': 2000 };
  #onSettings: (keys: ReadonlySet<SettingKey>) => void = () => undefined;
  readonly live = new LiveService({
    media: this.media,
    link: this.link,
    settings: {
      get: (key) => this.settings[key]!,
      onChanged: (listener) => {
        this.#onSettings = listener;
        return () => undefined;
      },
    },
    clock: this.clock,
    log: silentLogger(),
    engine: this.engine,
    recordings: this.recordings,
  });

  static async start(): Promise<Device> {
    const device = new Device();
    device.media.start();
    await device.live.start();
    await device.clock.advance(1500);
    return device;
  }

  offer(
    sessionId: string,
    more: { sdp?: string; quality?: v1.Quality; recordings?: boolean; envelope?: v1.IEnvelope } = {},
  ): FakePeer {
    const { sdp = OFFER, quality = v1.Quality.QUALITY_AUTO, recordings, envelope } = more;
    this.link.receive({ sessionId, offer: { sdp, quality, recordings } }, envelope);
    return this.engine.peers.at(-1)!;
  }

  /** A viewer that has connected and says something each second. */
  viewer(sessionId: string): FakePeer {
    const peer = this.offer(sessionId);
    peer.connect();
    return peer;
  }

  change(key: SettingKey, value: never): void {
    Object.assign(this.settings, { [key]: value });
    this.#onSettings(new Set([key]));
  }

  said(sessionId: string): v1.ISignal[] {
    return this.link.sent.filter((s) => s.signal.sessionId === sessionId).map((s) => s.signal);
  }
}

function nalTypes(packets: readonly Buffer[]): number[] {
  return packets.map((p) => ((p[20]! & 0x1f) === 28 ? p[21]! & 0x1f : p[20]! & 0x1f));
}

/** RTCP about the video track of a peer. */
function feedback(peer: FakePeer, type: number, format: number, rest: number[] = []): Buffer {
  const packet = Buffer.alloc(12 + rest.length * 4);
  packet.writeUInt16BE(((0x80 | format) << 8) | type, 0);
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
  packet.writeUInt32BE(peer.options.ssrc.video, 8);
  rest.forEach((word, i) => packet.writeUInt32BE(word, 12 + 4 * i));
  return packet;
}
const pli = (peer: FakePeer) => feedback(peer, 206, 1);
const remb = (peer: FakePeer, kbps: number) =>
  feedback(peer, 206, 15, [0x52454d42, (1 << 24) | (10 << 18) | Math.round((kbps * 1000) / 1024), 0]);

const test = suite('live view');
let device: Device;

test.before.each(async () => {
  device = await Device.start();
});
test.after.each(async () => {
  await device.live.stop();
  device.media.stop();
});

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
  const info = device.media.info.bind(device.media);
  const fault = {
    component: 'camera',
    code: 'camera-missing',
    message: 'No camera.',
    remedy: '',
    sinceMs: 0,
  };
  device.media.info = (): MediaInfo => ({ ...info(), phase: 'starting', faults: [fault] });
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

test('picture loss and intra requests bring a key frame', async () => {
  const peer = device.viewer('a');
  await device.clock.advance(500);
  const keyFrames = () => nalTypes(peer.rtp('video')).filter((t) => t === TYPE_IDR).length;
  const before = keyFrames();
  peer.say(pli(peer));
  peer.say(feedback(peer, 206, 4, [peer.options.ssrc.video, 1 << 24]));
  await device.clock.advance(100);
  assert.ok(keyFrames() > before);
});

test('lost packets come again, the same ones, and no more than the budget', async () => {
  const peer = device.viewer('a');
  await device.clock.advance(800);
  const lost = peer.rtp('video').at(-10)!;
  const count = peer.sent.length;
  peer.say(feedback(peer, 205, 1, [(lost.readUInt16BE(2) << 16) >>> 0]));
  const again = peer.sent.slice(count).map((s) => s.packet);
  assert.is(again.length, 1);
  const same = (packet: Buffer) => Buffer.concat([packet.subarray(0, 16), packet.subarray(20)]);
  assert.equal(same(again[0]!), same(lost));
  const first = lost.readUInt16BE(2) - 300;
  const words = Array.from({ length: 18 }, (_, i) => ((((first + i * 17) & 0xffff) << 16) | 0xffff) >>> 0);
  for (let i = 0; i < 50; i++) peer.say(feedback(peer, 205, 1, words));
  const stats = device.live.sessions()[0]!;
  assert.ok(stats.resent < 100 && stats.nacked > 10_000, JSON.stringify(stats));
});

test('reports go out each second for both tracks', async () => {
  const peer = device.viewer('a');
  await device.clock.advance(3000);
  const reports = (track: string) => peer.sent.filter((s) => s.track === track && isRtcp(s.packet)).length;
  assert.ok(reports('video') >= 3 && reports('video') <= 5);
  assert.is(reports('audio'), reports('video'));
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

test('a narrow link lowers the encoder, a very narrow one moves to the sub stream and comes back', async () => {
  const peer = device.viewer('a');
  const main = () => device.media.asked.bitrates.filter(([stream]) => stream === 'main').at(-1)?.[1];
  /** Round trips of 30 ms and a queue, reported each second, as by a viewer that gives REMB only. */
  const second = async (kbps: number, queueMs: number) => {
    await device.clock.advance(970 - queueMs);
    const sr = peer.sent.findLast((s) => s.track === 'video' && isRtcp(s.packet))!.packet;
    const sentMs = device.clock.monotonicMs();
    await device.clock.advance(30 + queueMs);
    // "I got your report 30 ms + queue after it left": the delay since then is what is left of the time.
    const wallMs = device.clock.nowMs() - device.clock.monotonicMs();
    const reportMs = (sr.readUInt32BE(8) - 2_208_988_800 + sr.readUInt32BE(12) / 2 ** 32) * 1000 - wallMs;
    const report = Buffer.alloc(32);
    report.writeUInt32BE(0x81c90007, 0);
    report.writeUInt32BE(peer.options.ssrc.video, 8);
    report.writeUInt32BE(sr.readUInt32BE(10), 24);
    report.writeUInt32BE(Math.max(0, Math.round((sentMs - reportMs) * 65.536)), 28);
    peer.say(Buffer.concat([report, remb(peer, kbps)]));
  };
  for (let i = 0; i < 3; i++) await second(2500, 0);
  await second(900, 200);
  await second(850, 200);
  await device.clock.advance(1000);
  assert.ok(main()! < 950 && main()! > 600, `${main()}`);
  assert.is(device.live.sessions()[0]!.stream, 'main');
  for (const kbps of [250, 240, 230]) await second(kbps, 220);
  await device.clock.advance(2000);
  assert.is(device.live.sessions()[0]!.stream, 'sub');
  assert.is(main(), 2000, 'nobody watches the main stream: the recording has it');
  for (let i = 0; i < 30 && device.live.sessions()[0]!.stream === 'sub'; i++) await second(4000, 0);
  assert.is(device.live.sessions()[0]!.stream, 'main');
});

test('pictures never go back in time when the stream changes', async () => {
  const peer = device.viewer('a');
  await device.clock.advance(300);
  for (const kbps of [250, 240, 230, 220]) {
    const packet = Buffer.alloc(32);
    packet.writeUInt32BE(0x81c90007, 0);
    packet.writeUInt32BE(peer.options.ssrc.video, 8);
    packet[12] = 200; // most is lost
    peer.say(packet);
    peer.say(remb(peer, kbps));
    await device.clock.advance(1100);
  }
  await device.clock.advance(2000);
  assert.is(device.live.sessions()[0]!.stream, 'sub');
  const stamps = peer.rtp('video').map((p) => p.readUInt32BE(4));
  assert.ok(stamps.every((t, i) => i === 0 || t >= stamps[i - 1]!));
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

test('a main stream that browsers do not play is given to nobody', async () => {
  device.media.mainCodec = 'fwht';
  const peer = device.viewer('a');
  const kbpsOfNextSecond = async () => {
    const before = peer.rtp('video').length;
    await device.clock.advance(1000);
    const packets = peer.rtp('video').slice(before);
    return packets.reduce((bits, packet) => bits + packet.length * 8, 0) / 1000;
  };
  await device.clock.advance(1000);
  assert.is(device.live.sessions()[0]!.stream, 'sub');
  assert.ok((await kbpsOfNextSecond()) < 400);
  assert.not(device.media.asked.keyFrames.includes('main'));

  device.media.mainCodec = 'h264'; // its encoder failed, another one took over
  await device.clock.advance(1500);
  assert.is(device.live.sessions()[0]!.stream, 'main');
  assert.ok((await kbpsOfNextSecond()) > 1000);

  device.media.mainCodec = 'fwht';
  await device.clock.advance(1500);
  assert.is(device.live.sessions()[0]!.stream, 'sub');
  assert.ok((await kbpsOfNextSecond()) < 400);
});

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
  const info = device.media.info.bind(device.media);
  const fault = {
    component: 'camera',
    code: 'camera-missing',
    message: 'No camera.',
    remedy: '',
    sinceMs: 0,
  };
  device.media.info = (): MediaInfo => ({ ...info(), phase: 'starting', faults: [fault] });
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
