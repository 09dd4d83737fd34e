/** A repository in memory that can be made to say anything, well signed or not: for tests of what refuses it. */
import { Metadata, Signature } from '@tufjs/models';
import type { Release } from '../trust/release.ts';
import { eachRole, generateKeyRing, SigningKey, type RoleName } from './keys.ts';
import { isoSeconds, metaFile, rootBody, snapshotBody, targetsBody, timestampBody } from './metadata.ts';
import type { Body, MetaFileBody } from './metadata.ts';

export { isoSeconds, metaFile };
export type { RoleName, SigningKey };

export const DAY_MS = 86_400_000;

/** When tests happen. */
export const TEST_MS = Date.UTC(2026, 10, 27);

export const aRelease = (change: Partial<Release> = {}): Release => ({
  path: `doorbell/${change.version ?? '1.0.0'}.img`,
  version: '1.0.0',
  securityVersion: 1,
  hardware: ['virtual'],
  minAgent: 1,
  image: { rootHash: 'ab'.repeat(32), salt: '', dataBlocks: 100, bootBlocks: 10 },
  ...change,
});

export class RepositoryUnderTest {
  /** What each role says next; `publish` raises its version and signs it. */
  readonly root;
  readonly targets;
  readonly snapshot;
  readonly timestamp;
  /** Who signs each role next. */
  readonly signers: Record<RoleName, SigningKey[]>;
  /** What is served, by name. */
  readonly files = new Map<string, string>();
  /** Whether timestamp and snapshot state length and hash of what they name. */
  hasHashes = false;

  /** Publishes version 1 of all, good for 30 days. */
  constructor(releases: readonly Release[] = [aRelease()]) {
    const ring = generateKeyRing();
    this.signers = eachRole((role) => [...ring[role]]);
    const stamp = { version: 0, expiresMs: TEST_MS + 30 * DAY_MS };
    const nothing = { version: 0, text: '' };
    this.root = rootBody(
      stamp,
      eachRole((role) => ({ keys: ring[role], threshold: 1 })),
    );
    this.targets = targetsBody(stamp, {});
    this.snapshot = snapshotBody(stamp, nothing);
    this.timestamp = timestampBody({ ...stamp, signedMs: TEST_MS }, nothing);
    this.list(releases);
    this.publish('root', 'targets', 'snapshot', 'timestamp');
  }

  list(releases: readonly Release[]): void {
    this.targets.targets = {};
    for (const { path, ...custom } of releases)
      this.targets.targets[path] = { length: 1, hashes: { sha256: '00'.repeat(32) }, custom };
  }

  get pinnedRoot(): string {
    return this.files.get('1.root.json')!;
  }

  /** Signs the next version of each role, in this order; the role that names it learns of it. */
  publish(...roles: RoleName[]): void {
    for (const role of roles) {
      this[role].version++;
      this.serve(role, sign(this[role], this.signers[role]));
    }
  }

  /** Serves a text as the current version of a role, whatever it is. */
  serve(role: RoleName, text: string): void {
    const { version } = this[role];
    this.files.set(role === 'timestamp' ? 'timestamp.json' : `${version}.${role}.json`, text);
    const file: MetaFileBody = this.hasHashes ? metaFile({ version, text }) : { version };
    if (role === 'targets') this.snapshot.meta['targets.json'] = file;
    if (role === 'snapshot') this.timestamp.meta['snapshot.json'] = file;
  }

  current(role: RoleName): string {
    return this.files.get(role === 'timestamp' ? 'timestamp.json' : `${this[role].version}.${role}.json`)!;
  }

  /** To be published with the next root. */
  addKey(role: RoleName, key = SigningKey.generate()): SigningKey {
    this.root.keys[key.id] = key.publicKey;
    this.root.roles[role].keyids.push(key.id);
    this.signers[role].push(key);
    return key;
  }

  /** To be published with the next root: new keys, the old ones taken back. */
  rotateKeys(role: RoleName): void {
    this.root.roles[role].keyids = [];
    this.signers[role] = [];
    this.addKey(role);
  }

  expire(role: RoleName, atMs: number): void {
    this[role].expires = isoSeconds(atMs);
  }
}

/** Signs whatever it is, sound or not. @param body JSON */
export function sign(body: Body | Record<string, unknown>, keys: readonly SigningKey[]): string {
  const metadata = new Metadata({ toJSON: () => body } as never);
  for (const key of keys) metadata.sign((bytes) => new Signature({ keyID: key.id, sig: key.sign(bytes) }));
  return JSON.stringify(metadata.toJSON());
}
