/** Ed25519 keys that sign releases. Each is a PEM file (PKCS #8, mode 0600) in the folder of its role. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder, writeFileAtomic } from '#kit/atomic-file.ts';
import { PupsentryError } from '#kit/errors.ts';

/** TUF's top-level roles. Keys of root and targets are kept offline; snapshot and timestamp are signed online. */
export const ROLES = ['root', 'targets', 'snapshot', 'timestamp'] as const;
export type RoleName = (typeof ROLES)[number];

export const eachRole = <T>(of: (role: RoleName) => T): Record<RoleName, T> =>
  Object.fromEntries(ROLES.map((role) => [role, of(role)])) as Record<RoleName, T>;

/** A public key as TUF metadata states it. */
export type PublicKey = {
  keytype: 'ed25519';
  scheme: 'ed25519';
  /** 32 bytes, hex. */
  keyval: { public: string };
};

/** Bytes before the key itself in an Ed25519 SubjectPublicKeyInfo (RFC 8410, 4). */
const SPKI_PREFIX_BYTES = 12;

export class SigningKey {
  readonly publicKey: PublicKey;
  /** SHA-256 of the public key in canonical JSON (TUF 1.0, 4.2), hex. */
  readonly id: string;
  readonly #private: KeyObject;

  /** @param privateKey Ed25519 */
  constructor(privateKey: KeyObject) {
    this.#private = privateKey;
    const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
    const hex = spki.subarray(SPKI_PREFIX_BYTES).toString('hex');
    this.publicKey = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: hex } };
    const canonical = `{"keytype":"ed25519","keyval":{"public":"${hex}"},"scheme":"ed25519"}`;
    this.id = createHash('sha256').update(canonical).digest('hex');
  }

  static generate(): SigningKey {
    return new SigningKey(generateKeyPairSync('ed25519').privateKey);
  }

  /** @throws PupsentryError "key-invalid", or the file system's error */
  static async read(file: string): Promise<SigningKey> {
    const key = parsePrivateKey(await readFile(file, 'utf8'));
    if (key?.asymmetricKeyType === 'ed25519') return new SigningKey(key);
    throw new PupsentryError('key-invalid', `${file} is not an Ed25519 private key in PEM form.`);
  }

  save(file: string): Promise<void> {
    return writeFileAtomic(file, this.#private.export({ type: 'pkcs8', format: 'pem' }), 0o600);
  }

  /** @returns 64 bytes, hex */
  sign(bytes: Uint8Array): string {
    return sign(null, bytes, this.#private).toString('hex');
  }
}

function parsePrivateKey(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}

/** The keys of each role that are at hand: none where they are kept elsewhere. */
export type KeyRing = Record<RoleName, readonly SigningKey[]>;

/** @param counts keys of each role; 1 unless told */
export function generateKeyRing(counts: Partial<Record<RoleName, number>> = {}): KeyRing {
  return eachRole((role) => Array.from({ length: counts[role] ?? 1 }, () => SigningKey.generate()));
}

/** Writes FOLDER/ROLE/KEY ID.pem. Other keys that are there stay. */
export async function saveKeyRing(folder: string, ring: KeyRing): Promise<void> {
  for (const role of ROLES) {
    await ensureFolder(join(folder, role));
    for (const key of ring[role]) await key.save(join(folder, role, `${key.id}.pem`));
  }
}

/** Reads FOLDER/ROLE/*.pem. @throws PupsentryError "key-invalid" */
export async function readKeyRing(folder: string): Promise<KeyRing> {
  const ring = eachRole((): SigningKey[] => []);
  for (const role of ROLES) {
    const names = await readdir(join(folder, role)).catch(() => []);
    const files = names.filter((name) => name.endsWith('.pem')).sort();
    ring[role] = await Promise.all(files.map((name) => SigningKey.read(join(folder, role, name))));
  }
  return ring;
}
