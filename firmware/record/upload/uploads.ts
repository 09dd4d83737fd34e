/**
 * Brings clips to the cloud in the background: sealed here, the urgent ones first, and only while the household
 * has said yes, the cloud takes them, and nobody needs the line for looking.
 */
import { join } from 'node:path';
import type { v1 } from '#protocol/messages.ts';
import { SEAL_LIMITS } from '#protocol/sealed/header.ts';
import type { Clock, Timer } from '#kit/clock.ts';
import { asError, explain } from '#kit/errors.ts';
import { LogThrottle, type Logger } from '#kit/log.ts';
import { Backoff } from '#kit/retry.ts';
import type { Service } from '#kit/service.ts';
import type { ClipSource } from './clip-source.ts';
import { SealedFile } from './sealed-file.ts';
import { DoorError, type DoorState, type UploadDoor } from './upload-door.ts';
import type { UploadJob } from './upload-job.ts';
import type { UploadOrders } from './upload-orders.ts';
import { UploadQueue, type DroppedUpload, type DropReason } from './upload-queue.ts';

/** How long a full or lapsed cloud is left alone, ms; a new order ends it. */
const PAUSE_MS = 15 * 60_000;
/** How often a line that is needed for looking is looked at again, ms. */
const BUSY_CHECK_MS = 2000;

/** Why nothing goes out at present; null while something does, or nothing waits. */
export type UploadHindrance =
  'no-consent' | 'off' | 'no-pass' | 'live-view' | 'lapsed' | 'full' | 'unreachable' | null;

export interface UploadStatus {
  waiting: number;
  hindrance: UploadHindrance;
  /** A sentence on the last thing that went wrong; empty when nothing did. */
  problem: string;
  /** Since the start. */
  uploaded: number;
  /** The last hundred that were given up, also before the start. */
  dropped: readonly DroppedUpload[];
}

export interface UploadsOptions {
  deviceId: string;
  /** For what waits; a folder of its own. */
  folder: string;
  source: ClipSource;
  orders: UploadOrders;
  door: UploadDoor;
  /** The setting "cloud.recording". */
  consent: () => boolean;
  /** A viewer needs the line: uploads wait. */
  busy: () => boolean;
  clock: Clock;
  log: Logger;
  maxJobs?: number;
  /** Source of jitter in [0, 1). */
  random?: () => number;
}

export class Uploads implements Service {
  readonly name = 'uploads';
  readonly #options: UploadsOptions;
  readonly #queue: UploadQueue;
  readonly #backoff: Backoff;
  readonly #throttle: LogThrottle;
  readonly #listeners = new Set<() => void>();
  /** What is known of the clips that were begun in this life. */
  readonly #begun = new Map<string, { file: SealedFile; state: DoorState }>();
  #life: AbortController | undefined;
  /** Ends the present step: consent was withdrawn, or we stop. */
  #step = new AbortController();
  /** Resolves when the present step has ended. */
  #stepDone: Promise<void> = Promise.resolve();
  #running: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;
  /** Nothing is tried before, by the monotonic clock; and why. */
  #restUntilMs = -Infinity;
  #restFor: 'lapsed' | 'full' | 'unreachable' = 'unreachable';
  #problem = '';
  #uploaded = 0;

  constructor(options: UploadsOptions) {
    this.#options = options;
    const { clock, random, folder, maxJobs } = options;
    this.#queue = new UploadQueue({ folder: join(folder, 'queue'), nowMs: () => clock.nowMs(), maxJobs });
    this.#backoff = new Backoff({ firstMs: 2000, maxMs: 5 * 60_000, random });
    this.#throttle = new LogThrottle({ monotonicMs: () => clock.monotonicMs() });
  }

