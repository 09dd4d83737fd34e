/**
 * How many blocks of an update have to be fetched, by how the root is packed: `npx tsx bench/image-layout.ts OLD.img NEW.img`. Unpacks
 * both images' roots and packs them again in each way.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '#board/virtual/command.ts';
import { BLOCK_BYTES } from '../ota/install/block-device.ts';
import { squashfsOf } from '../ota/release/squashfs.ts';

const FIXED = ['-quiet', '-no-progress', '-all-root', '-mkfs-time', '0', '-all-time', '0', '-no-xattrs'];
const ZSTD = ['-comp', 'zstd', '-Xcompression-level', '15'];

type Pack = (root: string, work: string) => Promise<string>;

const plain =
  (...options: string[]): Pack =>
  async (root, work) => {
    const file = join(work, 'plain.squashfs');
    await command(['mksquashfs', root, file, ...FIXED, ...options], { from: 'squashfs-tools' });
    return file;
  };

const WAYS: Record<string, Pack> = {
  'mksquashfs, zstd 15': plain(...ZSTD),
  'the same, blocks of 4 KiB': plain(...ZSTD, '-b', '4096'),
  'nothing compressed': plain('-noI', '-noD', '-noF'),
  'ours: each file on the grid, what changes last': (root, work) => squashfsOf(root, work),
};

const images = process.argv.slice(2);
if (images.length !== 2) throw new Error('usage: bench/image-layout.ts OLD.img NEW.img');
const folder = await mkdtemp(join(tmpdir(), 'pupsentry-layout-'));
try {
  const roots = images.map((_, i) => join(folder, `root-${i}`));
  for (const [i, image] of images.entries())
    await command(['unsquashfs', '-quiet', '-no-progress', '-d', roots[i]!, image], {
      from: 'squashfs-tools',
    });
  for (const [way, pack] of Object.entries(WAYS)) console.log(`${way}: ${await measure(roots, pack)}`);
} finally {
  await rm(folder, { recursive: true });
}

async function measure(roots: readonly string[], pack: Pack): Promise<string> {
  const blocks: string[][] = [];
  let bytes = 0;
  for (const root of roots) {
    const work = await mkdtemp(join(folder, 'work-'));
    const file = await pack(root, work);
    bytes = (await stat(file)).size;
    blocks.push(hashes(await readFile(file)));
    await rm(work, { recursive: true });
  }
  const known = new Set(blocks[0]);
  const changed = new Set(blocks[1]!.filter((hash) => !known.has(hash))).size * BLOCK_BYTES;
  return `${(bytes / 1e6).toFixed(1)} MB, of which ${(changed / 1e6).toFixed(2)} MB are new`;
}

function hashes(file: Buffer): string[] {
  return Array.from({ length: Math.ceil(file.length / BLOCK_BYTES) }, (_, i) =>
    createHash('sha256')
      .update(file.subarray(i * BLOCK_BYTES, (i + 1) * BLOCK_BYTES))
      .digest('base64'),
  );
}
