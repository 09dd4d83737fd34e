/** TUF metadata as a repository writes it: what each role says, and how it is signed. */
import { Metadata, Root, Signature, Snapshot, Targets, Timestamp } from '@tufjs/models';
import { createHash } from 'node:crypto';
import { eachRole, ROLES, type PublicKey, type RoleName, type SigningKey } from './keys.ts';

interface Signed {
  spec_version: string;
  /** Of this file: every change raises it by one. */
  version: number;
  /** ISO 8601, UTC, whole seconds. */
  expires: string;
}
export interface RootBody extends Signed {
  _type: 'root';
  consistent_snapshot: boolean;
  keys: Record<string, PublicKey>;
  roles: Record<RoleName, { keyids: string[]; threshold: number }>;
}
export interface TargetsBody extends Signed {
  _type: 'targets';
  targets: Record<string, TargetBody>;
}
export interface TargetBody {
  length: number;
  hashes: { sha256: string };
  custom: Record<string, unknown>;
}
export interface MetaFileBody {
  version: number;
  length?: number;
  hashes?: { sha256: string };
}
export interface SnapshotBody extends Signed {
  _type: 'snapshot';
  meta: Record<string, MetaFileBody>;
}
export interface TimestampBody extends Signed {
  _type: 'timestamp';
  meta: { 'snapshot.json': MetaFileBody };
  /** When it was signed, ISO 8601: a device whose clock is not set knows that it is later than that (decision 15). */
  'x-pupsentry-signed-at'?: string;
}
export type Body = RootBody | TargetsBody | SnapshotBody | TimestampBody;

const SPEC_VERSION = '1.0.31';

export interface Stamp {
  version: number;
  expiresMs: number;
}

const signedPart = ({ version, expiresMs }: Stamp): Signed => ({
  spec_version: SPEC_VERSION,
  version,
  expires: isoSeconds(expiresMs),
});

/** @returns such as "2026-11-27T03:00:00Z" */
export const isoSeconds = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** Who may sign for a role. */
export interface RoleKeys {
  keys: readonly { id: string; publicKey: PublicKey }[];
  threshold: number;
}

export const rootBody = (stamp: Stamp, roles: Record<RoleName, RoleKeys>): RootBody => ({
  _type: 'root',
  ...signedPart(stamp),
  consistent_snapshot: true,
  keys: Object.fromEntries(
    ROLES.flatMap((role) => roles[role].keys).map(({ id, publicKey }) => [id, publicKey]),
  ),
  roles: eachRole((role) => ({
    keyids: roles[role].keys.map(({ id }) => id),
    threshold: roles[role].threshold,
  })),
});

export const targetsBody = (stamp: Stamp, targets: TargetsBody['targets']): TargetsBody => ({
  _type: 'targets',
  ...signedPart(stamp),
  targets,
});

/** @param targets the text that is published as VERSION.targets.json */
export const snapshotBody = (stamp: Stamp, targets: { version: number; text: string }): SnapshotBody => ({
  _type: 'snapshot',
  ...signedPart(stamp),
  meta: { 'targets.json': metaFile(targets) },
});

/** @param snapshot the text that is published as VERSION.snapshot.json */
export const timestampBody = (
  stamp: Stamp & { signedMs: number },
  snapshot: { version: number; text: string },
): TimestampBody => ({
  _type: 'timestamp',
  ...signedPart(stamp),
  meta: { 'snapshot.json': metaFile(snapshot) },
  'x-pupsentry-signed-at': isoSeconds(stamp.signedMs),
});

export function metaFile({ version, text }: { version: number; text: string }): Required<MetaFileBody> {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { version, length: Buffer.byteLength(text), hashes: { sha256 } };
}

const MODELS = { root: Root, targets: Targets, snapshot: Snapshot, timestamp: Timestamp };

/**
 * @returns the text of the metadata file, signed by each of the keys
 * @throws TypeError or ValueError of @tufjs/models for a body that is not sound
 */
export function signBody(body: Body, keys: readonly SigningKey[]): string {
  const model = MODELS[body._type].fromJSON(body as never);
  const metadata = new Metadata<Root | Targets | Snapshot | Timestamp>(model);
  for (const key of keys) metadata.sign((bytes) => new Signature({ keyID: key.id, sig: key.sign(bytes) }));
  return `${JSON.stringify(metadata.toJSON(), null, 1)}\n`;
}

/** @returns the body of a metadata file of ours. Its signatures are not looked at. */
export function readBody(kind: 'root', text: string): RootBody;
export function readBody(kind: 'targets', text: string): TargetsBody;
export function readBody(kind: 'snapshot', text: string): SnapshotBody;
export function readBody(kind: 'timestamp', text: string): TimestampBody;
export function readBody(kind: RoleName, text: string): Body {
  const { signed } = JSON.parse(text) as { signed: Body };
  if (signed._type !== kind) throw new TypeError(`expected ${kind}, got ${signed._type}`);
  return signed;
}
