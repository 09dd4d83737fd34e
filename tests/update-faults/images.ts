/** Small images for simulated updates: the same for the same seed. */
import { createCipheriv } from 'node:crypto';
import { seededRandom } from '#kit/seeded-random.ts';
import { BLOCK_BYTES } from '#ota/install/block-device.ts';
import { blockHash, imageBlocks, writeTree, type Hash } from '#ota/install/tree.ts';
import { VolatileDisk } from '#ota/install/volatile-disk.ts';
import type { Release } from '#ota/trust/release.ts';

export interface SimulatedImage {
  release: Release;
  /** Data and tree. Never changed. */
  blocks: readonly Buffer[];
  hashes: readonly Hash[];
}

const SALT = '5a'.repeat(32);
export const HARDWARE = 'simulated';
const ZEROS = Buffer.alloc(BLOCK_BYTES);

/** Bytes that look like noise. */
export function noise(random: () => number, bytes = BLOCK_BYTES): Buffer {
  const key = Buffer.alloc(32);
  for (let i = 0; i < 8; i++) key.writeUInt32LE(Math.floor(random() * 2 ** 32), 4 * i);
  const cipher = createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16));
  return cipher.update(Buffer.alloc(bytes));
}

/** Blocks of the first image of a device: mostly noise, some zeros, some twice. */
export function firstBlocks(random: () => number, count: number): Buffer[] {
  const blocks: Buffer[] = [];
  for (let i = 0; i < count; i++) {
    const kind = random();
    if (kind < 0.05 || (i > 100 && count > 1000)) blocks.push(ZEROS);
    else blocks.push(kind < 0.1 && i > 0 ? blocks[Math.floor(random() * i)]! : noise(random));
  }
  return blocks;
}

/** Blocks of the next image: most are the same, some have moved, some are new. */
export function nextBlocks(random: () => number, before: readonly Buffer[], count: number): Buffer[] {
  const blocks = Array.from({ length: count }, (_, i) => before[i] ?? noise(random));
  for (let left = Math.ceil(Math.min(count, 200) * 0.2); left > 0; left--) {
    const at = Math.floor(random() * count);
    const isMove = random() < 0.5;
    blocks[at] = isMove ? before[Math.floor(random() * before.length)]! : noise(random);
  }
  return blocks;
}

/** @param number of the release: its version is 1.NUMBER.0, its security version NUMBER */
export async function makeImage(data: readonly Buffer[], number: number): Promise<SimulatedImage> {
  const dataBlocks = data.length;
  const count = imageBlocks(dataBlocks);
  const disk = new VolatileDisk({ sizeBytes: count * BLOCK_BYTES });
  for (const [i, block] of data.entries()) if (block !== ZEROS) await disk.write(i * BLOCK_BYTES, block);
  const rootHash = await writeTree(disk, { dataBlocks, salt: SALT });
  const blocks = Array.from({ length: count }, (_, i) => disk.block(i));
  return {
    release: {
      ...{ path: `simulated/1.${number}.0.img`, version: `1.${number}.0`, securityVersion: number },
      ...{ hardware: [HARDWARE], minAgent: 1 },
      image: { rootHash, salt: SALT, dataBlocks, bootBlocks: 0 },
    },
    blocks,
    hashes: blocks.map(blockHash(SALT)),
  };
}

/** The image that a slot is to hold, and bytes that nobody wrote. */
export const garbage = (seed: number, blocks: number): Buffer[] => {
  const random = seededRandom(seed);
  return Array.from({ length: blocks }, () => noise(random));
};
