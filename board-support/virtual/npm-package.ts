/** npm packages of another architecture: fetched by exact version, checked, unpacked; nothing of them runs here. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PupsentryError } from '#kit/errors.ts';
import { command } from './command.ts';

export interface NpmPackage {
  name: string;
  version: string;
  /** Subresource integrity as in package-lock.json: "sha512-…". */
  integrity: string;
}

/**
 * Unpacks a package into `folder`, which becomes its root.
 * @throws PupsentryError "npm-package" when it is another one than expected, or what npm said
 */
export async function unpackNpmPackage(wanted: NpmPackage, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const fetched = await mkdtemp(join(folder, '.fetched-'));
  try {
    const spec = `${wanted.name}@${wanted.version}`;
    await command(['npm', 'pack', '--silent', '--pack-destination', fetched, spec]);
    const archive = join(fetched, (await readdir(fetched))[0]!);
    const hash = createHash('sha512');
    await pipeline(createReadStream(archive), hash);
    if (`sha512-${hash.digest('base64')}` !== wanted.integrity) {
      throw new PupsentryError('npm-package', `${spec} from npm is not the one that was written down.`);
    }
    await command(['tar', '-xf', archive, '-C', folder, '--strip-components=1', '--no-same-owner']);
  } finally {
    await rm(fetched, { recursive: true, force: true });
  }
}

/** @returns the package as package-lock.json pins it, whatever architecture it is for */
export async function lockedPackage(lockFile: string, name: string): Promise<NpmPackage> {
  const lock = JSON.parse(await readFile(lockFile, 'utf8')) as {
    packages: Record<string, { version: string; integrity: string } | undefined>;
  };
  const entry = lock.packages[`node_modules/${name}`];
  if (!entry) throw new PupsentryError('npm-package', `${name} is not in ${lockFile}.`);
  return { name, version: entry.version, integrity: entry.integrity };
}
