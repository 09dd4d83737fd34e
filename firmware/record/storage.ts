/** What recordings need of a file system: small, so that a disk that fails, fills up or lies can stand in. */
import { constants } from 'node:fs';
import { mkdir, open, readdir, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { syncFolder } from '#kit/atomic-file.ts';
import { DiskFile } from '#kit/disk-file.ts';
import { dropFromCache } from '#board/drivers/page-cache.ts';

export interface StoredFile {
  size(): Promise<number>;
  /** @returns at most `bytes` bytes from `position` on, fewer at the end of the file */
  read(position: number, bytes: number): Promise<Buffer>;
  /** Writes all of it or throws; after a throw any part of it may be there. */
  write(data: Uint8Array, position: number): Promise<void>;
  truncate(bytes: number): Promise<void>;
  /** Makes what was written durable, with the file's length. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Paths are relative to the folder of all recordings: "" is that folder, then a day's folder, then a file. */
export interface Storage {
  /** Makes sure that recordings can be stored here. @throws PupsentryError "storage-missing"; the file system's error */
  prepare(): Promise<void>;
  /** @returns the names in a folder */
  list(folder: string): Promise<string[]>;
  /** A new file and the folder it stands in. @throws EEXIST when there is one */
  create(path: string): Promise<StoredFile>;
  open(path: string, mode?: 'r' | 'r+'): Promise<StoredFile>;
  /** Removes a file, or a folder that is empty; what is not there is fine. */
  remove(path: string): Promise<void>;
  /** Makes the names in a folder durable. */
  sync(folder: string): Promise<void>;
  freeBytes(): Promise<number>;
  /** Reads what the disk has, not what the system remembers of it, as far as that is possible. */
  readBack(path: string, position: number, bytes: number): Promise<Buffer>;
}

export interface DiskStorageOptions {
  folder: string;
  /** A card is mounted at this folder, which the recordings' folder stands in; nothing is stored without it. */
  mountPoint?: string;
}

export class DiskStorage implements Storage {
  readonly #folder: string;
  readonly #mountPoint: string | undefined;

  constructor({ folder, mountPoint }: DiskStorageOptions) {
    this.#folder = folder;
    this.#mountPoint = mountPoint;
  }

  async prepare(): Promise<void> {
    if (this.#mountPoint && !(await isMounted(this.#mountPoint)))
      throw new PupsentryError(
        'storage-missing',
        `No memory card is mounted at ${this.#mountPoint}.`,
        'Put one in. Until then the newest minutes are kept in memory.',
      );
    if (await makeFolder(this.#folder)) await syncFolder(dirname(this.#folder));
  }

  list(folder: string): Promise<string[]> {
    return readdir(this.#at(folder));
  }

  async create(path: string): Promise<StoredFile> {
    const folder = dirname(this.#at(path));
    if (await makeFolder(folder)) await syncFolder(dirname(folder));
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
    return new DiskFile(await open(this.#at(path), flags, 0o600));
  }

  async open(path: string, mode: 'r' | 'r+' = 'r'): Promise<StoredFile> {
    return new DiskFile(await open(this.#at(path), mode));
  }

  async remove(path: string): Promise<void> {
    if (path.includes('.')) return rm(this.#at(path), { force: true });
    await rmdir(this.#at(path)).catch((error: NodeJS.ErrnoException) => {
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code ?? '')) throw error;
    });
  }

  sync(folder: string): Promise<void> {
    return syncFolder(this.#at(folder));
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize;
  }

  async readBack(path: string, position: number, bytes: number): Promise<Buffer> {
    const handle = await open(this.#at(path), 'r');
    try {
      await dropFromCache(handle.fd);
      return await new DiskFile(handle).read(position, bytes);
    } finally {
      await handle.close();
    }
  }

  #at(path: string): string {
    return join(this.#folder, path);
  }
}

/** That folder alone: a card that is gone must not become a folder of the flash below it. @returns whether it is new */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Something is mounted where the device number changes. */
async function isMounted(folder: string): Promise<boolean> {
  try {
    const [inside, outside] = await Promise.all([stat(folder), stat(join(folder, '..'))]);
    return inside.dev !== outside.dev;
  } catch {
    return false;
  }
}
