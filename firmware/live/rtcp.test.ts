import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseRtcp, type Feedback } from './rtcp.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const REPORT = hex('81c90007 00000001 0000abcd 40000005 00001234 00000010 89abcdef 00010000');
const PLI = hex('81ce0002 00000001 0000abcd');
const FIR = hex('84ce0004 00000001 00000000 0000abcd 07000000');
const NACK = hex('81cd0004 00000001 0000abcd fffe0005 00640000');
const REMB = hex('8fce0005 00000001 00000000 52454d42 0112625a 0000abcd');
/** From packet 10 on: two received 2 ms apart, one lost, one 100 ms later. Run, then a vector. */
const ARRIVALS = hex('8fcd0006 00000001 0000abcd 000a0004 00000100 2002c800 04080190');

const test = suite('RTCP');

test('a compound packet of reception report and REMB', () => {
  assert.equal(parseRtcp(Buffer.concat([REPORT, REMB])), [
    { kind: 'report', ssrc: 0xabcd, lost: 0.25, lastReport: 0x89abcdef, delaySinceLastReport: 0x10000 },
    { kind: 'remb', bitsPerSecond: 0x2625a * 16 },
  ]);
});

test('requests for key frames', () => {
  assert.equal(parseRtcp(PLI), [{ kind: 'pli', ssrc: 0xabcd }]);
  assert.equal(parseRtcp(FIR), [{ kind: 'fir', ssrc: 0xabcd }]);
});

test('requests for repairs, over the wrap of sequence numbers', () => {
  assert.equal(parseRtcp(NACK), [{ kind: 'nack', ssrc: 0xabcd, lost: [0xfffe, 0xffff, 1, 100] }]);
});

test('reports inside a sender report', () => {
  const sender = Buffer.concat([hex('81c8000c 00000001'), Buffer.alloc(20), REPORT.subarray(8)]);
  assert.is((parseRtcp(sender)[0] as Feedback & { kind: 'report' }).ssrc, 0xabcd);
});

test('times of arrival', () => {
  assert.equal(parseRtcp(ARRIVALS), [
    {
      kind: 'arrivals',
      arrivals: [
        { sequence: 10, atMs: 65 },
        { sequence: 11, atMs: 67 },
        { sequence: 12, atMs: null },
        { sequence: 13, atMs: 167 },
      ],
    },
  ]);
});

test('lists are bounded', () => {
  const entries = Buffer.alloc(4 * 4000, 0xff);
  const header = hex('81cd0000 00000001 0000abcd');
  header.writeUInt16BE((header.length + entries.length) / 4 - 1, 2);
  const [nack] = parseRtcp(Buffer.concat([header, entries]));
  assert.is((nack as Feedback & { kind: 'nack' }).lost.length, 512);
  assert.ok(parseRtcp(Buffer.concat(Array<Buffer>(1000).fill(PLI))).length <= 128);
});

test('100,000 mangled packets: nothing thrown, nothing endless', () => {
  let seed = 11;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return (seed >> 8) % below;
  };
  const sound = [REPORT, PLI, FIR, NACK, REMB, ARRIVALS];
  let understood = 0;
  for (let round = 0; round < 100_000; round++) {
    const parts = Array.from({ length: 1 + random(3) }, () => sound[random(sound.length)]!);
    const packet = Buffer.concat(parts).subarray(0, 4 + random(90));
    for (let change = random(4); change > 0; change--) packet[random(packet.length)] = random(256);
    understood += parseRtcp(packet).length;
  }
  assert.ok(understood > 10_000);
});

test.run();
