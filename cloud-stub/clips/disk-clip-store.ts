/** Clips in a folder: a folder for each device, in it one for each clip, in it its pieces. */
import { readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureFolder, syncFolder, writeFileAtomic } from '#kit/atomic-file.ts';
import { mustBeKey, storeDown, storeFull, type ClipStore } from './clip-store.ts';

const FULL = ['ENOSPC', 'EDQUOT'];

export class DiskClipStore implements ClipStore {
  readonly place: string;
  readonly #folder: string;

  constructor(options: { folder: string }) {
    this.#folder = options.folder;
    this.place = options.folder;
  }

  async check(): Promise<void> {
    try {
      await ensureFolder(this.#folder);
    } catch (error) {
      throw storeDown(this.place, error);
    }
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(key);
    try {
      await ensureFolder(dirname(path));
      await writeFileAtomic(path, bytes);
      // A clip's folder and a device's may be new.
      if (key.endsWith('/head')) {
        await syncFolder(dirname(dirname(path)));
        await syncFolder(this.#folder);
      }
    } catch (error) {
      if (FULL.includes(codeOf(error))) throw storeFull(error);
      throw storeDown(this.place, error);
    }
  }

  async get(key: string): Promise<Buffer | null> {
    const path = this.#path(key);
    try {
      return await readFile(path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw storeDown(this.place, error);
    }
  }

  async delete(keys: readonly string[]): Promise<void> {
    const paths = keys.map((key) => this.#path(key));
    try {
      for (const path of paths) await rm(path, { force: true });
      for (const folder of new Set(paths.map(dirname)))
        await rmdir(folder).catch((error: unknown) => {
          if (!['ENOENT', 'ENOTEMPTY'].includes(codeOf(error))) throw error;
        });
    } catch (error) {
      throw storeDown(this.place, error);
    }
  }

  #path(key: string): string {
    mustBeKey(key);
    return join(this.#folder, key);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
