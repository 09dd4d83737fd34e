/**
 * The dm-verity tree of an image: format 1, SHA-256, data and hash blocks of 4096 bytes, no superblock, top level first
 * (Linux, Documentation/admin-guide/device-mapper/verity.rst); byte for byte what `veritysetup format --no-superblock` writes.
 * Each block of it holds the hashes of 128 blocks of the layer below, zeros where there are fewer.
 */
import { hash } from 'node:crypto';
import { PupsentryError } from '#kit/errors.ts';
import type { Image } from '../trust/release.ts';
import { BLOCK_BYTES, type BlockDevice } from './block-device.ts';

/** Size of a hash, bytes. */
export const HASH_BYTES = 32;
export const HASHES_PER_BLOCK = BLOCK_BYTES / HASH_BYTES;
/** 16 GiB: more is a mistake, and all numbers of bytes stay far below 2^53. */
export const MAX_DATA_BLOCKS = 2 ** 22;
const MAX_SALT_BYTES = 32;
/** How many blocks are read at a time: 256 KiB are hashed in 0.2 ms here, in 5 ms on a Cortex-A53 without SHA instructions. */
export const WINDOW_BLOCKS = 64;

/** Blocks that stand in a row and are hashed by the same level of the tree. */
export interface Layer {
  /** Place of its first block in the image, in blocks. */
  first: number;
  blocks: number;
}

/** @returns the layers of an image, from the tree's top block down; the last one is the data. Without a tree for one block of data */
export function treeLayers(dataBlocks: number): Layer[] {
  const sizes = [dataBlocks];
  while (sizes[0]! > 1) sizes.unshift(Math.ceil(sizes[0]! / HASHES_PER_BLOCK));
  let first = dataBlocks;
  return sizes.map((blocks, level) => {
    if (level === sizes.length - 1) return { first: 0, blocks };
    first += blocks;
    return { first: first - blocks, blocks };
  });
}

/** @returns blocks of data and tree together */
export function imageBlocks(dataBlocks: number): number {
  return treeLayers(dataBlocks).reduce((sum, { blocks }) => sum + blocks, 0);
}

/** @throws PupsentryError "image-invalid" when an image's description cannot be that of one */
export function checkImage({ rootHash, salt, dataBlocks, bootBlocks }: Image): void {
  const wrong = [
    !/^[0-9a-f]{64}$/.test(rootHash) && `root hash "${rootHash.slice(0, 70)}"`,
    (!/^([0-9a-f]{2})*$/.test(salt) || salt.length > 2 * MAX_SALT_BYTES) && `salt "${salt.slice(0, 70)}"`,
    !isWithin(dataBlocks, 1, MAX_DATA_BLOCKS) && `${dataBlocks} blocks of data`,
    !isWithin(bootBlocks, 0, dataBlocks - 1) && `${bootBlocks} blocks of boot part`,
  ].filter((complaint) => complaint !== false);
  if (wrong.length > 0)
    throw new PupsentryError('image-invalid', `No image can have this: ${wrong.join(', ')}.`);
}

const isWithin = (value: number, least: number, most: number) =>
  Number.isInteger(value) && value >= least && value <= most;

/** One character for each byte: such strings are made and compared faster than buffers. */
export type Hash = string;

/** @param salt hex @returns the hash function of an image's blocks */
export function blockHash(salt: string): (block: Uint8Array) => Hash {
  const prefix = Buffer.from(salt, 'hex');
  if (prefix.length === 0) return (block) => hash('sha256', block, 'binary');
  const salted = Buffer.alloc(prefix.length + BLOCK_BYTES);
  salted.set(prefix);
  return (block) => {
    salted.set(block, prefix.length);
    return hash('sha256', salted, 'binary');
  };
}

/** The hashes that the blocks of an image must have: known from the root down, as blocks of the tree are put in. */
export class HashTree {
  readonly layers: readonly Layer[];
  readonly #hashOf: (block: Uint8Array) => Hash;
  /** Of each layer the hashes of its blocks: first the root hash, then the content of the tree's layers. */
  readonly #hashes: Buffer[];

  /** @param image checked before by `checkImage` */
  constructor(image: Image) {
    this.layers = treeLayers(image.dataBlocks);
    this.#hashOf = blockHash(image.salt);
    const contents = this.layers.slice(0, -1).map(({ blocks }) => Buffer.alloc(blocks * BLOCK_BYTES));
    this.#hashes = [Buffer.from(image.rootHash, 'hex'), ...contents];
  }

  /** @returns the hashes of a layer's blocks, one after the other */
  hashes = (level: number): Buffer => this.#hashes[level]!;

  /** @returns where the content of a layer of the tree is to be put, block for block; undefined for the data */
  content = (level: number): Buffer | undefined => this.#hashes[level + 1];

  /** @param index of the block in its layer @returns whether the block is the one that belongs there */
  isSound(level: number, index: number, block: Uint8Array): boolean {
    const at = index * HASH_BYTES;
    return this.#hashOf(block) === this.#hashes[level]!.toString('latin1', at, at + HASH_BYTES);
  }
}

/**
 * Hashes the data at the beginning of the device and writes the tree behind it; does not flush.
 * Keeps 32 bytes for each block of data in memory.
 * @returns the root hash, hex
 */
export async function writeTree(
  device: BlockDevice,
  { dataBlocks, salt }: Pick<Image, 'dataBlocks' | 'salt'>,
): Promise<string> {
  const hashOf = blockHash(salt);
  const layers = treeLayers(dataBlocks);
  const window = Buffer.alloc(WINDOW_BLOCKS * BLOCK_BYTES);
  let hashes = Buffer.alloc(0);
  for (const { first, blocks } of layers.toReversed()) {
    const above = Buffer.alloc(Math.ceil(blocks / HASHES_PER_BLOCK) * BLOCK_BYTES);
    if (hashes.length > 0) await device.write(first * BLOCK_BYTES, hashes);
    for (let start = 0; start < blocks; start += WINDOW_BLOCKS) {
      const part = window.subarray(0, Math.min(WINDOW_BLOCKS, blocks - start) * BLOCK_BYTES);
      await device.read((first + start) * BLOCK_BYTES, part);
      for (let at = 0; at < part.length; at += BLOCK_BYTES) {
        const digest = hashOf(part.subarray(at, at + BLOCK_BYTES));
        above.write(digest, (start + at / BLOCK_BYTES) * HASH_BYTES, 'latin1');
      }
    }
    hashes = above;
  }
  return hashes.toString('hex', 0, HASH_BYTES);
}
