/** Which release this device should run: believed only when it is signed, new enough, and for this hardware. */
import type { Targets } from '@tufjs/models';
import type { Clock } from '#kit/clock.ts';
import { asError, explain, PupsentryError } from '#kit/errors.ts';
import type { JournalFolder } from '#kit/journal-folder.ts';
import type { Logger } from '#kit/log.ts';
import { httpGet, type GetFile } from './http-get.ts';
import { MAX_MIRRORS, MAX_RELEASES, MIRROR_MS } from './limits.ts';
import { TrustRecords, type TrustRecord } from './record.ts';
import { Refresh, type Known } from './refresh.ts';
import type { Release } from './release.ts';
import { releaseOf } from './target.ts';
import { TrustedTime } from './trusted-time.ts';
import { Verifier } from './verifier.ts';
import { compareVersions } from './version.ts';

export interface TrustOptions {
  /** Id of this hardware, such as "virtual". */
  hardware: string;
  /** Text of a root.json: part of the image, which dm-verity vouches for. */
  pinnedRoot: string;
  /** Of the running image: what it never falls below, whatever became of its record. */
  image: { builtMs: number; securityVersion: number };
  /** Where the record is kept; its files are named trust.*. */
  folder: JournalFolder;
  /** Base addresses, http or https, the best first; metadata is below /metadata/. */
  mirrors: readonly string[];
  clock: Clock;
  log: Logger;
  /** How files are got; over HTTP unless told. */
  get?: GetFile;
}

/** The `Releases` of ota/agent. */
export class Trust {
  readonly #options: TrustOptions;
  readonly #records: TrustRecords;
  readonly #time: TrustedTime;
  readonly #get: GetFile;
  /** The one that answered last comes first. */
  #mirrors: readonly string[];
  #record!: TrustRecord;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(options: TrustOptions) {
    this.#options = options;
    this.#records = new TrustRecords(options);
    this.#time = new TrustedTime(options.clock, options.image.builtMs);
    this.#get = options.get ?? httpGet({ clock: options.clock });
    this.#mirrors = options.mirrors.slice(0, MAX_MIRRORS).map((mirror) => mirror.replace(/\/+$/, ''));
  }

  /** @throws PupsentryError for a pinned root that is none; the file system's error when the record cannot be read */
  static async open(options: TrustOptions): Promise<Trust> {
    new Verifier(options.pinnedRoot);
    const trust = new Trust(options);
    trust.#record = await trust.#records.load();
    trust.#time.raise(trust.#record.provenMs);
    return trust;
  }

  /** No release below this may be installed. */
  get securityFloor(): number {
    return Math.max(this.#record.securityFloor, this.#options.image.securityVersion);
  }

  /** To be called when a release was confirmed. Resolves when it survives a power cut; lower ones change nothing. */
  async raiseSecurityFloor(securityVersion: number): Promise<void> {
    const securityFloor = Math.max(this.#record.securityFloor, securityVersion);
    await this.#keep({ securityFloor });
  }

  /**
   * Asks the mirrors in turn, and believes only what is signed.
   * @returns the highest version that is listed for this hardware; null when none is
   * @throws PupsentryError with the reason of the first mirror; "release-too-old"; "trust-not-saved"; or the signal's reason
   */
  newest(signal: AbortSignal): Promise<Release | null> {
    const asked = this.#last.then(() => this.#newest(signal));
    this.#last = asked.catch(() => undefined);
    return asked;
  }

  async #newest(signal: AbortSignal): Promise<Release | null> {
    const targets = await this.#askMirrors(signal);
    const own = this.#releases(targets).filter(({ hardware }) => hardware.includes(this.#options.hardware));
    const newest = own.sort(newestFirst)[0] ?? null;
    if (newest && newest.securityVersion < this.securityFloor)
      throw new PupsentryError(
        'release-too-old',
        `Release ${newest.version} is of security version ${newest.securityVersion}; this device installs none below ${this.securityFloor}.`,
      );
    return newest;
  }

  async #askMirrors(signal: AbortSignal): Promise<Targets> {
    const failures: Error[] = [];
    for (const mirror of this.#mirrors) {
      try {
        const targets = await this.#askMirror(mirror, signal);
        this.#mirrors = [mirror, ...this.#mirrors.filter((other) => other !== mirror)];
        return targets;
      } catch (error) {
        signal.throwIfAborted();
        this.#options.log.warn({ mirror, reason: explain(error) }, 'a mirror was of no use');
        failures.push(asError(error));
      }
    }
    throw failures[0] ?? new PupsentryError('no-mirror', 'This device knows no update server.');
  }

  async #askMirror(mirror: string, signal: AbortSignal): Promise<Targets> {
    const { pinnedRoot, clock, log } = this.#options;
    const late = new AbortController();
    const slow = new PupsentryError('source-slow', `${mirror} is too slow.`, 'It is tried again later.');
    const timer = clock.after(MIRROR_MS, () => late.abort(slow));
    const refresh = new Refresh({
      ...{ pinnedRoot, known: knownOf(this.#record), time: this.#time, clock, mirror, get: this.#get, log },
      signal: AbortSignal.any([signal, late.signal]),
    });
    try {
      return await refresh.run();
    } finally {
      timer.cancel();
      await this.#keep(refresh.known);
    }
  }

  #releases({ targets, delegations }: Targets): Release[] {
    const { log } = this.#options;
    const listed = Object.entries(targets);
    if (delegations) log.warn('the list of releases delegates: what others list is not looked at');
    if (listed.length > MAX_RELEASES)
      throw new PupsentryError('metadata-too-large', `More than ${MAX_RELEASES} releases are listed.`);
    return listed.flatMap(([path, target]) => {
      try {
        return releaseOf(path, target.custom);
      } catch (error) {
        log.error({ reason: explain(error) }, 'a release is left out');
        return [];
      }
    });
  }

  /** @throws PupsentryError "trust-not-saved"; it is known until the power goes, and saved with the next change */
  async #keep(change: Partial<TrustRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change };
    try {
      await this.#records.save(this.#record);
    } catch (thrown) {
      const cause = asError(thrown);
      const message = `What is known of updates cannot be saved: ${cause.message}.`;
      throw new PupsentryError('trust-not-saved', message, 'The storage is full or failing.', { cause });
    }
  }
}

const knownOf = ({ roots, timestamp, snapshot, targets, provenMs }: TrustRecord): Known => ({
  ...{ roots, timestamp, snapshot, targets, provenMs },
});

const newestFirst = (a: Release, b: Release) =>
  compareVersions(b.version, a.version) ||
  b.securityVersion - a.securityVersion ||
  (a.path < b.path ? -1 : 1);
