/**
 * A disk in memory with a volatile write cache: what was not flushed may be lost, torn or reordered by a power cut. For
 * tests and simulations. Blocks never change in place, so that a fork costs a list of references.
 */
import { SECTOR_BYTES, WriteCache, type CutMode, type SectorWrite } from '#kit/write-cache.ts';
import { BLOCK_BYTES, type BlockDevice } from './block-device.ts';

const ZEROS = Buffer.alloc(BLOCK_BYTES);

export class VolatileDisk implements BlockDevice {
  readonly sizeBytes: number;
  /** Bytes written since it was made, forks not counted. */
  writtenBytes = 0;
  flushes = 0;
  /** What survives every cut. */
  #medium: Buffer[];
  /** What reading gives. */
  #now: Buffer[];
  #cache: WriteCache;

  /** @param options.sizeBytes a multiple of `BLOCK_BYTES`; all zeros at first */
  constructor(options: { sizeBytes: number; cacheBytes?: number }) {
    if (options.sizeBytes % BLOCK_BYTES)
      throw new RangeError(`${options.sizeBytes} bytes are not whole blocks`);
    this.sizeBytes = options.sizeBytes;
    this.#medium = new Array<Buffer>(options.sizeBytes / BLOCK_BYTES).fill(ZEROS);
    this.#now = this.#medium.slice();
    this.#cache = new WriteCache(options.cacheBytes);
  }

  async read(position: number, into: Uint8Array): Promise<void> {
    this.#checkRange(position, into.length);
    this.#read(position, into);
  }

  #read(position: number, into: Uint8Array): void {
    for (let done = 0; done < into.length;) {
      const start = (position + done) % BLOCK_BYTES;
      const block = this.#now[(position + done - start) / BLOCK_BYTES]!;
      const part = block.subarray(start, start + into.length - done);
      into.set(part, done);
      done += part.length;
    }
  }

  /** @param options.fua forced unit access: this write, and it alone, survives from now on */
  async write(position: number, data: Uint8Array, options: { fua?: boolean } = {}): Promise<void> {
    this.#checkRange(position, data.length);
    this.writtenBytes += data.length;
    const write = this.#wholeSectors(position, data);
    put(this.#now, [write]);
    if (options.fua) {
      this.#cache.forget(write);
      put(this.#medium, [write]);
    } else put(this.#medium, this.#cache.add(write));
  }

  async flush(): Promise<void> {
    this.flushes++;
    this.#cache.drain();
    this.#medium = this.#now.slice();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The block at an index as reading gives it. Not to be changed. */
  block(index: number): Buffer {
    return this.#now[index]!;
  }

  /** The same disk again: what is done to one is not seen by the other. */
  fork(): VolatileDisk {
    return this.#like(this.#medium.slice(), this.#now.slice(), this.#cache.fork());
  }

  /** @returns the disk that a machine finds after a power cut at this moment; this one stays as it is */
  cut(random: () => number, mode: CutMode): VolatileDisk {
    const medium = this.#medium.slice();
    put(medium, this.#cache.survivors(random, mode));
    return this.#like(medium, medium.slice(), new WriteCache(this.#cache.capacityBytes));
  }

  #like(medium: Buffer[], now: Buffer[], cache: WriteCache): VolatileDisk {
    const disk = new VolatileDisk({ sizeBytes: this.sizeBytes });
    [disk.#medium, disk.#now, disk.#cache] = [medium, now, cache];
    return disk;
  }

  /** What stands in the first and last sector beside the data is written with it, as a system does. */
  #wholeSectors(position: number, data: Uint8Array): SectorWrite {
    const before = position % SECTOR_BYTES;
    const sectors = Buffer.alloc(Math.ceil((before + data.length) / SECTOR_BYTES) * SECTOR_BYTES);
    if (sectors.length > data.length) this.#read(position - before, sectors);
    sectors.set(data, before);
    return { position: position - before, data: sectors };
  }

  #checkRange(position: number, length: number): void {
    if (!Number.isSafeInteger(position) || position < 0 || position + length > this.sizeBytes)
      throw new RangeError(`${length} bytes at ${position} are not within ${this.sizeBytes} bytes`);
  }
}

/** Puts writes into blocks, in their order; each block that changes is a new one. */
function put(blocks: Buffer[], writes: readonly SectorWrite[]): void {
  const fresh = new Set<number>();
  for (const { position, data } of writes) {
    for (let done = 0; done < data.length;) {
      const start = (position + done) % BLOCK_BYTES;
      const index = (position + done - start) / BLOCK_BYTES;
      const part = data.subarray(done, done + BLOCK_BYTES - start);
      if (part.length === BLOCK_BYTES) {
        blocks[index] = asBuffer(part);
        fresh.delete(index);
      } else {
        if (!fresh.has(index)) blocks[index] = Buffer.from(blocks[index]!);
        fresh.add(index);
        blocks[index]!.set(part, start);
      }
      done += part.length;
    }
  }
}

const asBuffer = (data: Uint8Array) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
