/** A file of the real file system, read and written at any position: whole, or it throws. */
import type { FileHandle } from 'node:fs/promises';

export class DiskFile {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  size = async () => (await this.#handle.stat()).size;

  /** @returns at most `bytes` bytes from `position` on, fewer at the end of the file */
  async read(position: number, bytes: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(bytes);
    let done = 0;
    while (done < bytes) {
      const { bytesRead } = await this.#handle.read(buffer, done, bytes - done, position + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return buffer.subarray(0, done);
  }

  /** @returns the whole file */
  async readAll(): Promise<Buffer> {
    return this.read(0, await this.size());
  }

  /** Writes all of it or throws; after a throw any part of it may be there. */
  async write(data: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < data.length;) {
      const { bytesWritten } = await this.#handle.write(data, done, data.length - done, position + done);
      done += bytesWritten;
    }
  }

  truncate = (bytes: number) => this.#handle.truncate(bytes);
  /** Makes what was written durable, with the file's length. */
  sync = () => this.#handle.datasync();
  close = () => this.#handle.close();
}
