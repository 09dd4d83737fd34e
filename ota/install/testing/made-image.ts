/** Images of random bytes, slots in memory, and a source without a network. */
import type { Image, Release } from '../../trust/release.ts';
import { BLOCK_BYTES } from '../block-device.ts';
import type { Download, ImageSource, Run, TakeBlocks } from '../image-source.ts';
import { SourceFailure } from '../source-failure.ts';
import { imageBlocks, writeTree } from '../tree.ts';
import { VolatileDisk } from '../volatile-disk.ts';

export const SALT = '5a'.repeat(32);

export interface MadeImage {
  image: Image;
  /** Data and tree, as a server has them. */
  bytes: Buffer;
}

/** @param random in [0, 1) @returns that many blocks, no two alike */
export function randomBlocks(blocks: number, random: () => number): Buffer {
  const words = new Uint32Array((blocks * BLOCK_BYTES) / 4).map(() => random() * 2 ** 32);
  return Buffer.from(words.buffer);
}

/** Puts a tree behind data. */
export async function makeImage(data: Buffer, salt = SALT): Promise<MadeImage> {
  const dataBlocks = data.length / BLOCK_BYTES;
  const disk = diskWith(data, imageBlocks(dataBlocks));
  const rootHash = await writeTree(disk, { dataBlocks, salt });
  return { image: { rootHash, salt, dataBlocks, bootBlocks: 0 }, bytes: contentOf(disk) };
}

export const releaseOf = ({ image }: MadeImage): Release => ({
  ...{ path: 'virtual/2.0.0.img', version: '2.0.0', securityVersion: 3, hardware: ['virtual'] },
  ...{ minAgent: 1, image },
});

/** A disk of `blocks` blocks with these bytes at its beginning. */
export function diskWith(bytes: Buffer, blocks: number): VolatileDisk {
  const disk = new VolatileDisk({ sizeBytes: blocks * BLOCK_BYTES });
  void disk.write(0, bytes); // at once, in memory
  return disk;
}

export function contentOf(disk: VolatileDisk): Buffer {
  return Buffer.concat(Array.from({ length: disk.sizeBytes / BLOCK_BYTES }, (_, i) => disk.block(i)));
}

/** Has one image; each run at once, or not at all. */
export class MemorySource implements ImageSource {
  /** What was asked for. */
  readonly runs: Run[] = [];

  constructor(private readonly bytes: Buffer) {}

  /** Blocks that were fetched. */
  get blocks(): number {
    return this.runs.reduce((sum, { blocks }) => sum + blocks, 0);
  }

  open(_path: string, sizeBytes: number): Download {
    let fetchedBytes = 0;
    const fetch = async (run: Run, take: TakeBlocks, signal: AbortSignal) => {
      signal.throwIfAborted();
      this.runs.push(run);
      if (this.bytes.length !== sizeBytes) throw new SourceFailure('wrong-length');
      const position = run.first * BLOCK_BYTES;
      const part = Buffer.from(this.bytes.subarray(position, position + run.blocks * BLOCK_BYTES));
      fetchedBytes += part.length;
      if ((await take(run.first, part)) < run.blocks) throw new SourceFailure('wrong-bytes');
    };
    return {
      fetch,
      close: () => undefined,
      get fetchedBytes() {
        return fetchedBytes;
      },
    };
  }
}
