/**
 * The list of a household's keys, signed, so that whoever carries it to a device can add no key of their own.
 *
 * The first list a device hears of is trusted as it is (trust on first use) when one of its own keys has signed
 * it. From then on a list counts only when it is newer and signed by a key of the list before. What is signed
 * is the text itself: nobody has to agree on how JSON is written.
 */
import { fromBase64Url, owned, toBase64Url, utf8, type Bytes } from './bytes.ts';
import {
  fromKeyJson,
  toKeyJson,
  type HouseholdKey,
  type KeyJson,
  type PublicHouseholdKey,
} from './household-key.ts';
import { SEAL_LIMITS } from './header.ts';
import { SealError } from './seal-error.ts';

/** As it travels and is kept. */
export interface SignedKeyList {
  /** JSON: {household, revision, keys}. */
  text: string;
  /** Id of the key that signed it. */
  signedBy: string;
  /** ECDSA P-256 with SHA-256 (IEEE P1363, 64 bytes) over a fixed prefix and the text; base64url. */
  signature: string;
}

export interface KeyList {
  /** Whose it is: a list of another household never takes the place of this one. */
  household: string;
  /** From 1, higher with every change. */
  revision: number;
  keys: PublicHouseholdKey[];
}

const ALGORITHM = { name: 'ECDSA', hash: 'SHA-256' };
const MAX_TEXT = 16 * 1024;

/** @param by one of the keys before, or of the first list itself */
export async function signKeyList(
  list: { household: string; revision: number; keys: readonly PublicHouseholdKey[] },
  by: HouseholdKey,
): Promise<SignedKeyList> {
  const text = JSON.stringify({ ...list, keys: list.keys.map(toKeyJson) });
  const signature = await globalThis.crypto.subtle.sign(ALGORITHM, by.sign.privateKey, signedText(text));
  return { text, signedBy: by.id, signature: toBase64Url(new Uint8Array(signature)) };
}

/**
 * @param before the list that is trusted so far, as `verifyKeyList` gave it out; null for the first
 * @throws SealError "malformed" or "not-trusted"
 */
export async function verifyKeyList(signed: SignedKeyList, before: KeyList | null): Promise<KeyList> {
  const list = await readKeyList(signed.text);
  if (before && list.household !== before.household)
    throw new SealError('not-trusted', 'The list of keys belongs to another household.');
  if (before && list.revision <= before.revision)
    throw new SealError(
      'not-trusted',
      `The list of keys has revision ${list.revision}; ${before.revision} is known already.`,
    );
  const signer = (before ?? list).keys.find(({ id }) => id === signed.signedBy);
  if (!signer) throw new SealError('not-trusted', 'The list of keys is signed by a key nobody knows.');
  const { subtle } = globalThis.crypto;
  const key = await subtle.importKey(
    'raw',
    owned(signer.signKey),
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['verify'],
  );
  const signature = fromBase64Url(signed.signature);
  if (signature?.length !== 64 || !(await subtle.verify(ALGORITHM, key, signature, signedText(signed.text))))
    throw new SealError('not-trusted', 'The signature under the list of keys is wrong.');
  return list;
}

/** @throws SealError "malformed" */
export async function readKeyList(text: string): Promise<KeyList> {
  if (text.length > MAX_TEXT) throw malformed('too long');
  let value: { household?: unknown; revision?: unknown; keys?: unknown };
  try {
    value = (JSON.parse(text) as typeof value | null) ?? {};
  } catch (cause) {
    throw malformed('not JSON', cause);
  }
  const { household, revision, keys } = value;
  if (typeof household !== 'string' || household.length < 1 || household.length > 64)
    throw malformed('household');
  if (!Number.isSafeInteger(revision) || (revision as number) < 1) throw malformed('revision');
  if (!Array.isArray(keys) || keys.length < 1 || keys.length > SEAL_LIMITS.keys)
    throw malformed(`1 to ${SEAL_LIMITS.keys} keys`);
  const read = await Promise.all((keys as KeyJson[]).map(fromKeyJson));
  if (new Set(read.map(({ id }) => id)).size < read.length) throw malformed('a key twice');
  return { household, revision: revision as number, keys: read };
}

function signedText(text: string): Bytes {
  return utf8(`pupsentry household keys v1\n${text}`);
}

function malformed(reason: string, cause?: unknown): SealError {
  return new SealError('malformed', `The list of household keys cannot be read: ${reason}.`, { cause });
}
