/**
 * The keys of a household: one pair for each browser that opens clips, and one that lies in a recovery file.
 * Each is two P-256 pairs, one to open (ECDH) and one to sign lists of keys with (ECDSA).
 */
import { fromBase64Url, owned, toBase64Url, utf8, join, type Bytes } from './bytes.ts';
import { SealError } from './seal-error.ts';

/** What is told to devices. */
export interface PublicHouseholdKey {
  /** Hash of the two public keys: `keyIdOf`. */
  id: string;
  /** What people call it, such as "Mira's phone". */
  name: string;
  kind: 'browser' | 'recovery';
  /** P-256 points, uncompressed, 65 bytes. */
  openKey: Bytes;
  signKey: Bytes;
}

export interface HouseholdKey extends PublicHouseholdKey {
  open: CryptoKeyPair;
  sign: CryptoKeyPair;
}

const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const;
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const RECOVERY_FORMAT = 'pupsentry-recovery-key-1';

/** 128 bits of a hash over both public keys: whoever has the id can tell whether a key is the one. */
export async function keyIdOf(openKey: Uint8Array, signKey: Uint8Array): Promise<string> {
  const text = join([utf8('pupsentry household key v1'), openKey, signKey]);
  const hash = await globalThis.crypto.subtle.digest('SHA-256', text);
  return toBase64Url(new Uint8Array(hash, 0, 16));
}

/**
 * @param extractable false for a key that never leaves this browser; true for one that goes into a recovery
 *   file (`recoveryFile`)
 */
export async function makeHouseholdKey(
  about: { name: string; kind: PublicHouseholdKey['kind'] },
  extractable = false,
): Promise<HouseholdKey> {
  const { subtle } = globalThis.crypto;
  const open = await subtle.generateKey(ECDH, extractable, ['deriveBits']);
  const sign = await subtle.generateKey(ECDSA, extractable, ['sign', 'verify']);
  return withPublicParts(about, open, sign);
}

/** The text of a recovery file: whoever has it opens every clip of the household. */
export async function recoveryFile(key: HouseholdKey): Promise<string> {
  const jwk = (pair: CryptoKeyPair) => globalThis.crypto.subtle.exportKey('jwk', pair.privateKey);
  const [open, sign] = await Promise.all([jwk(key.open), jwk(key.sign)]);
  return JSON.stringify({ format: RECOVERY_FORMAT, name: key.name, open, sign }, null, 2) + '\n';
}

/**
 * @returns the key of a recovery file, which cannot be taken out of here again
 * @throws SealError "malformed" when it is no recovery file
 */
export async function readRecoveryFile(text: string): Promise<HouseholdKey> {
  const { subtle } = globalThis.crypto;
  const pair = async (
    jwk: JsonWebKey,
    algorithm: typeof ECDH | typeof ECDSA,
    uses: [KeyUsage[], KeyUsage[]],
  ) => {
    const { kty, crv, x, y, d } = jwk;
    const [privateKey, publicKey] = await Promise.all([
      subtle.importKey('jwk', { kty, crv, x, y, d }, algorithm, false, uses[0]),
      subtle.importKey('jwk', { kty, crv, x, y }, algorithm, true, uses[1]),
    ]);
    return { privateKey, publicKey };
  };
  try {
    const file = JSON.parse(text) as Record<'format' | 'name', unknown> & Record<'open' | 'sign', JsonWebKey>;
    if (file.format !== RECOVERY_FORMAT) throw new Error(`format ${String(file.format)}`);
    const name = typeof file.name === 'string' ? file.name.slice(0, 60) : '';
    return await withPublicParts(
      { name, kind: 'recovery' },
      await pair(file.open, ECDH, [['deriveBits'], []]),
      await pair(file.sign, ECDSA, [['sign'], ['verify']]),
    );
  } catch (cause) {
    throw new SealError('malformed', 'This is not a recovery file of Pupsentry.', { cause });
  }
}

/** As JSON: points as base64url. */
export interface KeyJson {
  id: string;
  name: string;
  kind: string;
  openKey: string;
  signKey: string;
}

export function toKeyJson({ id, name, kind, openKey, signKey }: PublicHouseholdKey): KeyJson {
  return { id, name, kind, openKey: toBase64Url(openKey), signKey: toBase64Url(signKey) };
}

/** @throws SealError "malformed" when a part is wrong, a point is not on the curve, or the id another's */
export async function fromKeyJson(value: unknown): Promise<PublicHouseholdKey> {
  const { id, name, kind, openKey, signKey } = (value ?? {}) as Partial<KeyJson>;
  const [open, sign] = [openKey, signKey].map((text) => fromBase64Url(String(text)));
  const isSound =
    typeof name === 'string' && name.length <= 60 && (kind === 'browser' || kind === 'recovery');
  if (!isSound || open?.length !== 65 || sign?.length !== 65)
    throw new SealError('malformed', 'A household key cannot be read.');
  const { subtle } = globalThis.crypto;
  try {
    await subtle.importKey('raw', owned(open), ECDH, true, []);
    await subtle.importKey('raw', owned(sign), ECDSA, true, ['verify']);
  } catch (cause) {
    throw new SealError('malformed', 'A household key is no point of P-256.', { cause });
  }
  if (id !== (await keyIdOf(open, sign)))
    throw new SealError('malformed', 'A household key has the id of another.');
  return { id, name, kind, openKey: open, signKey: sign };
}

async function withPublicParts(
  about: { name: string; kind: PublicHouseholdKey['kind'] },
  open: CryptoKeyPair,
  sign: CryptoKeyPair,
): Promise<HouseholdKey> {
  const raw = async (pair: CryptoKeyPair) =>
    new Uint8Array(await globalThis.crypto.subtle.exportKey('raw', pair.publicKey));
  const [openKey, signKey] = await Promise.all([raw(open), raw(sign)]);
  return { ...about, id: await keyIdOf(openKey, signKey), openKey, signKey, open, sign };
}
