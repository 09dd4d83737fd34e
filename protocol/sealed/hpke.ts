/**
 * Wrapping a clip's secret for a household key: HPKE, RFC 9180, base mode, DHKEM(P-256, HKDF-SHA256),
 * HKDF-SHA256, AES-256-GCM. P-256 because WebCrypto has it in every browser, with private keys that cannot
 * be taken out of it. The only file that knows the library.
 */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { owned, utf8, type Bytes } from './bytes.ts';

const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

const INFO = utf8('pupsentry sealed clip v1');

/** @param publicKey P-256, uncompressed, 65 bytes; @param context bound to it: it opens with the same only */
export async function wrapSecret(
  publicKey: Uint8Array,
  secret: Uint8Array,
  context: string,
): Promise<{ enc: Bytes; wrapped: Bytes }> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(owned(publicKey));
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: INFO }, owned(secret), utf8(context));
  return { enc: new Uint8Array(enc), wrapped: new Uint8Array(ct) };
}

/** @returns null when it was not wrapped for this key and context */
export async function unwrapSecret(
  recipientKey: CryptoKeyPair,
  { enc, wrapped }: { enc: Uint8Array; wrapped: Uint8Array },
  context: string,
): Promise<Bytes | null> {
  try {
    const secret = await suite.open(
      { recipientKey, enc: owned(enc), info: INFO },
      owned(wrapped),
      utf8(context),
    );
    return new Uint8Array(secret);
  } catch {
    return null; // not on the curve, or not authentic: no difference to anybody
  }
}
