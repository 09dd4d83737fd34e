import { execFileSync } from 'node:child_process';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import protobuf from 'protobufjs/minimal.js';
import { MAX_ENVELOPE_BYTES, ProtocolError, decodeEnvelope, encodeEnvelope, withDelay } from './codec.ts';
import { v1 } from './messages.ts';
import { SAMPLES, type Sample } from './samples.ts';

const test = suite('codec');
const ON = { direction: 'up', name: 'event', deviceId: 'front-door-1' } as const;

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
  return 'sound';
}

/** How protoc, which shares no code with us, reads it. */
function protocDecode(bytes: Uint8Array): string {
  const args = ['--decode=pupsentry.v1.Envelope', '-I', import.meta.dirname, 'pupsentry.proto'];
  return execFileSync('protoc', args, { input: bytes, encoding: 'utf8' });
}

test('the samples fill every field of every message', () => {
  const unfilled = new Set<string>();
  const filled = new Set<string>();
  const visit = (prototype: object, message: Record<string, unknown>, path: string) => {
    for (const [field, byDefault] of Object.entries(prototype)) {
      if (typeof byDefault === 'function') continue;
      const value = message[field];
      const isSet = Object.hasOwn(message, field);
      (isSet ? filled : unfilled).add(`${path}.${field}`);
      for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
        if (item === null || typeof item !== 'object' || item instanceof Uint8Array) continue;
        const { prototype: next, name } = item.constructor as { prototype: object; name: string };
        visit(next, item as Record<string, unknown>, name);
      }
    }
  };
  for (const { envelope } of SAMPLES) {
    const decoded = v1.Envelope.decode(encodeEnvelope(envelope));
    visit(v1.Envelope.prototype, decoded as unknown as Record<string, unknown>, 'Envelope');
  }
  assert.equal(
    [...unfilled].filter((field) => !filled.has(field)),
    [],
  );
  assert.ok(filled.size > 80, `${filled.size} fields`);
});

for (const { name, on, envelope } of SAMPLES) {
  test(`${name}: there and back, and protoc reads every field of it`, () => {
    const bytes = encodeEnvelope(envelope);
    const back = decodeEnvelope(bytes, on);
    assert.ok(bytes.equals(v1.Envelope.encode(back).finish()));
    const text = protocDecode(bytes);
    assert.match(text, 'device_id: "front-door-1"');
    assert.match(text, `${on.name} {`);
    // A field protoc does not know is printed as a number.
    assert.not.match(text, /^\s*\d+[:{ ]/m);
  });
}

test('what is wrong with a message is in its code', () => {
  const event: v1.IEnvelope = { deviceId: ON.deviceId, event: { id: 'x' } };
  const sound = encodeEnvelope(event);
  const decode = (bytes: Uint8Array, on: Sample['on'] = ON) => codeOf(() => decodeEnvelope(bytes, on));
  assert.is(decode(sound), 'sound');
  assert.is(decode(sound.subarray(0, sound.length - 1)), 'malformed');
  assert.is(decode(new Uint8Array()), 'version');
  assert.is(decode(encodeEnvelope({ ...event, protocolVersion: 2 })), 'version');
  assert.is(decode(sound, { ...ON, deviceId: 'another-device' }), 'device-id');
  assert.is(decode(sound, { ...ON, name: 'status' }), 'body');
  assert.is(decode(sound, { ...ON, name: 'nonsense' }), 'body');
  assert.is(decode(encodeEnvelope({ deviceId: ON.deviceId })), 'body');
  assert.is(decode(Buffer.concat([sound, Buffer.alloc(MAX_ENVELOPE_BYTES)])), 'oversize');
});

test('only topics that carry pictures take large messages', () => {
  const text = 'x'.repeat(200_000);
  assert.is(
    codeOf(() => encodeEnvelope({ deviceId: ON.deviceId, log: { message: text } })),
    'oversize',
  );
  const jpeg = Buffer.alloc(512 * 1024);
  const event = encodeEnvelope({ deviceId: ON.deviceId, event: { snapshot: { jpeg } } });
  assert.is(decodeEnvelope(withDelay(event, 1e9, true), ON).event?.snapshot?.jpeg?.length, jpeg.length);
  assert.is(
    codeOf(() => decodeEnvelope(event, { ...ON, name: 'log' })),
    'oversize',
  );
  const largest = Buffer.alloc(MAX_ENVELOPE_BYTES);
  assert.is(
    codeOf(() => encodeEnvelope({ deviceId: ON.deviceId, event: { snapshot: { jpeg: largest } } })),
    'oversize',
  );
});

test('a field of the wrong type is refused, not encoded as nothing', () => {
  const wrong = { id: 7 } as unknown as v1.IEvent;
  assert.is(
    codeOf(() => encodeEnvelope({ deviceId: ON.deviceId, event: wrong })),
    'malformed',
  );
  assert.is(
    codeOf(() => encodeEnvelope({ deviceId: 'NOT A DEVICE', event: {} })),
    'device-id',
  );
});

test('numbers beyond 2^53 are refused: rounded, two messages could look like one', () => {
  // boot_epoch = 2^63 as field 3, varint.
  const huge = Buffer.from([0x18, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]);
  const bytes = Buffer.concat([encodeEnvelope({ deviceId: ON.deviceId, event: {} }), huge]);
  assert.is(
    codeOf(() => decodeEnvelope(bytes, ON)),
    'malformed',
  );
});

test('fields this version does not know are kept, in the envelope and within the body', () => {
  const inner = protobuf.Writer.create()
    .uint32((900 << 3) | 2)
    .string('within')
    .finish();
  const event = Buffer.concat([v1.Event.encode({ id: 'x' }).finish(), inner]);
  const bytes = Buffer.concat([
    encodeEnvelope({ deviceId: ON.deviceId }),
    protobuf.Writer.create()
      .uint32((22 << 3) | 2)
      .bytes(event)
      .finish(),
    protobuf.Writer.create()
      .uint32((901 << 3) | 2)
      .string('around')
      .finish(),
  ]);
  const relayed = v1.Envelope.encode(decodeEnvelope(bytes, ON)).finish();
  const text = protocDecode(relayed);
  assert.match(text, '900: "within"');
  assert.match(text, '901: "around"');
});

test('withDelay marks an encoded message, also a second time', () => {
  for (const { envelope, on } of SAMPLES) {
    const once = withDelay(encodeEnvelope(envelope), 12_345.6, true);
    const back = decodeEnvelope(once, on);
    assert.equal([back.delayMs, back.late], [12_346, true]);
    assert.equal(back.body, decodeEnvelope(encodeEnvelope(envelope), on).body);
    const twice = decodeEnvelope(withDelay(once, -5, false), on);
    assert.equal([twice.delayMs, twice.late], [0, false]);
  }
});

test.run();
