/**
 * The one algorithm of docs/decisions/0014-update-engine.md: from the root down, each block of an image is kept where it
 * stands, or copied from the running slot, or fetched; whatever it comes from, it is written only when it has the hash that
 * the block above it names. Nothing is remembered between two runs: what was written is found by the next one.
 */
import type { Image } from '../trust/release.ts';
import { BLOCK_BYTES, type BlockDevice } from './block-device.ts';
import type { BlockIndex } from './block-index.ts';
import type { Download, Run } from './image-source.ts';
import { PARALLEL_REQUESTS } from './limits.ts';
import type { ProgressMeter } from './progress-meter.ts';
import { planRequests, runsOf } from './runs.ts';
import type { SlotWriter } from './slot-writer.ts';
import { HASH_BYTES, HashTree, type Layer } from './tree.ts';
import { blocksOf, spanOf, visitWindows, type Window } from './windows.ts';

export interface ReconcileOptions {
  /** Checked by `checkImage`. */
  image: Image;
  target: BlockDevice;
  writer: SlotWriter;
  /** The slot that runs, and where its blocks are; null when it is of no help. */
  running: { device: BlockDevice; index: BlockIndex } | null;
  download: Download;
  meter: ProgressMeter;
  signal: AbortSignal;
}

/** Blocks of the window that may stand in a row in the running slot. */
interface Candidates extends Run {
  /** Where, in blocks. */
  place: number;
}

/**
 * Makes the target hold the image. Everything is flushed when it resolves.
 * @returns the hashes of all blocks
 * @throws PupsentryError "slot-io-failed", or why something could not be fetched; the signal's reason
 */
export async function reconcile(options: ReconcileOptions): Promise<HashTree> {
  const tree = new HashTree(options.image);
  for (const level of tree.layers.keys()) await new LayerReconciler(tree, level, options).run();
  await options.writer.flush();
  return tree;
}

class LayerReconciler {
  readonly #tree: HashTree;
  readonly #level: number;
  readonly #layer: Layer;
  readonly #options: ReconcileOptions;
  /** 1 for each block of the layer that the target does not have yet. */
  readonly #missing: Uint8Array;

  constructor(tree: HashTree, level: number, options: ReconcileOptions) {
    this.#tree = tree;
    this.#level = level;
    this.#layer = tree.layers[level]!;
    this.#options = options;
    this.#missing = new Uint8Array(this.#layer.blocks).fill(1);
  }

  async run(): Promise<void> {
    const { target, meter } = this.#options;
    meter.beginScan(this.#layer.blocks);
    await visitWindows(target, this.#layer, (w) => this.#keepOrCopy(w), this.#tree.content(this.#level));
    meter.endScan();
    const requests = planRequests(this.#missing);
    if (requests.length > 0) await this.#fetchAll(requests);
  }

  async #keepOrCopy({ index, bytes, blocks, failure }: Window): Promise<void> {
    const { signal, meter } = this.#options;
    signal.throwIfAborted();
    const kept = failure === null ? this.#check(index, blocks) : 0;
    let copied = 0;
    for (const { first, blocks: count, place } of this.#candidates(index, blocks.length))
      copied += await this.#copy(index + first, spanOf(bytes, first, count), place);
    meter.done(blocks.length, { kept, copied });
  }

  /** @returns how many of these blocks are what belongs there; they are not missing any more */
  #check(index: number, blocks: readonly Buffer[]): number {
    let sound = 0;
    for (const [i, block] of blocks.entries()) {
      if (!this.#tree.isSound(this.#level, index + i, block)) continue;
      this.#missing[index + i] = 0;
      sound++;
    }
    return sound;
  }

  /** What the running slot may have of what is missing among `count` blocks from `index` on. */
  #candidates(index: number, count: number): Candidates[] {
    const found: Candidates[] = [];
    const { running } = this.#options;
    for (let i = 0; running && i < count; i++) {
      if (!this.#missing[index + i]) continue;
      const place = running.index.find(this.#tree.hashes(this.#level), (index + i) * HASH_BYTES);
      if (place < 0) continue;
      const last = found.at(-1);
      if (last && last.first + last.blocks === i && last.place + last.blocks === place) last.blocks++;
      else found.push({ first: i, blocks: 1, place });
    }
    return found;
  }

  /** @param into where blocks are read to @returns how many were right, and are written */
  async #copy(index: number, into: Buffer, place: number): Promise<number> {
    const { running } = this.#options;
    try {
      await running!.device.read(place * BLOCK_BYTES, into);
    } catch {
      return 0; // a slot that cannot be read just does not have it
    }
    const before = this.#missing.slice(index, index + into.length / BLOCK_BYTES);
    const copied = this.#check(index, blocksOf(into));
    await this.#writeFound(index, into, before);
    return copied;
  }

  /** Writes those of the blocks that were missing before and are not any more. */
  async #writeFound(index: number, bytes: Buffer, before: Uint8Array): Promise<void> {
    const found = before.map((was, i) => was & ~this.#missing[index + i]!);
    for (const { first, blocks } of runsOf(found)) {
      const position = (this.#layer.first + index + first) * BLOCK_BYTES;
      await this.#options.writer.write(position, spanOf(bytes, first, blocks));
    }
  }

  async #fetchAll(requests: readonly Run[]): Promise<void> {
    const { download, meter } = this.#options;
    const failed = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, failed.signal]);
    const queue = requests.values();
    const work = async () => {
      for (const { first, blocks } of queue)
        await download.fetch({ first: this.#layer.first + first, blocks }, this.#take, signal);
    };
    meter.beginFetch(this.#missing.reduce((sum, flag) => sum + flag, 0));
    const workers = Array.from({ length: PARALLEL_REQUESTS }, () => work().catch((e) => failed.abort(e)));
    await Promise.all(workers);
    failed.signal.throwIfAborted();
  }

  /** Of blocks that were not missing, and only came along, nothing is believed and nothing used. */
  #take = async (place: number, bytes: Buffer): Promise<number> => {
    const index = place - this.#layer.first;
    const blocks = blocksOf(bytes);
    const before = this.#missing.slice(index, index + blocks.length);
    const content = this.#tree.content(this.#level);
    let right = 0;
    for (const block of blocks) {
      if (before[right] && this.#check(index + right, [block]) === 0) break;
      if (before[right]) content?.set(block, (index + right) * BLOCK_BYTES);
      right++;
    }
    await this.#writeFound(index, bytes, before);
    const fetched = before.subarray(0, right).reduce((sum, flag) => sum + flag, 0);
    this.#options.meter.done(fetched, { fetched });
    return right;
  };
}
