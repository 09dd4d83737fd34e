/**
 * A slot that is a partition, a loop device or a file.
 *
 * How it is written: whole blocks at their place, through the kernel's page cache; `flush` is fdatasync, which also makes
 * the disk empty its own cache, and then drops the file's pages from memory. So what is read after a flush comes from the
 * medium, and an update pushes nothing of the running system out of memory. O_DIRECT would do the same, but needs aligned
 * memory, which Node does not hand out, and is refused by some file systems.
 */
import { constants } from 'node:fs';
import { open, readFile, readdir, realpath, type FileHandle } from 'node:fs/promises';
import { dropFromCache } from '#board/drivers/page-cache.ts';
import { asError, PupsentryError } from '#kit/errors.ts';
import { BLOCK_BYTES, type BlockDevice } from './block-device.ts';

/** So much may stay in the page cache of what was read, bytes. */
const MAX_CACHED_BYTES = 8 * 1024 * 1024;
/** The kernel gives a device's size in these, whatever its own are. */
const SECTOR_BYTES = 512;

export class FileDevice implements BlockDevice {
  readonly sizeBytes: number;
  readonly path: string;
  /** Since it was opened: what the flash has to bear. */
  writtenBytes = 0;
  readonly #file: FileHandle;
  #cachedBytes = 0;

  private constructor(path: string, file: FileHandle, sizeBytes: number) {
    this.path = path;
    this.#file = file;
    this.sizeBytes = sizeBytes;
  }

  /**
   * @param options.write false: for reading alone, also while it is mounted
   * @throws PupsentryError "slot-missing", "slot-in-use" (it is mounted), "slot-unusable"
   */
  static async open(path: string, options: { write: boolean }): Promise<FileDevice> {
    const { O_RDONLY, O_RDWR, O_EXCL } = constants;
    let file: FileHandle | undefined;
    try {
      // Of a block device O_EXCL means: not while it is mounted or part of another device (open(2)).
      file = await open(path, options.write ? O_RDWR | O_EXCL : O_RDONLY);
      if (options.write && (await isBehindLoop(path))) throw inUse(path);
      return new FileDevice(path, file, await sizeOf(path, file));
    } catch (error) {
      await file?.close();
      throw openError(path, error);
    }
  }

  async read(position: number, into: Uint8Array): Promise<void> {
    this.#check(position, into.length);
    for (let done = 0; done < into.length;) {
      const { bytesRead } = await this.#try('read', () =>
        this.#file.read(into, done, into.length - done, position + done),
      );
      if (bytesRead === 0) throw ioError(this.path, 'read', new Error('it ends too early'));
      done += bytesRead;
    }
    this.#cachedBytes += into.length;
    if (this.#cachedBytes >= MAX_CACHED_BYTES) await this.#dropCached();
  }

  async write(position: number, data: Uint8Array): Promise<void> {
    this.#check(position, data.length);
    for (let done = 0; done < data.length;) {
      const { bytesWritten } = await this.#try('written', () =>
        this.#file.write(data, done, data.length - done, position + done),
      );
      done += bytesWritten;
      this.writtenBytes += bytesWritten;
    }
  }

  async flush(): Promise<void> {
    await this.#try('written', () => this.#file.datasync());
    await this.#dropCached();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #dropCached(): Promise<void> {
    this.#cachedBytes = 0;
    await dropFromCache(this.#file.fd);
  }

  #check(position: number, bytes: number): void {
    if (!(position >= 0 && position + bytes <= this.sizeBytes))
      throw new RangeError(`${this.path}: ${bytes} bytes at ${position} of ${this.sizeBytes}`);
  }

  async #try<T>(action: 'read' | 'written', work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw ioError(this.path, action, asError(error));
    }
  }
}

/** @throws PupsentryError "slot-unusable" when it is no partition or file of whole blocks */
async function sizeOf(path: string, file: FileHandle): Promise<number> {
  const stat = await file.stat();
  let bytes = stat.size;
  if (stat.isBlockDevice()) {
    const sectors = await readFile(`/sys/dev/block/${major(stat.rdev)}:${minor(stat.rdev)}/size`, 'utf8');
    bytes = Number(sectors) * SECTOR_BYTES;
  } else if (!stat.isFile()) throw unusable(path, 'is neither a partition nor a file');
  const usable = bytes - (bytes % BLOCK_BYTES);
  if (usable === 0) throw unusable(path, 'is empty');
  return usable;
}

/** Of a dev_t of 32 bits or fewer for the major number, as all of Linux's are (gnu_dev_major(3)). */
const major = (device: number) => (device >>> 8) & 0xfff;
const minor = (device: number) => (device & 0xff) | ((device >>> 12) & 0xfff00);

/** @returns whether a loop device shows this file, for then it may be mounted */
async function isBehindLoop(path: string): Promise<boolean> {
  const real = await realpath(path);
  const loops = (await readdir('/sys/block').catch(() => [])).filter((name) => name.startsWith('loop'));
  const files = await Promise.all(
    loops.map((name) => readFile(`/sys/block/${name}/loop/backing_file`, 'utf8').catch(() => '')),
  );
  return files.some((file) => file.trimEnd() === real);
}

const inUse = (path: string, cause?: Error) =>
  new PupsentryError('slot-in-use', `${path} is in use: an update must not write to it.`, '', { cause });

const unusable = (path: string, complaint: string) =>
  new PupsentryError('slot-unusable', `${path} cannot hold an update: it ${complaint}.`);

function openError(path: string, thrown: unknown): Error {
  const cause = asError(thrown) as NodeJS.ErrnoException;
  if (cause instanceof PupsentryError) return cause;
  if (cause.code === 'EBUSY') return inUse(path, cause);
  if (cause.code === 'ENOENT' || cause.code === 'ENXIO')
    return new PupsentryError('slot-missing', `${path}, a slot for updates, is not there.`, '', { cause });
  return new PupsentryError('slot-unusable', `${path} cannot be opened: ${cause.message}.`, '', { cause });
}

const ioError = (path: string, action: 'read' | 'written', cause: Error) =>
  new PupsentryError('slot-io-failed', `${path} cannot be ${action}: ${cause.message}.`, '', { cause });
