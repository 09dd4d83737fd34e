/** Keeps a second stub out of the data folder. */
import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { ensureFolder } from '#kit/atomic-file.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Service } from '#kit/service.ts';

/**
 * An open SQLite transaction on a file of its own: the operating system drops the lock with the process,
 * however it ends, and Node has no flock of its own.
 */
export class FolderLock implements Service {
  readonly name = 'folder lock';
  readonly #folder: string;
  #file: Sqlite.Database | undefined;

  constructor(options: { folder: string }) {
    this.#folder = options.folder;
  }

  /** @throws PupsentryError "already-running" */
  async start(): Promise<void> {
    await ensureFolder(this.#folder);
    this.#file = new Sqlite(join(this.#folder, 'lock'), { timeout: 2000 });
    try {
      this.#file.exec('BEGIN EXCLUSIVE');
    } catch (cause) {
      throw new PupsentryError(
        'already-running',
        `Another pupsentry-cloud works with ${this.#folder}.`,
        'Stop it first, or give this one a folder of its own with --data.',
        { cause },
      );
    }
  }

  stop(): Promise<void> {
    this.#file?.close();
    this.#file = undefined;
    return Promise.resolve();
  }
}
