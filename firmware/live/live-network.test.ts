import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isRtcp } from './fake-engine.ts';
import { LiveUnderTest, TYPE_IDR, nalTypes, feedback, pli, remb } from './live-under-test.ts';

const test = suite('live view over networks as they are');
let device: LiveUnderTest;

test.before.each(async () => {
  device = await LiveUnderTest.start();
});
test.after.each(() => device.stop());

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
  assert.is(device.live.isShortOfLine, false, 'a line with room to spare');
  await second(900, 200);
  await second(850, 200);
  await device.clock.advance(1000);
  assert.ok(main()! < 950 && main()! > 600, `${main()}`);
  assert.is(device.live.isShortOfLine, true, 'uploads leave the line alone');
  assert.is(device.live.sessions()[0]!.stream, 'main');
  for (const kbps of [250, 240, 230]) await second(kbps, 220);
  await device.clock.advance(2000);
  assert.is(device.live.sessions()[0]!.stream, 'sub');
  assert.is(main(), 2000, 'nobody watches the main stream: the recording has it');
  assert.is(device.live.isShortOfLine, true, 'the sub stream is held back, too');
  for (let i = 0; i < 30 && device.live.sessions()[0]!.stream === 'sub'; i++) await second(4000, 0);
  assert.is(device.live.sessions()[0]!.stream, 'main');
  peer.options.events.onState('closed');
  assert.is(device.live.isShortOfLine, false, 'nobody watches');
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

test.run();
