/** What a journal needs of a file system: small, so that a disk that fails or loses power can stand in. */
import { constants } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder, syncFolder } from './atomic-file.ts';
import { DiskFile } from './disk-file.ts';

export interface JournalFolder {
  /** Creates the folder when it is missing. @returns the names of its files */
  open(): Promise<string[]>;
  /** Opens a file for reading and writing, creating it when missing. */
  file(name: string): Promise<JournalFile>;
  remove(name: string): Promise<void>;
  /** Makes created files durable as names; what is in them is up to JournalFile.sync. */
  sync(): Promise<void>;
}

export interface JournalFile {
  /** @returns at most `bytes` bytes from `position` on, fewer at the end of the file */
  read(position: number, bytes: number): Promise<Buffer>;
  /** @returns the whole file */
  readAll(): Promise<Buffer>;
  /** Writes all of it or throws; after a throw any part of it may be there. */
  write(data: Uint8Array, position: number): Promise<void>;
  truncate(bytes: number): Promise<void>;
  /** Makes what was written durable. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A folder of the real file system. */
export class DiskFolder implements JournalFolder {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async open(): Promise<string[]> {
    await ensureFolder(this.#path);
    return readdir(this.#path);
  }

  async file(name: string): Promise<JournalFile> {
    return new DiskFile(await open(join(this.#path, name), constants.O_RDWR | constants.O_CREAT, 0o600));
  }

  remove(name: string): Promise<void> {
    return rm(join(this.#path, name), { force: true });
  }

  sync(): Promise<void> {
    return syncFolder(this.#path);
  }
}