  async start(): Promise<void> {
    await this.#options.orders.open();
    await this.#queue.open();
    if (!this.#options.consent()) await this.#queue.erase();
    this.#life = new AbortController();
    this.#running = this.#run(this.#life.signal);
  }

  async stop(): Promise<void> {
    this.#life?.abort(new Error('stopping'));
    this.#step.abort(new Error('stopping'));
    this.#wake();
    await this.#running;
    this.#options.door.close();
  }

  /**
   * A clip is recorded and may go. On disk when this resolves.
   * @param thumbnail JPEG; one that is too large for a sealed clip is left out
   * @returns false when cloud recording is off: then nothing is kept of it
   * @throws the file system's error
   */
  async add(job: UploadJob, thumbnail: Uint8Array | null = null): Promise<boolean> {
    const { consent, orders } = this.#options;
    if (!consent() || !orders.isOn) return false;
    const isSmall = thumbnail !== null && thumbnail.length <= SEAL_LIMITS.thumbnail;
    const dropped = await this.#queue.add(job, isSmall ? thumbnail : null);
    if (!consent()) await this.#queue.erase(); // withdrawn meanwhile
    if (dropped) this.#tellDropped(dropped, 'queue-full');
    this.#changed();
    return this.#queue.has(job.clipId);
  }

  /** The cloud's order (contract: CloudRecording). @throws PupsentryError, see `UploadOrders.take` */
  async take(order: v1.ICloudRecording): Promise<void> {
    await this.#options.orders.take(order);
    this.#restUntilMs = -Infinity;
    this.#problem = '';
    this.#changed();
  }

  /** The consent has changed. Withdrawn, what is on its way stops at once and what waits is erased. */
  async consentChanged(): Promise<void> {
    if (!this.#options.consent()) {
      this.#step.abort(new Error('consent withdrawn'));
      this.#begun.clear();
      await this.#queue.erase();
      await this.#stepDone; // what it was still writing goes, too
      if (!this.#options.consent()) await this.#queue.erase();
    }
    this.#changed();
  }

  status(): UploadStatus {
    return {
      waiting: this.#queue.length,
      hindrance: this.#hindrance(),
      problem: this.#problem,
      uploaded: this.#uploaded,
      dropped: this.#queue.dropped,
    };
  }

  /** Calls back when `status()` may have changed. @returns a function that ends it */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #hindrance(): UploadHindrance {
    const { consent, orders, busy, clock } = this.#options;
    if (!consent()) return 'no-consent';
    if (!orders.isOn) return 'off';
    if (this.#queue.length === 0) return null;
    if (!orders.pass(clock)) return 'no-pass';
    if (clock.monotonicMs() < this.#restUntilMs) return this.#restFor;
    return busy() ? 'live-view' : null;
  }

  async #run(life: AbortSignal): Promise<void> {
    while (!life.aborted) {
      const hindrance = this.#hindrance();
      const job = this.#queue.first();
      if (hindrance || !job) {
        await this.#sleep(hindrance);
        continue;
      }
      this.#step = new AbortController();
      if (life.aborted) return;
      this.#stepDone = this.#try(job, this.#step.signal);
      await this.#stepDone;
      this.#tell();
    }
  }

  async #try(job: UploadJob, signal: AbortSignal): Promise<void> {
    try {
      await this.#advance(job, signal);
      this.#backoff.succeeded();
      this.#problem = '';
    } catch (error) {
      if (!signal.aborted) await this.#failed(job, error).catch((e: unknown) => this.#rest('unreachable', e));
    }
  }

  /** One piece of work: then it is looked at again what is most urgent, and whether it may go. */
  async #advance(job: UploadJob, signal: AbortSignal): Promise<void> {
    const { door } = this.#options;
    const { clipId } = job;
    let begun = this.#begun.get(clipId);
    if (!begun) {
      const file = await this.#sealed(job, signal);
      if (!file) return this.#drop(job, 'not-recorded');
      const clip = { clipId, head: await file.head(), totalBytes: file.layout.totalBytes };
      begun = { file, state: await door.begin(clip, signal) };
    } else {
      const { file, state } = begun;
      const segment = await file.segment(state.received);
      begun = { file, state: await door.put(clipId, state.received, segment, signal) };
    }
    signal.throwIfAborted();
    if (!begun.state.isComplete) return void this.#begun.set(clipId, begun);
    this.#begun.delete(clipId);
    this.#uploaded++; // it has arrived, whatever becomes of what waits here
    await this.#queue.done(clipId);
    this.#options.log.info({ clip: clipId, bytes: begun.file.layout.totalBytes }, 'clip uploaded');
  }

  /** The sealed file, made now if need be: for the keys of now, and of the bytes the recorder still has. */
  async #sealed(job: UploadJob, signal: AbortSignal): Promise<SealedFile | null> {
    const path = this.#queue.sealedFile(job.clipId);
    const there = await SealedFile.find(path);
    if (there) return there;
    const { source, orders, deviceId } = this.#options;
    const clip = await source.open(job.clipId, signal);
    if (!clip) return null;
    const thumbnail = await this.#queue.thumbnail(job.clipId);
    return SealedFile.make(path, clip, { job, deviceId, thumbnail, keys: orders.keys!.keys, signal });
  }

  async #failed(job: UploadJob, error: unknown): Promise<void> {
    const { orders } = this.#options;
    this.#begun.delete(job.clipId);
    if (!(error instanceof DoorError)) return this.#rest('unreachable', error);
    switch (error.refusal) {
      case 'clip':
        this.#problem = error.message;
        return this.#drop(job, 'refused');
      case 'pass':
        orders.spoilPass();
        this.#problem = error.message;
        return;
      case 'unknown-clip': // begun again at the next turn; the wait keeps two that disagree from racing
        return this.#rest('unreachable', error);
      default:
        return this.#rest(error.refusal, error);
    }
  }

  #rest(reason: 'lapsed' | 'full' | 'unreachable', error: unknown): void {
    const { clock, log } = this.#options;
    const waitMs = reason === 'unreachable' ? this.#backoff.nextMs() : PAUSE_MS;
    this.#restUntilMs = clock.monotonicMs() + waitMs;
    this.#restFor = reason;
    this.#problem = explain(error);
    this.#throttle.allow(`${reason} ${asError(error).message}`, (heldBack) =>
      log.warn({ heldBack }, `uploads wait: ${this.#problem}`),
    );
  }

  async #drop(job: UploadJob, reason: DropReason): Promise<void> {
    this.#begun.delete(job.clipId);
    await this.#queue.drop(job, reason);
    this.#tellDropped(job, reason);
  }

  #tellDropped({ clipId, kind }: UploadJob, reason: DropReason): void {
    this.#options.log.warn({ clip: clipId, kind, reason }, 'a clip will not be uploaded');
  }

  /** Until something changes, or the reason may have gone by itself. */
  async #sleep(hindrance: UploadHindrance): Promise<void> {
    const { clock } = this.#options;
    const restMs = this.#restUntilMs - clock.monotonicMs();
    const waitMs = hindrance === 'live-view' ? BUSY_CHECK_MS : restMs > 0 ? restMs : null;
    let timer: Timer | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (waitMs !== null) timer = clock.after(waitMs, resolve);
      if (this.#life?.signal.aborted) resolve();
    });
    timer?.cancel();
  }

  #changed(): void {
    this.#wake();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
