/**
 * The head of a sealed clip: what everybody may read.
 *
 *   8 bytes   "pupseal1"
 *   4 bytes   length of the header, big endian
 *   header    JSON (UTF-8), see SealHeader
 *   about     one segment (segment.ts, stream 1)
 *   thumbnail one segment (stream 2), when the header gives it a length
 *
 * The segments of the media follow (stream 3). docs/sealed-clips.md has all of it.
 */
import { fromBase64Url, join, toBase64Url, utf8, type Bytes } from './bytes.ts';
import { SealError } from './seal-error.ts';

const MAGIC = 'pupseal1';
const PREFIX_BYTES = MAGIC.length + 4;

export const TAG_BYTES = 16;
/** Bounds that a reader holds a writer to, bytes. */
export const SEAL_LIMITS = {
  header: 16 * 1024,
  about: 64 * 1024,
  thumbnail: 256 * 1024,
  segment: { least: 1024, most: 1024 * 1024 },
  keys: 32,
} as const;
/** The longest head there can be. */
export const MAX_HEAD_BYTES =
  PREFIX_BYTES + SEAL_LIMITS.header + SEAL_LIMITS.about + SEAL_LIMITS.thumbnail + 2 * TAG_BYTES;

/** The clip secret, wrapped for one household key (hpke.ts). */
export interface WrappedSecret {
  /** Of the household key, as in household-key.ts. */
  keyId: string;
  /** HPKE's encapsulated key. */
  enc: Bytes;
  wrapped: Bytes;
}

/** Nothing of what the clip shows: the cloud knows of the event and its time anyway, by the event itself. */
export interface SealHeader {
  /** UUIDs. */
  clipId: string;
  eventId: string;
  deviceId: string;
  /** When the clip begins, ms since 1970. */
  createdMs: number;
  /** Plain bytes in each segment of the media but the last. */
  segmentBytes: number;
  /** Sealed, with the tag. */
  aboutBytes: number;
  /** Sealed, with the tag; 0 without a thumbnail. */
  thumbnailBytes: number;
  /** Says which secret it is without giving it away (segment.ts). */
  commitment: Bytes;
  keys: WrappedSecret[];
}

export interface ParsedHeader {
  header: SealHeader;
  /** Prefix and header as they stand: their hash is bound to every segment. */
  raw: Bytes;
  /** Where the media begins. */
  headBytes: number;
}

export function encodeHeader(header: SealHeader): Bytes {
  const { commitment, keys, ...plain } = header;
  const json = utf8(
    JSON.stringify({
      ...plain,
      commitment: toBase64Url(commitment),
      keys: keys.map(({ keyId, enc, wrapped }) => ({
        keyId,
        enc: toBase64Url(enc),
        wrapped: toBase64Url(wrapped),
      })),
    }),
  );
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, json.length);
  const raw = join([utf8(MAGIC), length, json]);
  parseHeader(raw); // what we could not read ourselves is never written
  return raw;
}

/**
 * @param bytes the beginning of a sealed clip, the header at least
 * @throws SealError "not-sealed", "version" or "malformed"
 */
export function parseHeader(bytes: Uint8Array): ParsedHeader {
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (!magic.startsWith(MAGIC.slice(0, -1))) throw new SealError('not-sealed', 'This is not a sealed clip.');
  if (magic !== MAGIC)
    throw new SealError('version', `A sealed clip of version "${magic.at(-1)}"; this program knows 1.`);
  if (bytes.length < PREFIX_BYTES) throw malformed('it ends within the prefix');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(MAGIC.length);
  if (length > SEAL_LIMITS.header) throw malformed(`a header of ${length} bytes`);
  if (bytes.length < PREFIX_BYTES + length) throw malformed('it ends within the header');
  const raw = Uint8Array.from(bytes.subarray(0, PREFIX_BYTES + length));
  let value: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(raw.subarray(PREFIX_BYTES));
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed('the header is not JSON', cause);
  }
  const header = readHeader(value);
  return { header, raw, headBytes: raw.length + header.aboutBytes + header.thumbnailBytes };
}

function readHeader(value: unknown): SealHeader {
  const from = record(value, 'header');
  const keys = from.keys;
  if (!Array.isArray(keys) || keys.length < 1 || keys.length > SEAL_LIMITS.keys)
    throw malformed(`keys: 1 to ${SEAL_LIMITS.keys} of them`);
  return {
    clipId: text(from.clipId, UUID, 'clipId'),
    eventId: text(from.eventId, UUID, 'eventId'),
    deviceId: text(from.deviceId, /^[a-z0-9-]{8,40}$/, 'deviceId'),
    createdMs: whole(from.createdMs, 0, Number.MAX_SAFE_INTEGER, 'createdMs'),
    segmentBytes: whole(
      from.segmentBytes,
      SEAL_LIMITS.segment.least,
      SEAL_LIMITS.segment.most,
      'segmentBytes',
    ),
    aboutBytes: whole(from.aboutBytes, TAG_BYTES, SEAL_LIMITS.about + TAG_BYTES, 'aboutBytes'),
    thumbnailBytes: whole(from.thumbnailBytes, 0, SEAL_LIMITS.thumbnail + TAG_BYTES, 'thumbnailBytes'),
    commitment: bytesOf(from.commitment, 32, 'commitment'),
    keys: keys.map((key) => {
      const { keyId, enc, wrapped } = record(key, 'keys');
      return {
        keyId: text(keyId, KEY_ID, 'keyId'),
        enc: bytesOf(enc, 65, 'enc'),
        wrapped: bytesOf(wrapped, 32 + TAG_BYTES, 'wrapped'),
      };
    }),
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KEY_ID = /^[A-Za-z0-9_-]{22}$/;

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(`${what} is no object`);
  return value as Record<string, unknown>;
}

function text(value: unknown, pattern: RegExp, what: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw malformed(what);
  return value;
}

function whole(value: unknown, least: number, most: number, what: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most)
    throw malformed(what);
  return value as number;
}

function bytesOf(value: unknown, length: number, what: string): Bytes {
  const bytes = typeof value === 'string' ? fromBase64Url(value) : null;
  if (bytes?.length !== length) throw malformed(what);
  return bytes;
}

function malformed(reason: string, cause?: unknown): SealError {
  return new SealError('malformed', `The head of the sealed clip cannot be read: ${reason}.`, { cause });
}
