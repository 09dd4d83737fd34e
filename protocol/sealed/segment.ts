/**
 * Segments: AES-256-GCM by the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: "Online
 * Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", CRYPTO 2015; also in Tink's streaming AEAD
 * and in age). The nonce says which segment it is and whether it is the last one, so that a segment opens
 * in its place and nowhere else; the additional data is the hash of the header, so that it opens in its clip.
 */
import { owned, utf8, type Bytes } from './bytes.ts';

/** Streams of one clip, told apart by the first byte of the nonce. */
export const STREAM = { about: 1, thumbnail: 2, media: 3 } as const;

export interface Place {
  stream: (typeof STREAM)[keyof typeof STREAM];
  /** From 0, below 2^32. */
  number: number;
  isLast: boolean;
}

/** What the segments of one clip are sealed with. */
export interface ClipCipher {
  key: CryptoKey;
  /** SHA-256 of prefix and header. */
  headerHash: Bytes;
}

export const SECRET_BYTES = 32;

/**
 * From the clip secret: a key for the segments, and a commitment for the header. AES-GCM alone would let a
 * text open under two keys to two things; the commitment holds sender and reader to one.
 * @param secret random, never used twice
 */
export async function deriveKeys(secret: Uint8Array): Promise<{ key: CryptoKey; commitment: Bytes }> {
  const { subtle } = globalThis.crypto;
  const base = await subtle.importKey('raw', owned(secret), 'HKDF', false, ['deriveKey', 'deriveBits']);
  const hkdf = (info: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(0),
    info: utf8(info),
  });
  const [key, bits] = await Promise.all([
    subtle.deriveKey(
      hkdf('pupsentry sealed clip v1 segments'),
      base,
      { name: 'AES-GCM', length: 256 },
      false,
      ['encrypt', 'decrypt'],
    ),
    subtle.deriveBits(hkdf('pupsentry sealed clip v1 commitment'), base, 256),
  ]);
  return { key, commitment: new Uint8Array(bits) };
}

export async function cipherFor(key: CryptoKey, rawHeader: Uint8Array): Promise<ClipCipher> {
  const hash = await globalThis.crypto.subtle.digest('SHA-256', owned(rawHeader));
  return { key, headerHash: new Uint8Array(hash) };
}

/** @returns the sealed segment: as long as the plain one and 16 bytes */
export async function sealSegment(cipher: ClipCipher, place: Place, plain: Uint8Array): Promise<Bytes> {
  return new Uint8Array(
    await globalThis.crypto.subtle.encrypt(parameters(cipher, place), cipher.key, owned(plain)),
  );
}

/** @returns null when it is not the segment that was sealed for this place */
export async function openSegment(
  cipher: ClipCipher,
  place: Place,
  sealed: Uint8Array,
): Promise<Bytes | null> {
  try {
    return new Uint8Array(
      await globalThis.crypto.subtle.decrypt(parameters(cipher, place), cipher.key, owned(sealed)),
    );
  } catch {
    return null; // WebCrypto says no more than OperationError
  }
}

function parameters({ headerHash }: ClipCipher, { stream, number, isLast }: Place) {
  const iv = new Uint8Array(12);
  iv[0] = stream;
  new DataView(iv.buffer).setUint32(7, number);
  iv[11] = isLast ? 1 : 0;
  return { name: 'AES-GCM', iv, additionalData: headerHash, tagLength: 128 };
}
