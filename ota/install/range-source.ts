/**
 * Blocks over HTTP(S) from a list of mirrors. What came before a connection broke is kept, to the byte; a mirror that lies
 * is not asked again; one that fails is left for the next, and each waits longer when all do.
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { sleep, type Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { Backoff } from '#kit/retry.ts';
import type { Download, ImageSource, Run, TakeBlocks } from './image-source.ts';
import { PARALLEL_REQUESTS, SOURCE_LIMITS, type SourceLimits } from './limits.ts';
import { Mirrors, type Mirror } from './mirrors.ts';
import { requestRange } from './range-request.ts';
import { RunAssembler } from './run-assembler.ts';
import { SourceFailure } from './source-failure.ts';
import { TokenBucket } from './token-bucket.ts';

export interface RangeSourceOptions {
  /** Addresses that images' paths are below, the first one asked first; a slash at the end is not needed. */
  mirrors: readonly string[];
  clock: Clock;
  log: Logger;
  /** Certificates to trust instead of the system's, PEM. */
  ca?: string;
  /** Bytes a second; no limit when absent. */
  maxRate?: number;
  /** Asked before each request, which waits for it: for a line that costs. Rejects with the signal's reason. */
  mayFetch?: (signal: AbortSignal) => Promise<void>;
  limits?: Partial<SourceLimits>;
}

export class RangeSource implements ImageSource {
  readonly #options: RangeSourceOptions;
  readonly #bucket: TokenBucket;
  /** The mirror that worked last: asked first by the next update too. */
  #favourite = 0;

  /** @throws PupsentryError "mirror-invalid" */
  constructor(options: RangeSourceOptions) {
    const invalid = options.mirrors.find((mirror) => !/^https?:/i.test(mirror) || !URL.canParse(mirror));
    if (invalid !== undefined || options.mirrors.length === 0)
      throw new PupsentryError('mirror-invalid', `"${invalid ?? ''}" is no address to fetch updates from.`);
    this.#options = options;
    this.#bucket = new TokenBucket({ clock: options.clock, bytesPerSecond: options.maxRate ?? Infinity });
  }

  open(path: string, sizeBytes: number): Download {
    const urls = this.#options.mirrors.map((mirror) => imageUrl(mirror, path));
    const mirrors = new Mirrors(urls, this.#favourite, (index) => (this.#favourite = index));
    return new RangeDownload({ ...this.#options, mirrors, sizeBytes, bucket: this.#bucket });
  }
}

/** @throws PupsentryError "image-path" when the path leads out of the mirror */
function imageUrl(mirror: string, path: string): URL {
  const parts = path.split('/');
  if (parts.some((part) => ['', '.', '..'].includes(part) || part.includes('\\')))
    throw new PupsentryError('image-path', `"${path}" is not the path of an image.`);
  return new URL(parts.map(encodeURIComponent).join('/'), mirror.replace(/\/*$/, '/'));
}

interface RangeDownloadOptions extends Omit<RangeSourceOptions, 'mirrors'> {
  mirrors: Mirrors;
  sizeBytes: number;
  bucket: TokenBucket;
}

class RangeDownload implements Download {
  fetchedBytes = 0;
  readonly #options: RangeDownloadOptions;
  readonly #limits: SourceLimits;
  readonly #agents: { 'http:': HttpAgent; 'https:': HttpsAgent };
  readonly #backoff: Backoff;

  constructor(options: RangeDownloadOptions) {
    this.#options = options;
    this.#limits = { ...SOURCE_LIMITS, ...options.limits };
    const kept = { keepAlive: true, maxSockets: PARALLEL_REQUESTS };
    this.#agents = { 'http:': new HttpAgent(kept), 'https:': new HttpsAgent({ ...kept, ca: options.ca }) };
    this.#backoff = new Backoff(this.#limits.backoff);
  }

  async fetch(run: Run, take: TakeBlocks, signal: AbortSignal): Promise<void> {
    const assembler = new RunAssembler(run, take);
    while (assembler.missingBytes > 0) {
      await this.#options.mayFetch?.(signal);
      const { mirror } = this.#options.mirrors;
      const before = assembler.takenBlocks;
      const failure = await this.#request(mirror, assembler, signal);
      const hasProgress = assembler.takenBlocks > before;
      if (hasProgress) this.#backoff.succeeded();
      if (failure) await this.#recover(mirror, failure, hasProgress, signal);
      if (this.#options.mirrors.mirror !== mirror) assembler.dropPart();
    }
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  /** @returns what the mirror did wrong, or null */
  async #request(
    mirror: Mirror,
    assembler: RunAssembler,
    signal: AbortSignal,
  ): Promise<SourceFailure | null> {
    const { clock, sizeBytes, bucket } = this.#options;
    const { position, missingBytes: bytes } = assembler;
    const agent = this.#agents[mirror.url.protocol as 'http:' | 'https:'];
    const what = { mirror, agent, position, bytes, sizeBytes };
    let failure: SourceFailure | null = null;
    try {
      for await (const chunk of requestRange({ ...what, clock, limits: this.#limits, signal })) {
        this.#count(chunk.length);
        await assembler.add(chunk);
        await bucket.take(chunk.length, signal);
      }
    } catch (error) {
      failure = asFailure(error);
    }
    try {
      await assembler.deliver();
    } catch (error) {
      failure = asFailure(error);
    }
    return failure;
  }

  /** @throws PupsentryError "byte-budget-used" */
  #count(bytes: number): void {
    const { sizeBytes } = this.#options;
    this.fetchedBytes += bytes;
    if (this.fetchedBytes <= sizeBytes * this.#limits.budgetFactor + this.#limits.budgetBytes) return;
    throw new PupsentryError(
      'byte-budget-used',
      `The update has fetched ${this.fetchedBytes} bytes, though its image has only ${sizeBytes}.`,
    );
  }

  /** Turns to another mirror, or waits. @throws SourceFailure when nothing is left to try */
  async #recover(
    mirror: Mirror,
    failure: SourceFailure,
    hasProgress: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const { mirrors, clock, log } = this.#options;
    log.debug({ mirror: mirror.url.host, reason: failure.reason }, 'a mirror failed');
    if (failure.isLasting) return mirrors.exclude(mirror, failure);
    // One that gave something before it broke is asked for the rest.
    if (failure.reason !== 'connection-lost' || !hasProgress) mirrors.leave(mirror);
    const waitMs = Math.max(this.#backoff.nextMs(), Math.min(failure.waitMs, this.#limits.backoff.maxMs));
    if (this.#backoff.failures >= this.#limits.tries) throw failure;
    await sleep(clock, waitMs, signal);
  }
}

/** @throws what is no fault of a mirror */
function asFailure(error: unknown): SourceFailure {
  if (error instanceof SourceFailure) return error;
  throw error;
}
