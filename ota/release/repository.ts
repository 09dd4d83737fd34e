/**
 * A TUF repository in a folder, to be served as it is: `metadata/` (TUF 1.0, consistent snapshots) and `images/`.
 *
 *     const repository = await Repository.create({ folder, keys: generateKeyRing() });
 *     await repository.addRelease(release, 'doorbell.img'); // served as images/RELEASE.PATH
 *     await repository.publish();
 *     const pinned = await repository.root(1);              // what goes into the image of a device
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ensureFolder, writeFileAtomic } from '#kit/atomic-file.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Release } from '../trust/release.ts';
import { customOf, releaseOf } from '../trust/target.ts';
import { eachRole, type KeyRing, type RoleName, type SigningKey } from './keys.ts';
import { readBody, rootBody, signBody, snapshotBody, targetsBody, timestampBody } from './metadata.ts';
import type { RootBody, SnapshotBody, TargetsBody, TimestampBody } from './metadata.ts';

/** How long metadata is good for, days. Offline roles are signed by hand, with a release at the latest; online ones daily. */
export const LIFETIME_DAYS: Record<RoleName, number> = {
  root: 730,
  targets: 365,
  snapshot: 14,
  timestamp: 7,
};
const DAY_MS = 86_400_000;

export interface RepositoryOptions {
  folder: string;
  keys: KeyRing;
  /** Milliseconds since 1970; the machine's clock unless told. */
  nowMs?: () => number;
  lifetimeDays?: Partial<Record<RoleName, number>>;
}

export class Repository {
  readonly #options: RepositoryOptions;
  readonly #metadata: string;
  #keys: KeyRing;
  #root!: RootBody;
  /** What was published last; null before the first time. */
  #published: { targets: TargetsBody; snapshot: SnapshotBody; timestamp: TimestampBody } | null = null;
  #listed: TargetsBody['targets'] = {};
  #isListChanged = true;

  private constructor(options: RepositoryOptions) {
    this.#options = options;
    this.#metadata = join(options.folder, 'metadata');
    this.#keys = options.keys;
  }

