/** A device that looks for releases, with a disk that loses power and a clock that tests set. */
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { FakeDisk } from '#kit/fake-disk.ts';
import { createLogger } from '#kit/log.ts';
import { TEST_MS, type RepositoryUnderTest } from '../release/repository-under-test.ts';
import type { GetFile } from './http-get.ts';
import { TrustRecords, type TrustRecord } from './record.ts';
import type { Release } from './release.ts';
import { Trust, type TrustOptions } from './trust.ts';
import { versionOf } from './verifier.ts';

export class DeviceUnderTest {
  readonly clock = new FakeClock(TEST_MS);
  readonly log: { level: string; msg: string; reason?: string }[] = [];
  disk = new FakeDisk();
  trust!: Trust;
  readonly options: Omit<TrustOptions, 'folder' | 'clock' | 'log'>;

  constructor(options: Omit<TrustOptions, 'folder' | 'clock' | 'log'>) {
    this.options = options;
  }

  /** A device made with this repository's first root, a year old, its trust just opened. */
  static async start(
    repository: RepositoryUnderTest,
    mirrors: readonly string[],
    change: Partial<TrustOptions> = {},
  ): Promise<DeviceUnderTest> {
    const image = { builtMs: TEST_MS - 365 * 86_400_000, securityVersion: 0 };
    const { pinnedRoot } = repository;
    const device = new DeviceUnderTest({ hardware: 'virtual', pinnedRoot, image, mirrors, ...change });
    await device.restart();
    return device;
  }

  /** The program starts anew, on what the disk has. */
  async restart(disk = this.disk): Promise<void> {
    this.disk = disk;
    const log = createLogger({ level: 'trace', write: (line) => this.log.push(JSON.parse(line) as never) });
    this.trust = await Trust.open({ ...this.options, folder: disk, clock: this.clock, log });
  }

  newest = (): Promise<Release | null> => this.trust.newest(new AbortController().signal);

  /** @returns the version that it found, "none", or the code of the reason why not */
  async outcome(): Promise<string> {
    try {
      return (await this.newest())?.version ?? 'none';
    } catch (error) {
      if (error instanceof PupsentryError) return error.code;
      throw error;
    }
  }

  /** What is on its disk. */
  async record(): Promise<TrustRecord> {
    return new TrustRecords({ folder: this.disk, log: createLogger({ write: () => undefined }) }).load();
  }

  /** Versions of root, timestamp, snapshot and targets on its disk; 0 where there is none. */
  async versions(): Promise<number[]> {
    const { roots, timestamp, snapshot, targets } = await this.record();
    return [roots.at(-1) ?? null, timestamp, snapshot, targets].map((text) =>
      text === null ? 0 : versionOf(text),
    );
  }

  says(text: string): boolean {
    return this.log.some(({ msg, reason }) => `${msg} ${reason}`.includes(text));
  }
}

/** What a repository serves, without a network: for tests with thousands of looks. */
export const fromMemory =
  ({ files }: { files: ReadonlyMap<string, string | Buffer> }): GetFile =>
  (url, { maxBytes }) => {
    const file = files.get(url.slice(url.lastIndexOf('/') + 1));
    if (file === undefined) return Promise.resolve(null);
    const bytes = Buffer.from(file);
    if (bytes.length <= maxBytes) return Promise.resolve(bytes);
    return Promise.reject(new PupsentryError('metadata-too-large', url));
  };
