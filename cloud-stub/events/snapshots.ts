/** Pictures on disk: one per event, and the newest one of each device. */
import { link, readdir, rename, rm, stat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProtocolError } from '#protocol/codec.ts';
import { isDeviceId } from '#protocol/topics.ts';
import { ensureFolder, syncFolder, writeFileAtomic } from '#kit/atomic-file.ts';
import { isJpeg } from './jpeg.ts';

export const MAX_SNAPSHOT_BYTES = 512 * 1024;

const NEWEST = 'newest.jpg';

export interface KeptSnapshot {
  deviceId: string;
  /** Null: the device's newest picture. */
  eventId: string | null;
  bytes: number;
  writtenMs: number;
}

export class Snapshots {
  readonly #folder: string;

  constructor(options: { folder: string }) {
    this.#folder = options.folder;
  }

  /**
   * Keeps an event's picture; durable when this resolves.
   * @param eventId a UUID
   * @throws ProtocolError when it is no JPEG or too large; the file system's error
   */
  async keep(deviceId: string, eventId: string, jpeg: Uint8Array): Promise<void> {
    mustBeSound(jpeg);
    const folder = await this.#folderOf(deviceId);
    await writeFileAtomic(join(folder, `${eventId}.jpg`), jpeg);
  }

  /** Keeps a picture as the device's newest one. */
  async keepNewest(deviceId: string, jpeg: Uint8Array): Promise<void> {
    mustBeSound(jpeg);
    const folder = await this.#folderOf(deviceId);
    await writeFileAtomic(join(folder, NEWEST), jpeg);
  }

  /** Makes a kept event's picture the device's newest one too: a second name for the same file. */
  async promote(deviceId: string, eventId: string): Promise<void> {
    const folder = await this.#folderOf(deviceId);
    const temporary = join(folder, `${NEWEST}.tmp`);
    await rm(temporary, { force: true });
    await link(join(folder, `${eventId}.jpg`), temporary);
    await rename(temporary, join(folder, NEWEST));
    // Renaming one name of a file onto another of the same file does nothing and leaves the first.
    await rm(temporary, { force: true });
    await syncFolder(folder);
  }

  /** @returns the picture, or null when it is not there (any more) */
  async read(deviceId: string, eventId: string | null): Promise<Buffer | null> {
    if (!isDeviceId(deviceId)) return null;
    try {
      return await readFile(this.#path(deviceId, eventId));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Everything that is kept. Two names of one file are listed twice. */
  async list(): Promise<KeptSnapshot[]> {
    const found: KeptSnapshot[] = [];
    for (const deviceId of await readdir(this.#folder).catch(() => [])) {
      if (!isDeviceId(deviceId)) continue;
      for (const file of await readdir(join(this.#folder, deviceId)).catch(() => [])) {
        if (!file.endsWith('.jpg')) continue;
        const about = await stat(join(this.#folder, deviceId, file)).catch(() => null);
        if (!about) continue;
        const eventId = file === NEWEST ? null : file.slice(0, -'.jpg'.length);
        found.push({ deviceId, eventId, bytes: about.size, writtenMs: about.mtimeMs });
      }
    }
    return found;
  }

  async remove({ deviceId, eventId }: Pick<KeptSnapshot, 'deviceId' | 'eventId'>): Promise<void> {
    await rm(this.#path(deviceId, eventId), { force: true });
  }

  #path(deviceId: string, eventId: string | null): string {
    return join(this.#folder, deviceId, eventId === null ? NEWEST : `${eventId}.jpg`);
  }

  async #folderOf(deviceId: string): Promise<string> {
    if (!isDeviceId(deviceId)) throw new RangeError(`device id "${deviceId}"`);
    const folder = join(this.#folder, deviceId);
    await ensureFolder(folder);
    return folder;
  }
}

function mustBeSound(jpeg: Uint8Array): void {
  if (jpeg.length > MAX_SNAPSHOT_BYTES)
    throw new ProtocolError('oversize', `a picture of ${jpeg.length} bytes, at most ${MAX_SNAPSHOT_BYTES}`);
  if (!isJpeg(jpeg)) throw new ProtocolError('malformed', 'the picture is no JPEG');
}
