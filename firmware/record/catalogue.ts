/** Which recordings there are: in memory, by time, small. Made from the folder at start, kept while recording. */
import type { VideoStream } from '../media/media.ts';
import type { IndexEntry } from './file-index.ts';
import { indexPath, isDayFolder, parseFileName } from './file-name.ts';
import { recoverFile } from './recover.ts';
import type { Storage } from './storage.ts';

/** Some 200 bytes of memory each; two days of continuous recording are 576. */
export const MAX_FILES = 20_000;
/** Indexes kept in memory, of the recordings used last: some 75 entries each. */
const MAX_INDEXES = 8;

export interface RecordedFile {
  readonly path: string;
  readonly stream: VideoStream;
  readonly salt: number;
  /** Wall clock, ms. */
  readonly startMs: number;
  readonly endMs: number;
  readonly bytes: number;
}

/** What looking through the folder has found. */
export interface CatalogueFindings {
  /** Recordings whose tail was cut off, and by how much together. */
  cut: number;
  cutBytes: number;
  /** Indexes made anew. */
  rebuilt: number;
  /** Recordings without one whole fragment, removed. */
  removed: number;
  /** Recordings that could not be read, left alone. */
  unreadable: number;
}

export class Catalogue {
  readonly #storage: Storage;
  /** By start, oldest first. */
  #files: RecordedFile[] = [];
  #bytes = 0;
  /** The recording that is being written: its index on disk may be a step behind, and is not looked at. */
  #live: { path: string; entries: readonly IndexEntry[] } | null = null;
  /** The newest at the end. */
  readonly #indexes = new Map<string, readonly IndexEntry[]>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** By start, oldest first. Not to be changed. */
  get files(): readonly RecordedFile[] {
    return this.#files;
  }

  /** Of all recordings. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Looks through the folder and mends what a power cut has left. One recording that cannot be read is no reason
   * not to know the others.
   * @throws the file system's error when the folder itself cannot be read; what was known is known still
   */
  async load(): Promise<CatalogueFindings> {
    const findings: CatalogueFindings = { cut: 0, cutBytes: 0, rebuilt: 0, removed: 0, unreadable: 0 };
    const files: RecordedFile[] = [];
    for (const day of (await this.#storage.list('')).filter(isDayFolder).sort()) {
      const names = await this.#storage.list(day);
      for (const name of names) {
        if (!name.endsWith('.mp4')) continue;
        const file = await this.#look(`${day}/${name}`, findings);
        if (file) files.push(file);
      }
      await this.#removeOrphans(day, names);
    }
    this.#indexes.clear();
    this.#live = null;
    this.#files = files.sort(byStart);
    this.#bytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    return findings;
  }

  async #look(path: string, findings: CatalogueFindings): Promise<RecordedFile | null> {
    const name = parseFileName(path.slice(path.indexOf('/') + 1));
    if (!name) return null;
    try {
      const { entries, bytes, cutBytes, rebuilt } = await recoverFile(this.#storage, path, name);
      if (rebuilt) findings.rebuilt++;
      if (cutBytes > 0 && entries.length > 0) findings.cut++;
      findings.cutBytes += cutBytes;
      if (entries.length === 0) {
        findings.removed++;
        await removeRecording(this.#storage, path).catch(() => undefined);
        return null;
      }
      const last = entries.at(-1)!;
      const endMs = name.startMs + last.startUs / 1000 + last.durationMs;
      return { path, stream: name.stream, salt: name.salt, startMs: name.startMs, endMs, bytes };
    } catch {
      findings.unreadable++;
      return null;
    }
  }

  /** An index whose recording is gone: the power went between the two. */
  async #removeOrphans(day: string, names: readonly string[]): Promise<void> {
    const recordings = new Set(names.filter((name) => name.endsWith('.mp4')).map(indexPath));
    for (const name of names) {
      if (name.endsWith('.idx') && !recordings.has(name))
        await this.#storage.remove(`${day}/${name}`).catch(() => undefined);
    }
  }

  /** A recording is new or has grown. */
  put(file: RecordedFile, entries: readonly IndexEntry[]): void {
    const at = this.#files.findLastIndex(({ path }) => path === file.path);
    this.#bytes += file.bytes - (at >= 0 ? this.#files[at]!.bytes : 0);
    if (at >= 0) this.#files[at] = file;
    else this.#files.splice(this.#indexAfter(file.startMs), 0, file);
    if (this.#live && this.#live.path !== file.path) this.#remember(this.#live.path, this.#live.entries);
    this.#live = { path: file.path, entries: [...entries] };
  }

  forget(path: string): void {
    const at = this.#files.findIndex((file) => file.path === path);
    if (at < 0) return;
    this.#bytes -= this.#files[at]!.bytes;
    this.#files.splice(at, 1);
    this.#indexes.delete(path);
  }

  /** @returns where the first recording stands that starts after a time, in `files` */
  #indexAfter(ms: number): number {
    let [low, high] = [0, this.#files.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#files[middle]!.startMs <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @returns where, in `files`, the last recording stands that starts at or before a time; -1 before all of them */
  indexAt(ms: number): number {
    return this.#indexAfter(ms) - 1;
  }

  /** The fragments of a recording. @throws the file system's error */
  async entries(file: RecordedFile): Promise<readonly IndexEntry[]> {
    const known = this.#live?.path === file.path ? this.#live.entries : this.#indexes.get(file.path);
    if (known) {
      this.#remember(file.path, known);
      return known;
    }
    const { entries } = await recoverFile(this.#storage, file.path, file);
    this.#remember(file.path, entries);
    return entries;
  }

  #remember(path: string, entries: readonly IndexEntry[]): void {
    this.#indexes.delete(path);
    this.#indexes.set(path, entries);
    for (const oldest of this.#indexes.keys()) {
      if (this.#indexes.size <= MAX_INDEXES) break;
      this.#indexes.delete(oldest);
    }
  }
}

/**
 * Removes a recording and its index, in this order: cut in between, an index without a recording is left, which the
 * next start removes; the other way round the recording would come back.
 */
export async function removeRecording(storage: Storage, path: string): Promise<void> {
  await storage.remove(path);
  await storage.remove(indexPath(path));
  await storage.remove(path.slice(0, path.indexOf('/'))); // the day, when this was its last
}

function byStart(a: RecordedFile, b: RecordedFile): number {
  return a.startMs - b.startMs || (a.path < b.path ? -1 : 1);
}
