/**
 * Where fragments become files: one after the other, in the background, whatever the storage does.
 *
 * While nothing can be written the newest fragments wait in memory, within a bound; the oldest are dropped beyond
 * it, and what waits is written when the storage is back. Before every fragment there is made room by the rules of
 * retention.
 */
import { randomInt } from 'node:crypto';
import type { Clock, Timer } from '#kit/clock.ts';
import { LogThrottle, type Logger } from '#kit/log.ts';
import type { VideoStream } from '../media/media.ts';
import { Catalogue, removeRecording } from './catalogue.ts';
import type { FileName } from './file-name.ts';
import type { Piece } from './fragmenter.ts';
import { RecordingFile } from './recording-file.ts';
import { retention } from './retention.ts';
import type { Storage } from './storage.ts';
import { LyingStorageError, slowStorage, storageFault, type StorageFault } from './storage-fault.ts';

/** Fragments that wait in memory, bytes. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
/** A wall clock that steps by more begins a new file, so that the times in each are right, ms. */
const STEP_MS = 1000;
/** After a failure, ms: doubled up to the last. */
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60_000;
/** Old recordings are looked for this often, ms, while nothing is written. */
const TIDY_MS = 60_000;
const SLOW_MS = 20_000;
/** Further files removed when the disk says that it is full although it had room: it has no inodes left, or its own mind. */
const MAX_MORE = 4;

export interface KeepRules {
  days: number;
  /** 0: no limit. */
  maxBytes: number;
  reserveBytes: number;
}

export interface StoreOptions {
  storage: Storage;
  rules: () => KeepRules;
  clock: Clock;
  log: Logger;
  /** Told when what is wrong changes; null when all is well. */
  onFault: (fault: StorageFault | null) => void;
}

export interface StoreFigures {
  /** Since the start. */
  writtenBytes: number;
  errors: number;
  droppedFragments: number;
  removedFiles: number;
  readBacks: number;
  waitingBytes: number;
  freeBytes: number | null;
}

interface Waiting {
  piece: Piece;
  stream: VideoStream;
  /** Wall clock less monotonic clock when it was captured, ms. */
  offsetMs: number;
}

