/** A disk image in a file behind a volatile write cache. Synchronous: a power cut comes between two operations. */
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { SECTOR_BYTES, WriteCache, type CutMode, type SectorWrite } from '#kit/write-cache.ts';

export class CachedFile {
  readonly sizeBytes: number;
  readonly #file: number;
  readonly #cache: WriteCache;

  private constructor(file: number, cacheBytes?: number) {
    this.#file = file;
    this.#cache = new WriteCache(cacheBytes);
    this.sizeBytes = fstatSync(file).size;
  }

  /** @throws the file system's error; RangeError when the file is not whole sectors */
  static open(path: string, cacheBytes?: number): CachedFile {
    const opened = new CachedFile(openSync(path, 'r+'), cacheBytes);
    if (opened.sizeBytes > 0 && opened.sizeBytes % SECTOR_BYTES === 0) return opened;
    opened.close();
    throw new RangeError(`${path}: ${opened.sizeBytes} bytes are not whole sectors of ${SECTOR_BYTES}`);
  }

  /** Whole sectors. */
  read(position: number, length: number): Buffer {
    const into = Buffer.alloc(length);
    readSync(this.#file, into, 0, length, position);
    for (const { position: at, data } of this.#cache.writes) {
      const start = Math.max(at, position);
      const end = Math.min(at + data.length, position + length);
      if (start < end) into.set(data.subarray(start - at, end - at), start - position);
    }
    return into;
  }

  /** Whole sectors; the data must not change any more. */
  write(position: number, data: Buffer, fua: boolean): void {
    if (fua) {
      this.#cache.forget({ position, data });
      this.#put([{ position, data }]);
    } else this.#put(this.#cache.add({ position, data }));
  }

  flush(): void {
    this.#put(this.#cache.drain());
  }

  /** A power cut: part of the cache reaches the file, the rest is gone. */
  lose(
    random: () => number,
    mode: CutMode,
  ): { cachedWrites: number; cachedBytes: number; keptBytes: number } {
    const survivors = this.#cache.survivors(random, mode);
    const cached = this.#cache.drain();
    this.#put(survivors);
    return { cachedWrites: cached.length, cachedBytes: bytesOf(cached), keptBytes: bytesOf(survivors) };
  }

  close(): void {
    closeSync(this.#file);
  }

  #put(writes: readonly SectorWrite[]): void {
    for (const { position, data } of writes) writeSync(this.#file, data, 0, data.length, position);
  }
}

const bytesOf = (writes: readonly SectorWrite[]) => writes.reduce((sum, { data }) => sum + data.length, 0);
