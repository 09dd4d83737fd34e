/** The other board's bundle with the binaries of this one's architecture. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleImage } from '../bundle-image.ts';
import { cached } from '../cache.ts';
import { ARTIFACTS } from '../prepared-board.ts';
import { lockedPackage, unpackNpmPackage } from '../npm-package.ts';

const LOCK_FILE = join(import.meta.dirname, '../../../package-lock.json');
/** What npm would install on this board. */
export const BINARIES = ['@koromix/koffi-linux-arm64', '@node-datachannel/linux-arm64-gnu'];

/**
 * The path of the image; made when what it holds has changed.
 * @throws PupsentryError "not-built", "npm-package"
 */
export async function arm64Bundle(): Promise<string> {
  const foreign = new Map<string, string>();
  for (const name of BINARIES) {
    const wanted = await lockedPackage(LOCK_FILE, name);
    const entry = `${name.replaceAll(/[@/]/g, '')}-${wanted.version}`;
    foreign.set(
      name,
      await cached(entry, async (work) => {
        await unpackNpmPackage(wanted, join(work, 'package'));
        return join(work, 'package');
      }),
    );
  }
  await mkdir(ARTIFACTS, { recursive: true });
  return bundleImage(ARTIFACTS, foreign);
}
