/** Envelopes to bytes and back, verified on both sides. */
import protobuf from 'protobufjs/minimal.js';
import { v1 } from './messages.ts';
import { PROTOCOL_VERSION, isDeviceId, type Down, type Up } from './topics.ts';

// Unknown fields are kept, so that an older relay loses nothing of a newer device. protobufjs drops
// them unless told otherwise.
protobuf.Reader.discardUnknown = false;

/** Largest payload either side accepts, bytes. A snapshot (512 KiB) fits with room to spare. */
export const MAX_ENVELOPE_BYTES = 1024 * 1024;

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

/**
 * @throws ProtocolError when a field has the wrong type (protobufjs would otherwise encode a number in
 *   a string field silently as empty) or the result is larger than MAX_ENVELOPE_BYTES
 */
export function encodeEnvelope(envelope: v1.IEnvelope): Buffer {
  const problem = v1.Envelope.verify(envelope);
  if (problem) throw new ProtocolError('malformed', `envelope: ${problem}`);
  if (!isDeviceId(envelope.deviceId ?? ''))
    throw new ProtocolError('device-id', `device id "${envelope.deviceId}"`);
  const bytes = v1.Envelope.encode({ protocolVersion: PROTOCOL_VERSION, ...envelope }).finish();
  if (bytes.length > MAX_ENVELOPE_BYTES) throw oversize(bytes.length);
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
  if (payload.length > MAX_ENVELOPE_BYTES) throw oversize(payload.length);
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
      `envelope of "${envelope.deviceId}" on the topic of "${on.deviceId}"`,
    );
  const want = BODY_OF[`${on.direction}/${on.name}` as keyof typeof BODY_OF];
  if (envelope.body !== want)
    throw new ProtocolError('body', `body ${envelope.body ?? 'missing'}, want ${want}`);
  return envelope;
}

/**
 * Marks an encoded envelope with the time it waited, without decoding it: in protobuf, fields appended
 * to a message override the earlier ones (encoding spec, "Last One Wins").
 * @param encoded an envelope by encodeEnvelope
 */
export function withDelay(encoded: Uint8Array, delayMs: number, late: boolean): Buffer {
  const mark = v1.Envelope.encode({ delayMs: Math.max(0, Math.round(delayMs)), late }).finish();
  return Buffer.concat([encoded, mark]);
}

function oversize(bytes: number): ProtocolError {
  return new ProtocolError('oversize', `${bytes} bytes, at most ${MAX_ENVELOPE_BYTES}`);
}
