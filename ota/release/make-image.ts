/** Makes the image of a release: root, boot part and dm-verity tree in one file (docs/decisions/0014-update-engine.md). */
import { copyFile, mkdir, mkdtemp, open, readFile, rm, stat, truncate } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { command } from '#board/virtual/command.ts';
import { PupsentryError } from '#kit/errors.ts';
import { BLOCK_BYTES } from '../install/block-device.ts';
import type { Release } from '../trust/release.ts';
import { squashfsOf } from './squashfs.ts';

const MAX_SALT_BYTES = 32;

export interface ImageOptions {
  /** A folder that becomes the root, or a finished squashfs file. */
  root: string;
  /** What the boot loader loads: a FIT image. Without it the kernel stands elsewhere. */
  bootFile?: string;
  /** The image; replaced when it is there. Its folder is made. */
  out: string;
  /** Where it will stand below the images' address; the name of `out` by default. */
  path?: string;
  version: string;
  securityVersion: number;
  hardware: readonly string[];
  minAgent: number;
  /** Hex, 0 to 32 bytes. Keep to one for all releases, or no block is recognised; empty by default. */
  salt?: string;
  /** zstd's for a root that is a folder, 1 to 22; 15 by default. What is quick to make is larger. */
  level?: number;
}

/**
 * The same input makes the same bytes.
 * @returns what targets metadata is to say of it
 * @throws PupsentryError "image-salt", "image-root", or what a program that failed said
 */
export async function makeImage(options: ImageOptions): Promise<Release> {
  const { out, salt = '', version, securityVersion, hardware, minAgent } = options;
  if (!/^([0-9a-f]{2})*$/.test(salt) || salt.length > 2 * MAX_SALT_BYTES)
    throw new PupsentryError(
      'image-salt',
      `The salt "${salt}" is not hex of at most ${MAX_SALT_BYTES} bytes.`,
    );
  await mkdir(dirname(out), { recursive: true });
  const work = await mkdtemp(join(dirname(out), '.making-'));
  try {
    await putRoot(options, work);
    const rootBlocks = await padToBlock(out);
    if (options.bootFile) await append(options.bootFile, out);
    const dataBlocks = await padToBlock(out);
    const rootHash = await addTree(out, dataBlocks, salt);
    const image = { rootHash, salt, dataBlocks, bootBlocks: dataBlocks - rootBlocks };
    const path = options.path ?? basename(out);
    return { path, version, securityVersion, hardware, minAgent, image };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function putRoot({ root, out, level }: ImageOptions, work: string): Promise<void> {
  const there = await stat(root).catch(() => null);
  if (!there) throw new PupsentryError('image-root', `There is no ${root} to make an image of.`);
  await copyFile(there.isDirectory() ? await squashfsOf(root, work, { level }) : root, out);
}

/** @returns the file's blocks */
async function padToBlock(file: string): Promise<number> {
  const blocks = Math.ceil((await stat(file)).size / BLOCK_BYTES);
  await truncate(file, blocks * BLOCK_BYTES);
  return blocks;
}

async function append(from: string, to: string): Promise<void> {
  const file = await open(to, 'a');
  try {
    await file.writeFile(await readFile(from));
  } finally {
    await file.close();
  }
}

/** @returns the root hash */
async function addTree(file: string, dataBlocks: number, salt: string): Promise<string> {
  const said = await command(
    [
      ...['veritysetup', 'format', '--no-superblock', '--format=1', '--hash=sha256', `--salt=${salt || '-'}`],
      ...[`--data-block-size=${BLOCK_BYTES}`, `--hash-block-size=${BLOCK_BYTES}`],
      ...[`--data-blocks=${dataBlocks}`, `--hash-offset=${dataBlocks * BLOCK_BYTES}`, file, file],
    ],
    { from: 'cryptsetup-bin' },
  );
  const rootHash = /^Root hash:\s+([0-9a-f]{64})$/m.exec(said)?.[1];
  if (!rootHash) throw new PupsentryError('image-root', `veritysetup named no root hash:\n${said}`);
  return rootHash;
}
