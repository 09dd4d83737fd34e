import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { opusSamples } from '../media/opus-packet.ts';
import { OpusPacketizer } from './rtp-opus.ts';

/** Fullband, 20 ms, one frame. */
const PACKET = Buffer.from([0xf8, 1, 2, 3]);
const timestamp = (packets: readonly Buffer[]) => packets[0]!.readUInt32BE(4);

const test = suite('RTP of Opus');

test('one packet each, without a marker', () => {
  const [packet, ...more] = new OpusPacketizer().packetize({ data: PACKET, ptsUs: 1_000_000 });
  assert.equal(more, []);
  assert.equal(packet!.subarray(12), PACKET);
  assert.is(packet![1]! >> 7, 0);
  assert.is(packet!.readUInt32BE(4), 48_000);
});

test('jitter of capture times is not heard, a gap is', () => {
  const opus = new OpusPacketizer();
  const at = (ptsUs: number) => timestamp(opus.packetize({ data: PACKET, ptsUs }));
  assert.equal([0, 20_300, 39_100, 60_000].map(at), [0, 960, 1920, 2880]);
  assert.is(at(1_080_000), 51_840);
});

test('lengths of packets (RFC 6716 section 3.1)', () => {
  assert.is(opusSamples(Buffer.from([0xf8])), 960);
  assert.is(opusSamples(Buffer.from([0xe1, 0])), 240); // CELT 2.5 ms, two frames
  assert.is(opusSamples(Buffer.from([0x18, 0])), 2880); // SILK 60 ms
  assert.is(opusSamples(Buffer.from([0x68, 0])), 960); // hybrid 20 ms
  assert.is(opusSamples(Buffer.from([0xfb, 3])), 2880);
  assert.is(opusSamples(Buffer.from([0xfb, 0x3f])), 0);
  assert.is(opusSamples(Buffer.alloc(0)), 0);
});

test.run();
