/** Envelopes to bytes and back, verified on both sides. */
import protobuf from 'protobufjs/minimal.js';
import { v1 } from './messages.ts';
import { PROTOCOL_VERSION, isDeviceId, type Down, type Up } from './topics.ts';

// Unknown fields are kept, so that an older relay loses nothing of a newer device. protobufjs drops
// them unless told otherwise.
protobuf.Reader.discardUnknown = false;

/** Largest payload of any topic, bytes. A snapshot (512 KiB) fits with room to spare. */
export const MAX_ENVELOPE_BYTES = 1024 * 1024;
/** Largest payload of a topic that carries no picture: small bytes can decode to many objects. */
const MAX_PLAIN_BYTES = 128 * 1024;
/** Room kept for what `withDelay` appends. */
const DELAY_MARK_BYTES = 16;
/** Envelope.delay_ms, Envelope.late; wire type of both. */
const [DELAY_MS_FIELD, LATE_FIELD, VARINT] = [9, 10, 0];

/** A message is late when it waited longer than this on the device, ms. */
export const LATE_AFTER_MS = 10_000;

export class ProtocolError extends Error {
  override name = 'ProtocolError';
  constructor(
    readonly code: 'oversize' | 'malformed' | 'version' | 'device-id' | 'body',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Which body each topic carries. */
const BODY_OF: Record<`up/${Up}` | `down/${Down}`, NonNullable<v1.Envelope['body']>> = {
  'up/status': 'status',
  'up/state': 'state',
  'up/event': 'event',
  'up/telemetry': 'telemetry',
  'up/reply': 'reply',
  'up/signal': 'signal',
  'up/log': 'log',
  'down/command': 'command',
  'down/settings': 'settings',
  'down/signal': 'signal',
};

type Body = NonNullable<v1.Envelope['body']>;
const WITH_PICTURE: ReadonlySet<Body> = new Set<Body>(['event', 'reply']);
const ALL_BODIES = new Set(Object.values(BODY_OF));

function maxBytesOf(body: Body | undefined): number {
  return body && WITH_PICTURE.has(body) ? MAX_ENVELOPE_BYTES : MAX_PLAIN_BYTES;
}

/**
 * @throws ProtocolError when a field has the wrong type (protobufjs would otherwise encode a number in
 *   a string field silently as empty) or the result is larger than its topic allows
 */
export function encodeEnvelope(envelope: v1.IEnvelope): Buffer {
  const problem = v1.Envelope.verify(envelope);
  if (problem) throw new ProtocolError('malformed', `envelope: ${problem}`);
  if (!isDeviceId(envelope.deviceId ?? ''))
    throw new ProtocolError('device-id', `device id "${shown(envelope.deviceId)}"`);
  const bytes = v1.Envelope.encode({ protocolVersion: PROTOCOL_VERSION, ...envelope }).finish();
  const body = [...ALL_BODIES].find((name) => envelope[name]);
  const maxBytes = maxBytesOf(body) - DELAY_MARK_BYTES;
  if (bytes.length > maxBytes) throw oversize(bytes.length, maxBytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * @param on the topic's direction and name: the body must be the one that belongs there
 * @throws ProtocolError for anything that is not a sound envelope of this version for that topic
 */
export function decodeEnvelope(
  payload: Uint8Array,
  on: { direction: 'up' | 'down'; name: string; deviceId: string },
): v1.Envelope {
  const want: Body | undefined = BODY_OF[`${on.direction}/${on.name}` as keyof typeof BODY_OF];
  if (payload.length > maxBytesOf(want)) throw oversize(payload.length, maxBytesOf(want));
  let envelope: v1.Envelope;
  try {
    envelope = v1.Envelope.decode(payload);
  } catch (cause) {
    throw new ProtocolError('malformed', 'not a protobuf envelope', { cause });
  }
  if (envelope.protocolVersion !== PROTOCOL_VERSION)
    throw new ProtocolError(
      'version',
      `protocol version ${envelope.protocolVersion}, want ${PROTOCOL_VERSION}`,
    );
  if (envelope.deviceId !== on.deviceId)
    throw new ProtocolError(
      'device-id',
      `envelope of "${shown(envelope.deviceId)}" on the topic of "${on.deviceId}"`,
    );
  // A number that does not fit would come out rounded: two messages could then look like one.
  for (const field of ['bootEpoch', 'seq', 'timeMs', 'delayMs'] as const) {
    if (!Number.isSafeInteger(envelope[field]))
      throw new ProtocolError('malformed', `${field} is beyond 2^53`);
  }
  if (!want || envelope.body !== want)
    throw new ProtocolError('body', `body ${envelope.body ?? 'missing'}, want ${want ?? 'a known topic'}`);
  return envelope;
}

/**
 * Marks an encoded envelope with the time it waited, without decoding it: in protobuf, fields appended
 * to a message override the earlier ones (encoding spec, "Last One Wins").
 * @param encoded an envelope by encodeEnvelope
 */
export function withDelay(encoded: Uint8Array, delayMs: number, late: boolean): Buffer {
  // By hand, because the generated code leaves out zeros, which would not override anything.
  const mark = protobuf.Writer.create()
    .uint32((DELAY_MS_FIELD << 3) | VARINT)
    .uint64(Math.max(0, Math.round(delayMs)))
    .uint32((LATE_FIELD << 3) | VARINT)
    .bool(late)
    .finish();
  return Buffer.concat([encoded, mark]);
}

function oversize(bytes: number, maxBytes: number): ProtocolError {
  return new ProtocolError('oversize', `${bytes} bytes, at most ${maxBytes}`);
}

/** What a stranger wrote, short enough for a log. */
function shown(text: string | null | undefined): string {
  return String(text).slice(0, 60);
}
