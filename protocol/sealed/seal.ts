/** Sealing a clip: plain media in, a sealed clip out, piece by piece. */
import { join, type Bytes } from './bytes.ts';
import { SEAL_LIMITS, TAG_BYTES, encodeHeader } from './header.ts';
import type { PublicHouseholdKey } from './household-key.ts';
import { wrapSecret } from './hpke.ts';
import { SECRET_BYTES, STREAM, cipherFor, deriveKeys, sealSegment } from './segment.ts';
import { SealError } from './seal-error.ts';

export const SEGMENT_BYTES = 256 * 1024;

export interface SealOptions {
  /** UUIDs; every sealing has a clip id of its own. */
  clipId: string;
  eventId: string;
  deviceId: string;
  createdMs: number;
  /** Whoever holds one of these opens the clip. 1 to 32. */
  keys: readonly Pick<PublicHouseholdKey, 'id' | 'openKey'>[];
  /** What the clip shows (about.ts), at most 64 KiB. */
  about: Uint8Array;
  /** JPEG, at most 256 KiB; null without one. */
  thumbnail: Uint8Array | null;
  media: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  segmentBytes?: number;
}

/** What is bound to a wrapped secret: it opens for this key in this clip only. */
export function wrapContext(clipId: string, deviceId: string, keyId: string): string {
  return `${clipId} ${deviceId} ${keyId}`;
}

/**
 * Seals with a secret of its own that is forgotten with the generator: sealed twice, nothing is the same, and
 * the device itself cannot open what it has sealed.
 * @returns the head first, then every segment of the media
 * @throws SealError "malformed" when something is larger than it may be; what the media throws
 */
export async function* seal(options: SealOptions): AsyncGenerator<Bytes> {
  const { clipId, eventId, deviceId, createdMs, about, thumbnail, segmentBytes = SEGMENT_BYTES } = options;
  if (about.length > SEAL_LIMITS.about || (thumbnail?.length ?? 0) > SEAL_LIMITS.thumbnail)
    throw new SealError('malformed', 'Description or thumbnail is too large to be sealed.');
  const secret = globalThis.crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  const { key, commitment } = await deriveKeys(secret);
  const keys = await Promise.all(
    options.keys.map(async ({ id, openKey }) => ({
      keyId: id,
      ...(await wrapSecret(openKey, secret, wrapContext(clipId, deviceId, id))),
    })),
  );
  secret.fill(0);
  const header = encodeHeader({
    ...{ clipId, eventId, deviceId, createdMs, segmentBytes },
    aboutBytes: about.length + TAG_BYTES,
    thumbnailBytes: thumbnail ? thumbnail.length + TAG_BYTES : 0,
    commitment,
    keys,
  });
  const cipher = await cipherFor(key, header);
  const only = { number: 0, isLast: true };
  yield join([
    header,
    await sealSegment(cipher, { stream: STREAM.about, ...only }, about),
    ...(thumbnail ? [await sealSegment(cipher, { stream: STREAM.thumbnail, ...only }, thumbnail)] : []),
  ]);
  let number = 0;
  for await (const { piece, isLast } of pieces(options.media, segmentBytes)) {
    if (number >= 2 ** 32) throw new SealError('malformed', 'The clip is too long to be sealed.');
    yield await sealSegment(cipher, { stream: STREAM.media, number: number++, isLast }, piece);
  }
}

/** Cuts a stream into pieces of one length; the last one is shorter or full, and empty only alone. */
export async function* pieces(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  bytes: number,
): AsyncGenerator<{ piece: Uint8Array; isLast: boolean }> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    waiting.push(chunk);
    length += chunk.length;
    if (length <= bytes) continue; // a full one may be the last: its successor decides
    let rest: Uint8Array = join(waiting);
    for (; rest.length > bytes; rest = rest.subarray(bytes))
      yield { piece: rest.subarray(0, bytes), isLast: false };
    waiting = [rest];
    length = rest.length;
  }
  yield { piece: join(waiting), isLast: true };
}
