import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { OrderSchema, ReportSchema, parseControl } from './control.ts';
import { WireDecoder, WireError, encodeFrame, type WireMessage } from './wire.ts';

const test = suite('wire');

const MESSAGES: WireMessage[] = [
  {
    kind: 'unit',
    unit: { stream: 'main', codec: 'h264', key: true, ptsUs: 123_456_789_012, data: Buffer.from('key') },
  },
  {
    kind: 'unit',
    unit: { stream: 'main', codec: 'fwht', key: true, ptsUs: 1, data: Buffer.from('fwht key') },
  },
  { kind: 'unit', unit: { stream: 'main', codec: 'fwht', key: false, ptsUs: 2, data: Buffer.from('fwht') } },
  {
    kind: 'unit',
    unit: { stream: 'sub', codec: 'h264', key: false, ptsUs: 0, data: Buffer.alloc(70_000, 7) },
  },
  {
    kind: 'unit',
    unit: { stream: 'audio', codec: 'opus', key: true, ptsUs: 2 ** 52, data: Buffer.from([1]) },
  },
  { kind: 'grey', frame: { width: 4, height: 2, ptsUs: 5, pixels: Buffer.from('12345678') } },
  { kind: 'pcm', block: { ptsUs: 7, rateHz: 16_000, samples: Int16Array.from([0, 1, -1, 32767, -32768]) } },
  {
    kind: 'picture',
    requestId: 0xffff_ffff,
    picture: { jpeg: Buffer.from('jpeg'), width: 1280, height: 720, takenMs: 1_790_000_000_000 },
  },
  { kind: 'control', control: { order: 'key-frame', stream: 'main' } },
];

const stream = (messages: WireMessage[]) => Buffer.concat(messages.flatMap(encodeFrame));

/** Repeatable noise (mulberry32). */
function noise(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

for (const pieceBytes of [1, 2, 3, 7, 64, 1_000_000]) {
  test(`comes back as it went, in pieces of ${pieceBytes}`, () => {
    const bytes = stream(MESSAGES);
    const got: WireMessage[] = [];
    const decoder = new WireDecoder((message) => got.push(message));
    for (let at = 0; at < bytes.length; at += pieceBytes) decoder.push(bytes.subarray(at, at + pieceBytes));
    assert.equal(got, MESSAGES);
  });
}

test('payloads stand alone in memory', () => {
  const decoder = new WireDecoder((message) => {
    const bytes =
      message.kind === 'unit' ? message.unit.data : message.kind === 'pcm' ? message.block.samples : null;
    if (bytes) assert.is(bytes.buffer.byteLength, bytes.byteLength, 'nothing else is held on to');
  });
  decoder.push(stream(MESSAGES));
});

test('the payload is not copied on its way out', () => {
  const data = Buffer.from('unit');
  assert.is(
    encodeFrame({ kind: 'unit', unit: { stream: 'main', codec: 'h264', key: true, ptsUs: 1, data } })[1],
    data,
  );
});

test('a length beyond the limit is refused before memory is taken', () => {
  const frame = Buffer.from([0xff, 0xff, 0xff, 0x7f, 1, 0, 0]);
  assert.throws(
    () => new WireDecoder(() => undefined).push(frame),
    (e: unknown) => e instanceof WireError,
  );
});

test('half a sample is refused', () => {
  const [head, payload] = encodeFrame({
    kind: 'pcm',
    block: { ptsUs: 0, rateHz: 16_000, samples: Int16Array.of(1, 2) },
  });
  head.writeUInt32LE(head.readUInt32LE(0) - 1, 0);
  assert.throws(
    () => new WireDecoder(() => undefined).push(Buffer.concat([head, payload])),
    (e: unknown) => e instanceof WireError,
  );
});

test('100,000 mangled streams: sound messages or a WireError, nothing else', () => {
  const random = noise(2026);
  const small = MESSAGES.filter((m) => !(m.kind === 'unit' && m.unit.stream === 'sub'));
  const sound = stream(small);
  let refused = 0;
  let messages = 0;
  for (let round = 0; round < 100_000; round++) {
    const bytes = Buffer.from(sound);
    const hits = 1 + Math.floor(random() * 4);
    for (let i = 0; i < hits; i++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    const cut = random() < 0.3 ? bytes.subarray(Math.floor(random() * bytes.length)) : bytes;
    const decoder = new WireDecoder((message) => {
      messages++;
      if (message.kind === 'grey')
        assert.is(message.frame.pixels.length, message.frame.width * message.frame.height);
    });
    try {
      const middle = Math.floor(random() * cut.length);
      decoder.push(cut.subarray(0, middle));
      decoder.push(cut.subarray(middle));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      refused++;
    }
  }
  assert.ok(refused > 10_000 && messages > 10_000, `${refused} refused, ${messages} messages`);
});

test('100,000 mangled control messages', () => {
  const random = noise(7);
  const sound = [
    '{"order":"bitrate","stream":"main","kbps":1500}',
    '{"report":"fault","component":"camera","code":"camera-missing","message":"m","remedy":"r"}',
  ];
  let accepted = 0;
  for (let round = 0; round < 100_000; round++) {
    const text = Buffer.from(sound[round % 2]!);
    for (let i = 0; i < 1 + (round % 3); i++)
      text[Math.floor(random() * text.length)] = 32 + Math.floor(random() * 95);
    let value: unknown;
    try {
      value = JSON.parse(text.toString());
    } catch {
      continue;
    }
    try {
      parseControl(round % 2 ? ReportSchema : OrderSchema, value);
      accepted++;
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
    }
  }
  assert.ok(accepted > 100);
});

test.run();
