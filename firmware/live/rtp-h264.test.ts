import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { splitNals } from '../media/annex-b.ts';
import { MAX_PAYLOAD_BYTES, packetizeH264 } from './rtp-h264.ts';
import { EXTENDED_HEADER_BYTES, addressPacket, numberTransport, paddingPacket } from './rtp-packet.ts';

/** What a receiver does (RFC 6184 section 5.6 to 5.8). */
function depacketize(packets: readonly Buffer[]): Buffer[] {
  const nals: Buffer[] = [];
  let pieces: Buffer[] | null = null;
  for (const packet of packets) {
    const payload = packet.subarray(EXTENDED_HEADER_BYTES);
    const type = payload[0]! & 0x1f;
    if (type === 24) {
      for (let at = 1; at < payload.length;) {
        const bytes = payload.readUInt16BE(at);
        nals.push(payload.subarray(at + 2, at + 2 + bytes));
        at += 2 + bytes;
      }
    } else if (type === 28) {
      const fu = payload[1]!;
      if (fu & 0x80) pieces = [Buffer.from([(payload[0]! & 0xe0) | (fu & 0x1f)])];
      pieces!.push(payload.subarray(2));
      if (fu & 0x40) nals.push(Buffer.concat(pieces!));
    } else nals.push(payload);
  }
  return nals;
}

function nal(type: number, bytes: number): Buffer {
  const data = Buffer.alloc(bytes, 0xa5);
  data[0] = 0x60 | type;
  return data;
}

function annexB(...nals: Buffer[]): Buffer {
  return Buffer.concat(nals.flatMap((n, i) => [Buffer.from(i % 2 ? [0, 0, 1] : [0, 0, 0, 1]), n]));
}

const test = suite('RTP of H.264');

test('a key frame: parameter sets together, the slice in pieces, the last one marked', () => {
  const [aud, sei, sps, pps, idr] = [nal(9, 2), nal(6, 40), nal(7, 20), nal(8, 6), nal(5, 5000)];
  const packets = packetizeH264({ data: annexB(aud, sei, sps, pps, idr), ptsUs: 2_000_000 });
  assert.equal(depacketize(packets), [sps, pps, idr]);
  assert.is(packets.length, 1 + 5);
  assert.equal(
    packets.map((p) => p[1]! >> 7),
    [0, 0, 0, 0, 0, 1],
  );
  for (const packet of packets) {
    assert.ok(packet.length <= EXTENDED_HEADER_BYTES + MAX_PAYLOAD_BYTES);
    assert.is(packet.readUInt32BE(4), 180_000);
  }
});

test('units of any size come out as they went in', () => {
  for (const bytes of [1, 2, 1199, 1200, 1201, 1202, 2396, 2397, 2398, 2399, 3595, 200_000]) {
    const slice = nal(1, bytes);
    assert.equal(depacketize(packetizeH264({ data: annexB(slice), ptsUs: 0 })), [slice], `${bytes} bytes`);
  }
});

test('several slices, and parameter sets too large for one packet', () => {
  const slices = [nal(1, 100), nal(1, 1300), nal(1, 1200)];
  assert.equal(depacketize(packetizeH264({ data: annexB(...slices), ptsUs: 0 })), slices);
  const sets = [nal(7, 900), nal(8, 900), nal(8, 200)];
  assert.equal(depacketize(packetizeH264({ data: annexB(...sets), ptsUs: 0 })), sets);
});

test('garbage gives no packets', () => {
  for (const data of [
    Buffer.alloc(0),
    Buffer.alloc(50),
    Buffer.from([0, 0, 1]),
    Buffer.from('no start code'),
  ])
    assert.equal(packetizeH264({ data, ptsUs: 0 }), []);
  assert.equal(splitNals(Buffer.from([0, 0, 0, 1, 0x65, 1, 0, 0, 0, 0, 1, 0x41, 2])).length, 2);
});

test('what differs per viewer is written into the shared bytes and nothing else', () => {
  const [packet] = packetizeH264({ data: annexB(nal(1, 30)), ptsUs: 1_000_000 });
  const payload = Buffer.from(packet!.subarray(EXTENDED_HEADER_BYTES));
  for (const viewer of [1, 2]) {
    addressPacket(packet!, 100 + viewer, 0xfffe + viewer, 0xfedcba90 + viewer);
    numberTransport(packet!, 4, 0xabc0 + viewer);
    assert.is(packet![0], 0x90);
    assert.is(packet![1], 0x80 | (100 + viewer));
    assert.is(packet!.readUInt16BE(2), (0xfffe + viewer) & 0xffff);
    assert.is(packet!.readUInt32BE(4), 90_000);
    assert.is(packet!.readUInt32BE(8), 0xfedcba90 + viewer);
    assert.is(packet!.readUInt32BE(12), 0xbede0001);
    assert.is(packet!.readUInt32BE(16), 0x41000000 + ((0xabc0 + viewer) << 8));
  }
  numberTransport(packet!, null, 7);
  assert.is(packet!.readUInt32BE(16), 0);
  assert.equal(packet!.subarray(EXTENDED_HEADER_BYTES), payload);
});

test('padding says so and how much', () => {
  const packet = paddingPacket(9);
  assert.is(packet[0], 0xb0);
  assert.is(packet.at(-1), packet.length - EXTENDED_HEADER_BYTES);
});

test.run();
