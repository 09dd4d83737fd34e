import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ProtocolError, decodeEnvelope, encodeEnvelope, withDelay } from './codec.ts';
import { v1 } from './messages.ts';
import { SAMPLES } from './samples.ts';
import { fromSettingValues } from './settings.ts';
import { parseTopic } from './topics.ts';

const test = suite('codec fuzz');
const CASES = 100_000;

/** Small and seeded (xorshift32), so that a failing case can be run again. */
function seeded(seed: number): (below: number) => number {
  return (below) => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) % below;
  };
}

/** Of the processor: what else the machine does is no matter. */
function cpuMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

type Mangle = (bytes: Buffer, random: (below: number) => number, other: Buffer) => Buffer;

const flipBits: Mangle = (bytes, random) => {
  const mangled = Buffer.from(bytes);
  for (let i = random(8); i >= 0; i--) mangled[random(mangled.length)]! ^= 1 << random(8);
  return mangled;
};
const MANGLES: Mangle[] = [
  flipBits,
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  (bytes, random) => bytes.subarray(random(bytes.length)),
  (bytes, random, other) => Buffer.concat([bytes.subarray(0, random(bytes.length)), other]),
  (bytes, random, other) =>
    Buffer.concat([bytes.subarray(0, random(bytes.length)), other.subarray(random(other.length))]),
  (bytes, random) => {
    // A length or number that promises far more than there is.
    const at = random(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(1 + random(11), 0xff), bytes.subarray(at)]);
  },
  (_, random) => Buffer.from(Array.from({ length: random(300) }, () => random(256))),
  // Groups within groups: a reader that recurses without a limit would run out of stack.
  (_, random) => Buffer.alloc(1 + random(20_000), [0x0b, 0xa3, 0x06][random(3)]),
];

test(`${CASES} mangled messages: a message or a ProtocolError, nothing else`, () => {
  const random = seeded(0x5eed);
  const corpus = SAMPLES.map(({ envelope }) => encodeEnvelope(envelope));
  const outcomes: Record<string, number> = {};
  const heapBefore = process.memoryUsage().heapUsed;
  let slowestMs = 0;
  for (let i = 0; i < CASES; i++) {
    const pick = random(corpus.length);
    const mangle = MANGLES[random(MANGLES.length)]!;
    const bytes = mangle(corpus[pick]!, random, corpus[random(corpus.length)]!);
    const started = process.cpuUsage();
    let outcome = 'sound';
    try {
      const envelope = decodeEnvelope(bytes, SAMPLES[pick]!.on);
      // What readers do next must hold as well.
      withDelay(v1.Envelope.encode(envelope).finish(), 1, false);
      fromSettingValues(envelope.settings?.values ?? envelope.state?.settings ?? []);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      assert.ok(error.message.length < 250, 'a stranger does not fill the log');
      outcome = error.code;
    }
    slowestMs = Math.max(slowestMs, cpuMsSince(started));
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  assert.ok(slowestMs < 500, `${slowestMs} ms for one message`);
  assert.ok(process.memoryUsage().heapUsed - heapBefore < 200e6, 'memory is given back');
  for (const outcome of ['sound', 'malformed', 'version', 'device-id', 'body'])
    assert.ok(outcomes[outcome]! > 50, `${outcome}: ${JSON.stringify(outcomes)}`);
});

test('small bytes that decode to many objects are bounded by size', () => {
  const envelope = encodeEnvelope({ deviceId: 'front-door-1', settings: { revision: 1 } });
  const on = { direction: 'down', name: 'settings', deviceId: 'front-door-1' } as const;
  // SettingsChange with as many empty values (2 bytes each) as fit.
  const room = 128 * 1024 - envelope.length - 8;
  const values = Buffer.alloc(room - (room % 2), Buffer.from([0x12, 0]));
  const length: number[] = [];
  for (let rest = values.length; rest > 0; rest >>>= 7) length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
  const bomb = Buffer.concat([envelope, Buffer.from([0xfa, 0x01, ...length]), values]);
  const started = process.cpuUsage();
  assert.is(decodeEnvelope(bomb, on).settings?.values?.length, values.length / 2);
  assert.ok(cpuMsSince(started) < 1000);
  assert.throws(
    () => decodeEnvelope(Buffer.concat([bomb, Buffer.alloc(10)]), on),
    (error: ProtocolError) => error.code === 'oversize',
  );
});

test('topics: whatever comes, a topic of the contract or null', () => {
  const random = seeded(0x70b1c);
  const words = [
    'pupsentry',
    'v1',
    'front-door-1',
    'up',
    'down',
    'status',
    'command',
    '+',
    '#',
    '',
    'é',
    '..',
  ];
  let parsed = 0;
  for (let i = 0; i < CASES; i++) {
    const topic = Array.from({ length: 3 + random(4) }, (_, at) =>
      random(4) > 0 && at < 3 ? words[at]! : words[random(words.length)]!,
    ).join('/');
    const result = parseTopic(topic);
    if (!result) continue;
    parsed++;
    assert.is(`pupsentry/v1/${result.deviceId}/${result.direction}/${result.name}`, topic);
  }
  assert.ok(parsed > 20, `${parsed} were topics`);
});

test.run();
