/** Makes whole blocks of the pieces in which a body comes, and hands them on many at a time. */
import { BLOCK_BYTES } from './block-device.ts';
import type { Run, TakeBlocks } from './image-source.ts';
import { SourceFailure } from './source-failure.ts';
import { WINDOW_BLOCKS } from './tree.ts';

export class RunAssembler {
  /** Blocks that were right. */
  takenBlocks = 0;
  readonly #run: Run;
  readonly #take: TakeBlocks;
  readonly #buffer: Buffer;
  #filled = 0;

  constructor(run: Run, take: TakeBlocks) {
    this.#run = run;
    this.#take = take;
    this.#buffer = Buffer.alloc(Math.min(WINDOW_BLOCKS, run.blocks) * BLOCK_BYTES);
  }

  /** Of the next byte in the image. */
  get position(): number {
    return (this.#run.first + this.takenBlocks) * BLOCK_BYTES + this.#filled;
  }

  get missingBytes(): number {
    return (this.#run.blocks - this.takenBlocks) * BLOCK_BYTES - this.#filled;
  }

  /** @throws as `deliver` */
  async add(chunk: Buffer): Promise<void> {
    for (let done = 0; done < chunk.length;) {
      const part = chunk.subarray(done, done + this.#buffer.length - this.#filled);
      this.#buffer.set(part, this.#filled);
      this.#filled += part.length;
      done += part.length;
      if (this.#filled === this.#buffer.length) await this.deliver();
    }
  }

  /** Hands on all whole blocks. @throws SourceFailure "wrong-bytes" when one is not right: it is awaited again, with all after it */
  async deliver(): Promise<void> {
    const blocks = Math.floor(this.#filled / BLOCK_BYTES);
    if (blocks === 0) return;
    const part = this.#buffer.subarray(0, blocks * BLOCK_BYTES);
    const right = await this.#take(this.#run.first + this.takenBlocks, part);
    this.takenBlocks += right;
    const end = this.#filled;
    this.#filled = 0;
    if (right < blocks) throw new SourceFailure('wrong-bytes');
    this.#buffer.copyWithin(0, part.length, end);
    this.#filled = end - part.length;
  }

  /** Forgets the beginning of a block: the rest of it is going to come from elsewhere. */
  dropPart(): void {
    this.#filled = 0;
  }
}
