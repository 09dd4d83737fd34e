/** Reading a device from end to end in pieces that keep neither memory nor the event loop busy. */
import { BLOCK_BYTES, type BlockDevice } from './block-device.ts';
import { WINDOW_BLOCKS, type Layer } from './tree.ts';

/** Blocks of a layer that were read together. */
export interface Window {
  /** Of the first block, in its layer. */
  index: number;
  /** All of it; lent until the visit of the window ends. */
  bytes: Buffer;
  /** Views of it, one for each block. */
  blocks: readonly Buffer[];
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
  const shared = content
    ? []
    : [0, 1].map(() => roomIn(Buffer.alloc(Math.min(WINDOW_BLOCKS, layer.blocks) * BLOCK_BYTES)));
  const read = async (index: number): Promise<Window | null> => {
    const count = Math.min(WINDOW_BLOCKS, layer.blocks - index);
    if (count <= 0) return null;
    const into = content
      ? roomIn(spanOf(content, index, count))
      : part(shared[(index / WINDOW_BLOCKS) % 2]!, count);
    const failure = await device.read((layer.first + index) * BLOCK_BYTES, into.bytes).then(
      () => null,
      (error: unknown) => error ?? new Error('unreadable'),
    );
    return { ...into, index, failure };
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

/** @returns views of the blocks that bytes are made of */
export function blocksOf(bytes: Buffer): Buffer[] {
  return Array.from({ length: bytes.length / BLOCK_BYTES }, (_, i) => spanOf(bytes, i, 1));
}

/** @returns a view of some blocks */
export const spanOf = (bytes: Buffer, first: number, blocks: number): Buffer =>
  bytes.subarray(first * BLOCK_BYTES, (first + blocks) * BLOCK_BYTES);

type Room = Pick<Window, 'bytes' | 'blocks'>;
const roomIn = (bytes: Buffer): Room => ({ bytes, blocks: blocksOf(bytes) });
const part = ({ bytes, blocks }: Room, count: number): Room =>
  count === blocks.length ? { bytes, blocks } : roomIn(spanOf(bytes, 0, count));