  /** Begins with root 1; nothing is served before `publish`. @param options.thresholds signatures a role needs; 1 unless told */
  static async create(
    options: RepositoryOptions & { thresholds?: Partial<Record<RoleName, number>> },
  ): Promise<Repository> {
    const repository = new Repository(options);
    await ensureFolder(repository.#metadata, 0o755);
    const roles = eachRole((role) => ({
      keys: options.keys[role],
      threshold: options.thresholds?.[role] ?? 1,
    }));
    const root = rootBody(repository.#stamp('root', 0), roles);
    await repository.#saveRoot(root, options.keys.root);
    return repository;
  }

  /** Goes on with what is in the folder. */
  static async open(options: RepositoryOptions): Promise<Repository> {
    const repository = new Repository(options);
    await repository.#read();
    return repository;
  }

  /** @returns the text of a root; version 1 is the one to pin */
  root(version = this.#root.version): Promise<string> {
    return this.#text(`${version}.root.json`);
  }

  /** What is listed, published or not. */
  get releases(): Release[] {
    return Object.entries(this.#listed).map(([path, target]) => releaseOf(path, target.custom));
  }

  /** Copies the image into the repository and lists it with the next `publish`. @throws PupsentryError "release-invalid" */
  async addRelease(release: Release, imageFile: string): Promise<void> {
    const custom = customOf(release);
    const image = join(this.#options.folder, 'images', release.path);
    await ensureFolder(dirname(image), 0o755);
    await copyFile(imageFile, image);
    const hash = createHash('sha256');
    await pipeline(createReadStream(image), hash);
    const { size } = await stat(image);
    this.#listed[release.path] = { length: size, hashes: { sha256: hash.digest('hex') }, custom };
    this.#isListChanged = true;
  }

  /** No longer lists it from the next `publish` on: devices that run it go back to the highest that is left. The image stays. */
  removeRelease(path: string): void {
    delete this.#listed[path];
    this.#isListChanged = true;
  }

  /**
   * Signs what has changed and serves it; snapshot and timestamp are new every time, so that this is also what a server runs daily.
   * Needs the targets keys when the list has changed. The timestamp is written last: devices see the old set or the new one.
   * @param options.renew signs the list anew although it has not changed, before it expires
   * @throws PupsentryError "keys-missing"
   */
  async publish(options: { renew?: boolean } = {}): Promise<void> {
    const old = this.#published;
    const isNew = !old || this.#isListChanged || options.renew === true;
    const targets = isNew
      ? targetsBody(this.#stamp('targets', old?.targets.version), this.#listed)
      : old.targets;
    const targetsText = isNew ? this.#sign(targets) : await this.#text(`${targets.version}.targets.json`);
    const snapshot = snapshotBody(this.#stamp('snapshot', old?.snapshot.version), {
      version: targets.version,
      text: targetsText,
    });
    const snapshotText = this.#sign(snapshot);
    const stamp = { ...this.#stamp('timestamp', old?.timestamp.version), signedMs: this.#nowMs() };
    const timestamp = timestampBody(stamp, { version: snapshot.version, text: snapshotText });
    const timestampText = this.#sign(timestamp);
    await this.#write(`${targets.version}.targets.json`, targetsText);
    await this.#write(`${snapshot.version}.snapshot.json`, snapshotText);
    await this.#write('timestamp.json', timestampText);
    this.#published = { targets: structuredClone(targets), snapshot, timestamp };
    this.#isListChanged = false;
  }

  /**
   * Replaces keys: the next root, signed by the old root keys and the new ones. What the roles whose keys changed have signed
   * is signed anew with the next `publish`.
   * @param keys of the roles that change; the others keep theirs
   */
  async rotateRoot(
    keys: Partial<KeyRing> = {},
    thresholds: Partial<Record<RoleName, number>> = {},
  ): Promise<void> {
    const old = this.#root;
    const next = { ...this.#keys, ...keys };
    const roles = eachRole((role) => {
      const { keyids, threshold } = old.roles[role];
      const kept = keyids.map((id) => ({ id, publicKey: old.keys[id]! }));
      return { keys: keys[role] ?? kept, threshold: thresholds[role] ?? threshold };
    });
    const root = rootBody(this.#stamp('root', old.version), roles);
    const signers = new Map([...this.#keys.root, ...next.root].map((key) => [key.id, key]));
    await this.#saveRoot(root, [...signers.values()]);
    this.#keys = next;
    if (keys.targets) this.#isListChanged = true;
  }

  async #saveRoot(root: RootBody, signers: readonly SigningKey[]): Promise<void> {
    this.#enough('root', root, signers);
    if (this.#root) this.#enough('root', this.#root, signers);
    await this.#write(`${root.version}.root.json`, signBody(root, signers));
    this.#root = root;
  }

  #sign(body: TargetsBody | SnapshotBody | TimestampBody): string {
    const keys = this.#keys[body._type];
    this.#enough(body._type, this.#root, keys);
    return signBody(body, keys);
  }

  /** @throws PupsentryError "keys-missing" */
  #enough(role: RoleName, root: RootBody, keys: readonly SigningKey[]): void {
    const { keyids, threshold } = root.roles[role];
    const count = keys.filter((key) => keyids.includes(key.id)).length;
    if (count >= threshold) return;
    const message = `Signing "${role}" needs ${threshold} of its keys; ${count} are at hand.`;
    throw new PupsentryError('keys-missing', message, 'Bring the keys of that role.');
  }

  #nowMs = () => (this.#options.nowMs ?? Date.now)();

  #stamp(role: RoleName, previousVersion = 0): { version: number; expiresMs: number } {
    const days = this.#options.lifetimeDays?.[role] ?? LIFETIME_DAYS[role];
    return { version: previousVersion + 1, expiresMs: this.#nowMs() + days * DAY_MS };
  }

  async #read(): Promise<void> {
    const names = await readdir(this.#metadata);
    const roots = names.map((name) => Number(/^(\d+)\.root\.json$/.exec(name)?.[1] ?? 0));
    this.#root = readBody('root', await this.#text(`${Math.max(...roots)}.root.json`));
    if (!names.includes('timestamp.json')) return;
    const timestamp = readBody('timestamp', await this.#text('timestamp.json'));
    const snapshotName = `${timestamp.meta['snapshot.json'].version}.snapshot.json`;
    const snapshot = readBody('snapshot', await this.#text(snapshotName));
    const targetsName = `${snapshot.meta['targets.json']!.version}.targets.json`;
    const targets = readBody('targets', await this.#text(targetsName));
    this.#published = { targets, snapshot, timestamp };
    this.#listed = structuredClone(targets.targets);
    this.#isListChanged = false;
  }

  #text = (name: string) => readFile(join(this.#metadata, name), 'utf8');
  #write = (name: string, text: string) => writeFileAtomic(join(this.#metadata, name), text, 0o644);
}
