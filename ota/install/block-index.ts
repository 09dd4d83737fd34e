/**
 * Where the running slot has a block of a given hash: an index of its own tree, checked from its root. What it finds is to
 * be checked before it is used: the slot may have changed, and of a hash only 64 of 256 bits are looked at.
 *
 * An open hash table of 8 bytes a place, at most two thirds full: 12 to 24 bytes a block.
 */
import type { Image } from '../trust/release.ts';
import type { BlockDevice } from './block-device.ts';
import { HashTree, HASH_BYTES, HASHES_PER_BLOCK, imageBlocks } from './tree.ts';
import { visitWindows } from './windows.ts';

export class BlockIndex {
  readonly #mask: number;
  /** First 32 bits of a hash. */
  readonly #marks: Uint32Array;
  /** Place of the block in the image plus one; 0: nothing stands here. */
  readonly #places: Uint32Array;

  /** @param blocks that are going to be added at most */
  constructor(blocks: number) {
    const size = 2 ** Math.ceil(Math.log2(blocks * 1.5));
    this.#mask = size - 1;
    this.#marks = new Uint32Array(size);
    this.#places = new Uint32Array(size);
  }

  /** Of equal hashes the first one is kept. @param at where the hash begins in `hashes` */
  add(hashes: Buffer, at: number, place: number): void {
    const slot = this.#slotOf(hashes, at);
    if (this.#places[slot] !== 0) return;
    this.#marks[slot] = hashes.readUInt32LE(at);
    this.#places[slot] = place + 1;
  }

  /** @returns the place of a block that probably has this hash, or -1 */
  find(hashes: Buffer, at: number): number {
    return this.#places[this.#slotOf(hashes, at)]! - 1;
  }

  /** @returns where the hash stands in the table, or the free slot where it would */
  #slotOf(hashes: Buffer, at: number): number {
    const mark = hashes.readUInt32LE(at);
    let slot = hashes.readUInt32LE(at + 4) & this.#mask;
    while (this.#places[slot] !== 0 && this.#marks[slot] !== mark) slot = (slot + 1) & this.#mask;
    return slot;
  }
}

/**
 * Reads the tree of a slot from its root down. What is not what its parent says gives nothing, nor does what is below it.
 * @param image what the slot holds, checked by `checkImage`
 */
export async function indexSlot(device: BlockDevice, image: Image, signal: AbortSignal): Promise<BlockIndex> {
  const index = new BlockIndex(imageBlocks(image.dataBlocks));
  const tree = new HashTree(image);
  const { layers } = tree;
  index.add(tree.hashes(0), 0, layers[0]!.first);
  for (const [level, layer] of layers.slice(0, -1).entries()) {
    const below = layers[level + 1]!;
    await visitWindows(
      device,
      layer,
      (window) => {
        signal.throwIfAborted();
        for (const [i, block] of window.blocks.entries()) {
          const isSound = window.failure === null && tree.isSound(level, window.index + i, block);
          if (isSound) addChildren(index, block, (window.index + i) * HASHES_PER_BLOCK, below);
          else block.fill(0); // no block has this hash
        }
      },
      tree.content(level),
    );
  }
  return index;
}

function addChildren(
  index: BlockIndex,
  block: Buffer,
  first: number,
  below: { first: number; blocks: number },
): void {
  const count = Math.min(HASHES_PER_BLOCK, below.blocks - first);
  for (let i = 0; i < count; i++) index.add(block, i * HASH_BYTES, below.first + first + i);
}
