/**
 * What is believed of metadata: tuf-js's TrustedMetadataStore (TUF 1.0, 5.3 to 5.6), which keeps nothing and asks nobody, judged at
 * our time, with the checks that it leaves out, and with a reason for each refusal.
 */
import { Metadata } from '@tufjs/models';
import type { MetaFile, Root, Targets, MetadataKind } from '@tufjs/models';
import { LengthOrHashMismatchError, UnsignedMetadataError } from '@tufjs/models/dist/error.js';
import { EqualVersionError, ExpiredMetadataError, RepositoryError } from 'tuf-js/dist/error.js';
import { TrustedMetadataStore } from 'tuf-js/dist/store.js';
import { asError, PupsentryError } from '#kit/errors.ts';

export type RoleName = 'root' | 'timestamp' | 'snapshot' | 'targets';

/** tuf-js judges expiry by the machine's clock at construction: its field is private to TypeScript alone. */
class Store extends TrustedMetadataStore {
  judgeAt(ms: number): void {
    Object.assign(this, { referenceTime: new Date(ms) });
  }
}

export class Verifier {
  readonly #store: Store;

  /** @param root trusted as it is, even when it has expired. @throws PupsentryError when it is not signed by its own keys */
  constructor(root: string) {
    this.#store = explained('root', () => {
      checkForm('root', root);
      return new Store(Buffer.from(root));
    });
  }

  get root(): Root {
    return this.#store.root.signed;
  }

  /** What the timestamp says of the snapshot. */
  get snapshotFile(): MetaFile {
    return this.#store.timestamp!.signed.snapshotMeta;
  }

  /** What the snapshot says of targets. @throws PupsentryError */
  get targetsFile(): MetaFile {
    const file = this.#store.snapshot!.signed.meta['targets.json'];
    if (!file) throw new PupsentryError('metadata-malformed', 'The snapshot metadata names no targets.');
    return file;
  }

  get targets(): Targets {
    return this.#store.targets!.signed;
  }

  /** When the timestamp was signed, as it says; 0 when it does not. */
  get signedAtMs(): number {
    const { 'x-pupsentry-signed-at': signedAt } = this.#store.timestamp!.signed.unrecognizedFields;
    return typeof signedAt === 'string' && DATE.test(signedAt) ? Date.parse(signedAt) || 0 : 0;
  }

  /** Until when both of root and targets are good, which are signed by keys that are offline. */
  get offlineExpiryMs(): number {
    return Math.min(Date.parse(this.root.expires), Date.parse(this.targets.expires));
  }

  /** Whether the keys of the current root have signed it. */
  isSigned(role: Exclude<RoleName, 'root'>, text: string): boolean {
    try {
      this.#store.root.verifyDelegate(
        role,
        Metadata.fromJSON(role as MetadataKind.Targets, JSON.parse(text) as never),
      );
      return true;
    } catch {
      return false;
    }
  }

  /** The next root: signed by the last one's keys and by its own. @throws PupsentryError */
  addRoot(text: string): void {
    this.#add('root', text, (bytes) => this.#store.updateRoot(bytes));
  }

  /** After the last root: expiry is judged at this time from here on. */
  judgeAt(ms: number): void {
    this.#store.judgeAt(ms);
  }

  /** The one of the last time: newer ones may not fall behind it, whether it has expired or not. */
  rememberTimestamp(text: string): void {
    try {
      this.addTimestamp(text);
    } catch {
      // Expired, and a floor all the same.
    }
  }

  /** @returns false when the version is known already: the known one stays. @throws PupsentryError */
  addTimestamp(text: string): boolean {
    try {
      this.#add('timestamp', text, (bytes) => this.#store.updateTimestamp(bytes));
      return true;
    } catch (error) {
      if ((error as Error).cause instanceof EqualVersionError) return false;
      throw error;
    }
  }

  /** The one of the last time. @returns whether it is the one that the timestamp names, and need not be asked for */
  rememberSnapshot(text: string): boolean {
    try {
      this.#add('snapshot', text, (bytes) => this.#store.updateSnapshot(bytes, true));
      return true;
    } catch {
      return false;
    }
  }

  /** @throws PupsentryError */
  addSnapshot(text: string): void {
    this.#add('snapshot', text, (bytes) => this.#store.updateSnapshot(bytes));
  }

  /** @throws PupsentryError */
  addTargets(text: string): void {
    this.#add('targets', text, (bytes) => this.#store.updateDelegatedTargets(bytes, 'targets', 'root'));
  }

  #add(role: RoleName, text: string, add: (bytes: Buffer) => void): void {
    explained(role, () => {
      checkForm(role, text);
      add(Buffer.from(text));
    });
  }
}

/** @returns the version in metadata that was verified before */
export const versionOf = (text: string) =>
  (JSON.parse(text) as { signed: { version: number } }).signed.version;

const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** What tuf-js lets pass: a date that is none never expires, versions of 1.5, one key under two names. @throws TypeError */
function checkForm(role: RoleName, text: string): void {
  const { signed } = JSON.parse(text) as { signed?: Record<string, unknown> };
  const { version, expires, keys } = signed ?? {};
  if (!Number.isSafeInteger(version) || (version as number) < 1)
    throw new TypeError('its version is no whole number');
  if (typeof expires !== 'string' || !DATE.test(expires) || Number.isNaN(Date.parse(expires)))
    throw new TypeError('its expiry is no date');
  if (role !== 'root' || typeof keys !== 'object' || keys === null) return;
  const values = Object.values(keys as Record<string, { keyval?: { public?: unknown } } | null>);
  if (new Set(values.map((key) => key?.keyval?.public)).size < values.length)
    throw new TypeError('it names a key twice');
}

/** @throws PupsentryError with what was wrong, its cause the error of tuf-js */
function explained<T>(role: RoleName, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    const cause = asError(thrown);
    throw new PupsentryError(
      `metadata-${wordFor(cause)}`,
      `The ${role} metadata is refused: ${cause.message}.`,
      '',
      {
        cause,
      },
    );
  }
}

/** tuf-js tells a version that went back from one that does not fit by its words alone. */
const WENT_BACK = /is less than|Missing file/;

function wordFor(error: Error): string {
  if (error instanceof ExpiredMetadataError) return 'expired';
  if (error instanceof UnsignedMetadataError) return 'unsigned';
  if (error instanceof LengthOrHashMismatchError) return 'mixed';
  if (error instanceof RepositoryError) return WENT_BACK.test(error.message) ? 'rolled-back' : 'mixed';
  return 'malformed';
}
