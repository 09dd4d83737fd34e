/** An image that comes from memory, piece by piece, as it does from a server. */
import type { Download, ImageSource, Run, TakeBlocks } from '#ota/install/image-source.ts';
import { BLOCK_BYTES } from '#ota/install/block-device.ts';
import type { SimulatedImage } from './images.ts';

export class MemorySource implements ImageSource, Download {
  fetchedBlocks = 0;
  readonly #image: SimulatedImage;
  readonly #pieceBlocks: number;

  constructor(image: SimulatedImage, pieceBlocks: number) {
    this.#image = image;
    this.#pieceBlocks = pieceBlocks;
  }

  open(): Download {
    return this;
  }

  get fetchedBytes(): number {
    return this.fetchedBlocks * BLOCK_BYTES;
  }

  async fetch({ first, blocks }: Run, take: TakeBlocks, signal: AbortSignal): Promise<void> {
    for (let done = 0; done < blocks; done += this.#pieceBlocks) {
      signal.throwIfAborted();
      const count = Math.min(this.#pieceBlocks, blocks - done);
      this.fetchedBlocks += count;
      await take(first + done, Buffer.concat(this.#image.blocks.slice(first + done, first + done + count)));
    }
  }

  close(): void {}
}
