/**
 * One look at one mirror: TUF's client workflow (TUF 1.0, 5.3 to 5.6), beginning with what is known. What was verified is known from
 * then on, even when the rest fails. docs/decisions/0015-update-trust.md says where it is stricter than TUF.
 */
import type { Targets } from '@tufjs/models';
import type { Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { GetFile } from './http-get.ts';
import { MAX_BYTES, MAX_ROOTS, TIME_STEP_MS } from './limits.ts';
import type { TrustRecord } from './record.ts';
import type { TrustedTime } from './trusted-time.ts';
import { Verifier, versionOf, type RoleName } from './verifier.ts';

export type Known = Omit<TrustRecord, 'format' | 'securityFloor'>;

export interface RefreshOptions {
  /** Of the image: the anchor of all trust. */
  pinnedRoot: string;
  known: Known;
  time: TrustedTime;
  clock: Clock;
  /** Base address; its metadata is below /metadata/. */
  mirror: string;
  get: GetFile;
  signal: AbortSignal;
  log: Logger;
}

export class Refresh {
  readonly #options: RefreshOptions;
  readonly #verifier: Verifier;
  #known: Known;

  constructor(options: RefreshOptions) {
    this.#options = options;
    this.#known = options.known;
    this.#verifier = new Verifier(options.pinnedRoot);
  }

  /** To be kept, whether `run` succeeded or not. */
  get known(): Known {
    return this.#known;
  }

  /** @throws PupsentryError with the reason why nothing can be believed, or the signal's reason */
  async run(): Promise<Targets> {
    this.#addKnownRoots();
    await this.#addNewRoots();
    this.#forgetRevoked();
    this.#verifier.judgeAt(this.#options.time.nowMs());
    await this.#addTimestamp();
    await this.#addSnapshot();
    await this.#addTargets();
    this.#proveTime();
    return this.#verifier.targets;
  }

  /** From the image's root on. Those before it are kept for an older image, which may yet start again. */
  #addKnownRoots(): void {
    for (const text of this.#known.roots) {
      const next = this.#verifier.root.version + 1;
      if (versionOf(text) > next) break; // a gap before an old image: the mirror has to fill it
      if (versionOf(text) < next) continue;
      try {
        this.#verifier.addRoot(text);
      } catch (error) {
        this.#options.log.error(
          { err: error },
          'the known roots do not follow from the image’s: they are forgotten',
        );
        this.#update({ roots: [] });
        break;
      }
    }
    this.#keepRoot(this.#options.pinnedRoot);
  }

  async #addNewRoots(): Promise<void> {
    const highest = Math.max(...this.#known.roots.map(versionOf));
    const pinned = versionOf(this.#options.pinnedRoot);
    for (;;) {
      const version = this.#verifier.root.version + 1;
      const text = await this.#get('root', `${version}.root.json`);
      if (text === null) break;
      if (version - pinned > MAX_ROOTS) throw tooManyRoots();
      this.#verifier.addRoot(text);
      this.#keepRoot(text);
    }
    if (this.#verifier.root.version < highest) throw wentBack('root', this.#verifier.root.version, highest);
  }

  #keepRoot(text: string): void {
    if (this.#known.roots.includes(text)) return;
    const others = this.#known.roots.filter((other) => versionOf(other) !== versionOf(text));
    const roots = [...others, text].sort((a, b) => versionOf(a) - versionOf(b));
    this.#update({ roots: roots.slice(-MAX_ROOTS - 1) });
  }

  /** What keys signed that the root has taken back binds nobody; nor does the time that they told. */
  #forgetRevoked(): void {
    for (const role of ['timestamp', 'snapshot', 'targets'] as const) {
      const text = this.#known[role];
      if (text === null || this.#verifier.isSigned(role, text)) continue;
      this.#options.log.info({ role }, 'its keys have changed: what they signed is forgotten');
      this.#update({ [role]: null });
      if (role !== 'timestamp') continue;
      this.#options.time.reset();
      this.#update({ provenMs: 0 });
    }
  }

  async #addTimestamp(): Promise<void> {
    if (this.#known.timestamp !== null) this.#verifier.rememberTimestamp(this.#known.timestamp);
    const text = await this.#getNamed('timestamp', 'timestamp.json');
    if (this.#verifier.addTimestamp(text)) this.#update({ timestamp: text });
  }

  async #addSnapshot(): Promise<void> {
    const { snapshot } = this.#known;
    if (snapshot !== null && this.#verifier.rememberSnapshot(snapshot)) return;
    const { version, length } = this.#verifier.snapshotFile;
    const text = await this.#getNamed('snapshot', `${version}.snapshot.json`, length);
    this.#verifier.addSnapshot(text);
    this.#update({ snapshot: text });
  }

  async #addTargets(): Promise<void> {
    const known = this.#known.targets;
    const { version, length } = this.#verifier.targetsFile;
    if (known !== null && version < versionOf(known)) throw wentBack('targets', version, versionOf(known));
    const isKnown = known !== null && version === versionOf(known);
    const text = isKnown ? known : await this.#getNamed('targets', `${version}.targets.json`, length);
    this.#verifier.addTargets(text);
    if (!isKnown) this.#update({ targets: text });
  }

  /** Keys that are online tell the time no later than those that are offline allow. */
  #proveTime(): void {
    const { clock, time, known } = this.#options;
    const synced = clock.quality() === 'synced' ? clock.nowMs() : 0;
    time.raise(Math.min(Math.max(synced, this.#verifier.signedAtMs), this.#verifier.offlineExpiryMs));
    const provenMs = Math.floor(time.floorMs());
    if (this.#known !== known || provenMs >= known.provenMs + TIME_STEP_MS) this.#update({ provenMs });
  }

  #update(known: Partial<Known>): void {
    this.#known = { ...this.#known, ...known };
  }

  async #getNamed(role: RoleName, name: string, length?: number): Promise<string> {
    const text = await this.#get(role, name, length);
    if (text === null)
      throw new PupsentryError('metadata-missing', `${this.#options.mirror} has no ${name}.`);
    return text;
  }

  /** @param length that the file has, bytes, where it was told */
  async #get(role: RoleName, name: string, length = 0): Promise<string | null> {
    const { mirror, get, signal } = this.#options;
    if (length > MAX_BYTES[role])
      throw new PupsentryError('metadata-too-large', `${name} is said to have ${length} bytes.`);
    const maxBytes = length || MAX_BYTES[role];
    const bytes = await get(`${mirror}/metadata/${name}`, { maxBytes, signal });
    return bytes && textOf(name, bytes);
  }
}

/** Strict: bytes that are no UTF-8 would not be the same bytes when they are kept and read again. */
function textOf(name: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new PupsentryError('metadata-malformed', `${name} is no text.`, '', { cause });
  }
}

const wentBack = (role: RoleName, version: number, known: number) =>
  new PupsentryError(
    'metadata-rolled-back',
    `The ${role} metadata is of version ${version}; ${known} was there already.`,
  );

const tooManyRoots = () =>
  new PupsentryError(
    'too-many-roots',
    `The update server has changed its keys more than ${MAX_ROOTS} times since this device's image was built.`,
    'Install a newer image by hand.',
  );
