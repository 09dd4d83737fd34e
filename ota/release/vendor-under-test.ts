/** A vendor: real images, signed and served over HTTP. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateKeyRing } from './keys.ts';
import { makeImage } from './make-image.ts';
import { Repository } from './repository.ts';
import { serveReleases, type ReleaseServer } from './serve.ts';

/** For a PC: what "hardware" is in each release. */
const HARDWARE = 'host';

export class VendorUnderTest {
  /** The first root.json, as devices have it. */
  readonly rootFile: string;
  readonly #folder: string;
  readonly #repository: Repository;
  readonly #server: ReleaseServer;

  private constructor(folder: string, repository: Repository, server: ReleaseServer) {
    this.#folder = folder;
    this.rootFile = join(folder, 'root.json');
    this.#repository = repository;
    this.#server = server;
  }

  /** @param folder that is there; the caller removes it */
  static async open(folder: string, nowMs: () => number = Date.now): Promise<VendorUnderTest> {
    const shop = join(folder, 'shop');
    const repository = await Repository.create({ folder: shop, keys: generateKeyRing(), nowMs });
    const server = await serveReleases({ folder: shop, port: 0, host: '127.0.0.1' });
    const vendor = new VendorUnderTest(folder, repository, server);
    writeFileSync(vendor.rootFile, await repository.root(1));
    return vendor;
  }

  get url(): string {
    return this.#server.url;
  }

  /** Publishes a system of the files of the last one, but for these. */
  async release(version: string, securityVersion: number, files: Record<string, Buffer> = {}): Promise<void> {
    const root = join(this.#folder, 'system');
    mkdirSync(root, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
    writeFileSync(join(root, 'version'), version);
    const out = join(this.#folder, `${version}.img`);
    const about = { version, securityVersion, hardware: [HARDWARE], minAgent: 1 };
    const release = await makeImage({ root, out, path: `${HARDWARE}/${version}.img`, ...about });
    await this.#repository.addRelease(release, out);
    await this.#repository.publish();
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}