export class RecordingStore {
  readonly catalogue: Catalogue;
  readonly #options: StoreOptions;
  readonly #throttle: LogThrottle;
  #waiting: (Waiting | 'end')[] = [];
  #waitingBytes = 0;
  #file: { file: RecordingFile; offsetMs: number } | null = null;
  #ready = false;
  #fault: StorageFault | null = null;
  #retryMs = FIRST_RETRY_MS;
  #figures = { writtenBytes: 0, errors: 0, droppedFragments: 0, removedFiles: 0, readBacks: 0 };
  #freeBytes: number | null = null;
  #stopping = false;
  #running: Promise<void> | null = null;
  #wake: () => void = () => undefined;
  #idle: (() => void)[] = [];
  #tidy: Timer | null = null;
  #isTidyDue = false;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.catalogue = new Catalogue(options.storage);
    this.#throttle = new LogThrottle({ monotonicMs: () => options.clock.monotonicMs() });
  }

  get fault(): StorageFault | null {
    return this.#fault;
  }

  figures(): StoreFigures {
    return { ...this.#figures, waitingBytes: this.#waitingBytes, freeBytes: this.#freeBytes };
  }

  start(): void {
    this.#stopping = false;
    this.#tidy = this.#options.clock.every(TIDY_MS, () => {
      this.#isTidyDue = true;
      this.#wake();
    });
    this.#isTidyDue = true; // finds out at once what is there, and whether it can be written to
    this.#running = this.#run();
  }

  /** Writes what waits, once, and closes the file. */
  async stop(): Promise<void> {
    this.#tidy?.cancel();
    this.#stopping = true;
    this.#wake();
    await this.#running;
  }

  /** Takes a fragment to be stored. Returns at once. @param offsetMs wall clock less monotonic clock, ms */
  put(piece: Piece, stream: VideoStream, offsetMs: number): void {
    this.#waiting.push({ piece, stream, offsetMs });
    this.#waitingBytes += piece.bytes;
    while (this.#waitingBytes > MAX_WAITING_BYTES) this.#drop();
    this.#wake();
  }

  /** Nothing follows on what was put: its file is finished. */
  end(): void {
    if (this.#waiting.at(-1) !== 'end') this.#waiting.push('end');
    this.#wake();
  }

  /** It is known what there is, and nothing stands in the way: what is not found then is not there. */
  get isReadable(): boolean {
    return this.#ready && this.#fault === null;
  }

  /** Resolves when everything that was put is stored, or cannot be at present. */
  idle(): Promise<void> {
    if (this.#waiting.length === 0 || this.#fault || !this.#running) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** The oldest goes. The one that is being written at present is the first, and may go in spite of that. */
  #drop(): void {
    const at = this.#waiting.findIndex((item) => item !== 'end');
    const [item] = this.#waiting.splice(at, 1) as [Waiting];
    this.#waitingBytes -= item.piece.bytes;
    this.#figures.droppedFragments++;
    this.#throttle.allow('dropped', (heldBack) =>
      this.#options.log.warn(
        { heldBack },
        'recording: the storage does not take it, the oldest seconds are lost',
      ),
    );
  }

  async #run(): Promise<void> {
    for (;;) {
      const failed = await this.#work();
      this.#settle();
      if (this.#stopping && (failed || this.#waiting.length === 0)) break;
      if (failed) await this.#pause(this.#retryMs);
      else if (this.#waiting.length === 0 && !this.#isTidyDue) await this.#pause(null);
    }
    await this.#file?.file.close();
    this.#file = null;
    this.#running = null;
  }

  /** Does everything there is to do. @returns whether the storage failed */
  async #work(): Promise<boolean> {
    const { clock } = this.#options;
    let item: Waiting | 'end' | undefined;
    const watch = clock.after(SLOW_MS, () => this.#tell(slowStorage(SLOW_MS / 1000)));
    try {
      if (!this.#ready) await this.#prepare();
      if (this.#isTidyDue) await this.#makeRoom(0);
      this.#isTidyDue = false;
      item = this.#waiting[0];
      if (item === 'end') await this.#finish();
      else if (item) await this.#store(item);
      if (item && this.#waiting[0] === item) this.#taken(item);
      this.#retryMs = FIRST_RETRY_MS;
      this.#tell(null);
      return false;
    } catch (error) {
      if (item && this.#waiting[0] === item && !isOfStorage(error)) return this.#unfit(item, error);
      this.#failed(error);
      return true;
    } finally {
      watch.cancel();
    }
  }

  #taken(item: Waiting | 'end'): void {
    this.#waiting.shift();
    if (item !== 'end') this.#waitingBytes -= item.piece.bytes;
  }

  /** A fragment that cannot be made into a file must not hold up those behind it. */
  #unfit(item: Waiting | 'end', error: unknown): false {
    this.#taken(item);
    this.#figures.droppedFragments++;
    this.#throttle.allow('unfit', (heldBack) =>
      this.#options.log.error({ err: error, heldBack }, 'recording: these seconds cannot be recorded'),
    );
    return false;
  }

  #failed(error: unknown): void {
    this.#figures.errors++;
    // Everything is looked at anew: the card may be another one when it is back.
    this.#ready = false;
    void this.#file?.file.close();
    this.#file = null;
    if (error instanceof LyingStorageError) this.#retryMs = LAST_RETRY_MS;
    const fault = storageFault(error);
    this.#throttle.allow(fault.code, (heldBack) =>
      this.#options.log.error({ err: error, heldBack }, `recording: ${fault.message}`),
    );
    this.#tell(fault);
  }

  async #prepare(): Promise<void> {
    const { storage, log } = this.#options;
    await storage.prepare();
    const findings = await this.catalogue.load();
    const { cut, rebuilt, removed, unreadable } = findings;
    if (cut + rebuilt + removed + unreadable > 0) log.warn(findings, 'recordings were mended');
    this.#ready = true;
  }

  async #store({ piece, stream, offsetMs }: Waiting): Promise<void> {
    const open = this.#file;
    const goesOn =
      open?.file.takes(piece) &&
      open.file.name.stream === stream &&
      Math.abs(open.offsetMs - offsetMs) <= STEP_MS;
    if (!goesOn) await this.#finish();
    await this.#makeRoom(piece.bytes);
    for (let more = 0; ; more++) {
      try {
        return await this.#append(piece, stream, offsetMs);
      } catch (error) {
        this.#file = null;
        const isFull = ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
        const oldest = this.catalogue.files[0];
        if (!isFull || !oldest || more >= MAX_MORE) throw error;
        await this.#remove(oldest.path);
      }
    }
  }

  async #append(piece: Piece, stream: VideoStream, offsetMs: number): Promise<void> {
    const isNew = !this.#file;
    if (!this.#file) {
      const startMs = Math.round(piece.startUs / 1000 + offsetMs);
      const name: FileName = { startMs, stream, salt: randomInt(2 ** 32) };
      const file = new RecordingFile({ storage: this.#options.storage, name, first: piece });
      this.#file = { file, offsetMs };
    }
    const { file } = this.#file;
    const before = file.bytes;
    await file.append(piece);
    this.#figures.writtenBytes += file.bytes - before;
    const { path, name, endMs, bytes } = file;
    this.catalogue.put({ path, ...name, endMs, bytes }, file.entries);
    if (isNew) await this.#readBack(file);
  }

  async #finish(): Promise<void> {
    const open = this.#file;
    if (!open) return;
    this.#file = null;
    try {
      await this.#readBack(open.file);
    } finally {
      await open.file.close();
    }
  }

  /**
   * Twice a file: reads the last fragment back from the disk and compares it.
   * Finds a disk that drops what it has acknowledged and one that is smaller than it says; not one that keeps what it
   * will lose in a memory of its own until the power goes.
   */
  async #readBack({ path, last }: RecordingFile): Promise<void> {
    if (!last) return;
    this.#figures.readBacks++;
    const found = await this.#options.storage.readBack(path, last.position, last.bytes.length);
    if (!found.equals(last.bytes)) throw new LyingStorageError();
  }

  /** @throws ENOSPC when there is no room for what is needed, and nothing is left to be removed */
  async #makeRoom(neededBytes: number): Promise<void> {
    const { storage, rules, clock } = this.#options;
    const { days, maxBytes, reserveBytes } = rules();
    this.#freeBytes = await storage.freeBytes();
    const { remove, hasRoom } = retention({
      files: this.catalogue.files,
      keepFromMs: clock.quality() === 'synced' ? clock.nowMs() - days * 86_400_000 : null,
      writing: this.#file?.file.path ?? null,
      freeBytes: this.#freeBytes,
      ...{ maxBytes, reserveBytes, neededBytes },
    });
    for (const { path } of remove) await this.#remove(path);
    if (neededBytes > 0 && !hasRoom)
      throw Object.assign(new Error('only the reserve is left'), { code: 'ENOSPC' });
  }

  /** Not synced: one that comes back after a power cut is removed again. */
  async #remove(path: string): Promise<void> {
    await removeRecording(this.#options.storage, path);
    this.catalogue.forget(path);
    this.#figures.removedFiles++;
  }

  #tell(fault: StorageFault | null): void {
    if (fault?.code === this.#fault?.code && fault?.message === this.#fault?.message) return;
    this.#fault = fault;
    this.#options.onFault(fault);
    if (fault) this.#settle();
  }

  #settle(): void {
    if (this.#waiting.length > 0 && !this.#fault) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Waits for something to do; after a failure for a while, doubled from time to time. */
  #pause(ms: number | null): Promise<void> {
    if (ms !== null) this.#retryMs = Math.min(LAST_RETRY_MS, ms * 2);
    return new Promise((resolve) => {
      const timer = ms === null ? null : this.#options.clock.after(ms, resolve);
      this.#wake = () => {
        if (ms !== null && !this.#stopping) return; // new fragments do not make a broken disk whole
        timer?.cancel();
        resolve();
      };
    });
  }
}

/** Errors of the file system and our own sentences about it have a code. */
function isOfStorage(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException)?.code === 'string';
}
