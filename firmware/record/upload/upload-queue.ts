/**
 * What waits to be uploaded, on disk: `<clipId>.job` says what and when, `<clipId>.jpg` is its thumbnail if it has one,
 * `<clipId>.sealed` holds the sealed bytes once it is its turn, until all of them have arrived. So that after a power
 * cut the same bytes go on where they ended.
 */
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder, readTextIfThere, syncFolder, writeFileAtomic } from '#kit/atomic-file.ts';
import { byExpendability, byUrgency, parseJob, type UploadJob } from './upload-job.ts';
import { isUuid } from './uuid.ts';

/** Weeks of a busy street; some 100 bytes each. */
const MAX_JOBS = 500;
const MAX_DROPPED = 100;
const DROPPED_FILE = 'dropped.json';

export type DropReason =
  /** More waited than the queue holds. */
  | 'queue-full'
  /** The recorder has it no longer. */
  | 'not-recorded'
  /** The cloud will never take it: too large, malformed. */
  | 'refused';

/** What was given up, and why: the last hundred. */
export interface DroppedUpload extends UploadJob {
  reason: DropReason;
  droppedMs: number;
}

export class UploadQueue {
  readonly #folder: string;
  readonly #maxJobs: number;
  readonly #nowMs: () => number;
  #jobs: UploadJob[] = [];
  #dropped: DroppedUpload[] = [];
  /** The last change that was begun: changes are made one after the other. */
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(options: { folder: string; nowMs: () => number; maxJobs?: number }) {
    this.#folder = options.folder;
    this.#nowMs = options.nowMs;
    this.#maxJobs = options.maxJobs ?? MAX_JOBS;
  }

  /** Reads what is there; what a power cut left half done is removed. @throws the file system's error */
  async open(): Promise<void> {
    await ensureFolder(this.#folder);
    const names = await readdir(this.#folder);
    for (const name of names.filter((n) => n.endsWith('.job'))) {
      const job = parseJob(await readFile(join(this.#folder, name), 'utf8'));
      if (job && name === `${job.clipId}.job`) this.#jobs.push(job);
      else await rm(join(this.#folder, name), { force: true });
    }
    this.#jobs.sort(byUrgency);
    for (const name of names) {
      const isWanted = /\.(sealed|jpg)$/.test(name) && this.has(name.slice(0, name.lastIndexOf('.')));
      if (!isWanted && /\.(sealed|jpg|tmp)$/.test(name)) await rm(join(this.#folder, name), { force: true });
    }
    const dropped = await readTextIfThere(join(this.#folder, DROPPED_FILE));
    this.#dropped = parseDropped(dropped ?? '[]');
  }

  get length(): number {
    return this.#jobs.length;
  }

  get dropped(): readonly DroppedUpload[] {
    return this.#dropped;
  }

  has(clipId: string): boolean {
    return this.#jobs.some((job) => job.clipId === clipId);
  }

  /** The one whose turn it is. */
  first(): UploadJob | undefined {
    return this.#jobs[0];
  }

  sealedFile(clipId: string): string {
    return join(this.#folder, `${clipId}.sealed`);
  }

  /** JPEG; null when it has none. @throws the file system's error */
  thumbnail(clipId: string): Promise<Buffer | null> {
    return readFile(this.#thumbnailFile(clipId)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
  }

  /**
   * On disk when this resolves, and only then its turn may come. Added twice, it is there once.
   * @returns what was given up for it; perhaps the new one itself, when nothing waiting is less urgent
   * @throws RangeError for an id that is no UUID; the file system's error
   */
  add(job: UploadJob, thumbnail: Uint8Array | null = null): Promise<UploadJob | null> {
    return this.#change(async () => {
      if (!isUuid(job.clipId) || !isUuid(job.eventId)) throw new RangeError('clip and event ids are UUIDs');
      if (this.has(job.clipId)) return null;
      const excess =
        this.#jobs.length < this.#maxJobs ? null : [...this.#jobs, job].sort(byExpendability)[0]!;
      if (excess !== job) {
        await this.#write(job, thumbnail);
        this.#jobs = [...this.#jobs, job].sort(byUrgency);
      }
      if (excess) await this.#drop(excess, 'queue-full');
      return excess;
    });
  }

  /** It has arrived. */
  done(clipId: string): Promise<void> {
    return this.#change(() => this.#remove(clipId));
  }

  /** It is given up, and a record of that is kept. */
  drop(job: UploadJob, reason: DropReason): Promise<void> {
    return this.#change(() => this.#drop(job, reason));
  }

  /** Everything goes, the record of what was given up too: consent was withdrawn. */
  erase(): Promise<void> {
    this.#jobs = []; // nobody's turn comes any more
    return this.#change(async () => {
      this.#jobs = [];
      this.#dropped = [];
      for (const name of await readdir(this.#folder).catch(() => []))
        await rm(join(this.#folder, name), { force: true });
      await syncFolder(this.#folder).catch(() => undefined);
    });
  }

  /** Makes a change when those before it have ended, well or not. */
  #change<T>(change: () => Promise<T>): Promise<T> {
    const made = this.#lastChange.then(change);
    this.#lastChange = made.catch(() => undefined);
    return made;
  }

  async #drop(job: UploadJob, reason: DropReason): Promise<void> {
    this.#dropped = [...this.#dropped, { ...job, reason, droppedMs: this.#nowMs() }].slice(-MAX_DROPPED);
    await writeFileAtomic(join(this.#folder, DROPPED_FILE), JSON.stringify(this.#dropped));
    await this.#remove(job.clipId);
  }

  async #write(job: UploadJob, thumbnail: Uint8Array | null): Promise<void> {
    const picture = this.#thumbnailFile(job.clipId);
    if (thumbnail) await writeFileAtomic(picture, thumbnail);
    await writeFileAtomic(join(this.#folder, `${job.clipId}.job`), JSON.stringify(job)).catch(
      async (error: unknown) => {
        await rm(picture, { force: true });
        throw error;
      },
    );
  }

  async #remove(clipId: string): Promise<void> {
    this.#forget(clipId);
    // The job first: without it, the others are removed at the next start.
    const files = [join(this.#folder, `${clipId}.job`), this.sealedFile(clipId), this.#thumbnailFile(clipId)];
    for (const file of files) await rm(file, { force: true });
    await syncFolder(this.#folder);
  }

  #thumbnailFile(clipId: string): string {
    return join(this.#folder, `${clipId}.jpg`);
  }

  #forget(clipId: string): void {
    this.#jobs = this.#jobs.filter((job) => job.clipId !== clipId);
  }
}

function parseDropped(text: string): DroppedUpload[] {
  try {
    const list = JSON.parse(text) as unknown;
    return Array.isArray(list) ? (list as DroppedUpload[]).slice(-MAX_DROPPED) : [];
  } catch {
    return [];
  }
}
