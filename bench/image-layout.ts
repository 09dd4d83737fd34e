/**
 * How the layout of a squashfs root decides what an update fetches: docs/decisions/0016-image-layout.md.
 * npx tsx bench/image-layout.ts [LEVEL]: zstd's level, 3 by default; at 15, as releases are made, it takes half an hour.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from '#board/virtual/command.ts';
import { BLOCK_BYTES } from '#ota/install/block-device.ts';
import { squashfsOf } from '#ota/release/squashfs.ts';
import { NEW, OLD, realTree } from '../tests/ota-bench/real-images.ts';

const level = Number(process.argv[2] ?? 3);
const say = (line: string) => process.stderr.write(`${line}\n`);
const work = await mkdtemp(join(tmpdir(), 'pup-layout-'));

type Make = (root: string, out: string) => Promise<void>;

const ZSTD = ['-comp', 'zstd', '-Xcompression-level', String(level)];
const FIXED = ['-all-root', '-mkfs-time', '0', '-all-time', '0', '-no-xattrs', '-quiet', '-no-progress'];

/** By mksquashfs alone. @param sorted folders that stand behind everything else */
const packed =
  (options: readonly string[], sorted: readonly string[] = []): Make =>
  async (root, out) => {
    const sort = join(work, 'sort');
    await writeFile(sort, sorted.map((path, i) => `${path} ${-1 - i}\n`).join(''));
    await command(['mksquashfs', root, out, '-noappend', ...FIXED, ...options, '-sort', sort]);
  };

/** As images are made. */
const onGrid: Make = async (root, out) => {
  const folder = await mkdtemp(join(work, 'grid-'));
  await rename(await squashfsOf(root, folder, { level }), out);
};

const OURS_LAST = ['opt/pupsentry'];
const OUR_CODE_LAST = ['opt/pupsentry/node_modules', 'opt/pupsentry'];
const LAYOUTS: Record<string, Make> = {
  'as mksquashfs does by itself': packed(ZSTD),
  'our programs last': packed(ZSTD, OURS_LAST),
  'our programs last, native packages before them': packed(ZSTD, OUR_CODE_LAST),
  'the same, tables not packed': packed([...ZSTD, '-noI'], OUR_CODE_LAST),
  'the same, packed in 32 KiB': packed([...ZSTD, '-b', '32K'], OUR_CODE_LAST),
  'the same, packed in 1 MiB': packed([...ZSTD, '-b', '1M'], OUR_CODE_LAST),
  'the same, our JavaScript not packed': packed(
    [...ZSTD, '-action', 'uncompressed@name(pupsentry*.js)'],
    OUR_CODE_LAST,
  ),
  'the same, no fragments': packed([...ZSTD, '-no-fragments'], OUR_CODE_LAST),
  'on the grid (chosen)': onGrid,
};

async function hashes(file: string): Promise<string[]> {
  const bytes = await readFile(file);
  const count = Math.ceil(bytes.length / BLOCK_BYTES);
  return Array.from({ length: count }, (_, i) =>
    createHash('sha256')
      .update(bytes.subarray(i * BLOCK_BYTES, (i + 1) * BLOCK_BYTES))
      .digest('base64'),
  );
}

try {
  const trees: Record<'old' | 'new', string> = { old: '', new: '' };
  for (const [name, build] of [['old', OLD] as const, ['new', NEW] as const]) {
    const folder = join(work, `tree-${name}`);
    await mkdir(folder);
    trees[name] = await realTree(folder, build, { isOlder: name === 'old', say });
  }
  process.stdout.write(`zstd level ${level}\n`);
  for (const [name, make] of Object.entries(LAYOUTS)) {
    const [old, next] = [join(work, 'old.squashfs'), join(work, 'new.squashfs')];
    await make(trees.old, old);
    await make(trees.new, next);
    const known = new Set(await hashes(old));
    const fetched = (await hashes(next)).filter((hash) => !known.has(hash)).length;
    const mib = ((await stat(next)).size / 2 ** 20).toFixed(1);
    process.stdout.write(`${name}: ${mib} MiB, ${fetched} blocks to fetch\n`);
  }
} finally {
  await rm(work, { recursive: true, force: true });
}
