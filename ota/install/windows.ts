/** Reading a device from end to end in pieces that keep neither memory nor the event loop busy. */
import { BLOCK_BYTES, type BlockDevice } from './block-device.ts';
import { WINDOW_BLOCKS, type Layer } from './tree.ts';

/** Blocks of a layer that were read together. */
export interface Window {
  /** Of the first block, in its layer. */
  index: number;
  /** Whole blocks; lent until the visit of the window ends. */
  blocks: Buffer;
  /** What came instead of the blocks; their content is undefined then. */
  failure: unknown;
}

/**
 * Visits a layer window by window, in order, reading the next one meanwhile.
 * @param content where the layer's blocks are put when they are to be kept; otherwise they share two buffers
 * @throws what a visit throws
 */
export async function visitWindows(
  device: BlockDevice,
  layer: Layer,
  visit: (window: Window) => void | Promise<void>,
  content?: Buffer,
): Promise<void> {
  const windowBytes = Math.min(WINDOW_BLOCKS, layer.blocks) * BLOCK_BYTES;
  const pair = content ? [] : [Buffer.alloc(windowBytes), Buffer.alloc(windowBytes)];
  const read = async (index: number): Promise<Window | null> => {
    const blocks = Math.min(WINDOW_BLOCKS, layer.blocks - index);
    if (blocks <= 0) return null;
    const start = index * BLOCK_BYTES;
    const into =
      content?.subarray(start, start + blocks * BLOCK_BYTES) ??
      pair[(index / WINDOW_BLOCKS) % 2]!.subarray(0, blocks * BLOCK_BYTES);
    const failure = await device.read(layer.first * BLOCK_BYTES + start, into).then(
      () => null,
      (error: unknown) => error ?? new Error('unreadable'),
    );
    return { index, blocks: into, failure };
  };
  let next = read(0);
  for (;;) {
    const window = await next;
    if (!window) return;
    next = read(window.index + WINDOW_BLOCKS);
    try {
      await visit(window);
    } catch (error) {
      await next; // its buffer and the device may be gone as soon as this throws
      throw error;
    }
  }
}

/** @returns a view of one block */
export const blockAt = (blocks: Buffer, index: number): Buffer =>
  blocks.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES);
