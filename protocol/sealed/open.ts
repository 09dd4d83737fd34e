/** Opening a sealed clip with a household key. */
import { same, type Bytes } from './bytes.ts';
import { parseHeader, TAG_BYTES, type SealHeader } from './header.ts';
import type { HouseholdKey } from './household-key.ts';
import { unwrapSecret } from './hpke.ts';
import { pieces, wrapContext } from './seal.ts';
import { STREAM, cipherFor, deriveKeys, openSegment, type ClipCipher, type Place } from './segment.ts';
import { SealError } from './seal-error.ts';

export interface OpenedClip {
  header: SealHeader;
  /** Where the media begins in the sealed clip. */
  headBytes: number;
  about: Bytes;
  thumbnail: Bytes | null;
  /**
   * @param sealed the sealed clip from `headBytes` on, to its end
   * @returns the media as it was, in pieces, each given out when it has been found sound
   * @throws SealError "damaged" or "truncated"
   */
  media(sealed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Bytes>;
}

/**
 * @param head the beginning of a sealed clip, `headBytes` at least; more does not matter
 * @throws SealError "not-sealed", "version", "malformed", "no-key", "wrong-key" or "damaged"
 */
export async function openClip(
  head: Uint8Array,
  keys: readonly Pick<HouseholdKey, 'id' | 'open'>[],
): Promise<OpenedClip> {
  const { header, raw, headBytes } = parseHeader(head);
  if (head.length < headBytes)
    throw new SealError('malformed', 'The head of the sealed clip cannot be read: it is cut.');
  const cipher = await cipherFor(await unlock(header, keys), raw);
  const aboutEnd = raw.length + header.aboutBytes;
  const only = { number: 0, isLast: true };
  const about = await openSegment(
    cipher,
    { stream: STREAM.about, ...only },
    head.subarray(raw.length, aboutEnd),
  );
  if (!about) throw damaged('its description');
  let thumbnail: Bytes | null = null;
  if (header.thumbnailBytes > 0) {
    const sealed = head.subarray(aboutEnd, headBytes);
    thumbnail = await openSegment(cipher, { stream: STREAM.thumbnail, ...only }, sealed);
    if (!thumbnail) throw damaged('its thumbnail');
  }
  return {
    ...{ header, headBytes, about, thumbnail },
    media: (sealed) => openMedia(cipher, header.segmentBytes, sealed),
  };
}

async function unlock(
  header: SealHeader,
  keys: readonly Pick<HouseholdKey, 'id' | 'open'>[],
): Promise<CryptoKey> {
  let isNamed = false;
  for (const wrapped of header.keys) {
    const mine = keys.find(({ id }) => id === wrapped.keyId);
    if (!mine) continue;
    isNamed = true;
    const context = wrapContext(header.clipId, header.deviceId, mine.id);
    const secret = await unwrapSecret(mine.open, wrapped, context);
    if (!secret) continue;
    const { key, commitment } = await deriveKeys(secret);
    if (same(commitment, header.commitment)) return key;
  }
  if (isNamed) throw new SealError('wrong-key', 'What was wrapped for this key does not open with it.');
  throw new SealError('no-key', 'This clip was sealed for other keys than those here.');
}

async function* openMedia(
  cipher: ClipCipher,
  segmentBytes: number,
  sealed: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Bytes> {
  let number = 0;
  for await (const { piece, isLast } of pieces(sealed, segmentBytes + TAG_BYTES)) {
    const place: Place = { stream: STREAM.media, number, isLast };
    const plain = await openSegment(cipher, place, piece);
    if (!plain) {
      // A whole segment that was not sealed as the last one: what followed is gone.
      const goesOn = isLast && (await openSegment(cipher, { ...place, isLast: false }, piece));
      if (goesOn || piece.length < TAG_BYTES)
        throw new SealError('truncated', 'The end of the clip is missing.');
      throw damaged(`segment ${number}`);
    }
    yield plain;
    number++;
  }
}

function damaged(what: string): SealError {
  return new SealError(
    'damaged',
    `The clip is not what the device sealed: ${what} was changed, moved or cut.`,
  );
}
