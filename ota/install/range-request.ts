/** One request for a part of a file (RFC 9110, section 14), believed only as far as it answers exactly what was asked. */
import { request as httpRequest, type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock, Timer } from '#kit/clock.ts';
import type { SourceLimits } from './limits.ts';
import type { Mirror } from './mirrors.ts';
import { sourceFailure, SourceFailure } from './source-failure.ts';

export interface RangeRequest {
  mirror: Mirror;
  agent: Agent;
  /** First byte and how many. */
  position: number;
  bytes: number;
  /** Of the whole file, bytes. */
  sizeBytes: number;
  clock: Clock;
  limits: Pick<SourceLimits, 'stallMs' | 'floorBytesPerSecond' | 'slowMs'>;
  signal: AbortSignal;
}

/**
 * @returns the part, piece by piece; `bytes` in all, or it throws
 * @throws SourceFailure; the signal's reason when it aborts
 */
export async function* requestRange(options: RangeRequest): AsyncGenerator<Buffer> {
  const { signal, bytes } = options;
  signal.throwIfAborted();
  const request = send(options);
  const patience = new Patience(request, options);
  try {
    const response = await patience.wait(() => responseTo(request));
    checkHead(response, options);
    const chunks = response[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (let left = bytes; left > 0;) {
      const { value, done } = await patience.wait(() => chunks.next());
      if (done) throw new SourceFailure('connection-lost');
      patience.received(value.length);
      if (value.length > left) throw new SourceFailure('wrong-length');
      left -= value.length;
      yield value;
    }
    // Nothing may follow; and the connection can be used again once that is known.
    const { value, done } = await patience.wait(() => chunks.next());
    if (!done && value.length > 0) throw new SourceFailure('wrong-length');
  } catch (error) {
    signal.throwIfAborted();
    throw sourceFailure(patience.failure ?? error);
  } finally {
    if (!request.closed) request.destroy();
  }
}

function send({ mirror, agent, position, bytes, signal }: RangeRequest): ClientRequest {
  const { url, etag } = mirror;
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const headers = {
    range: `bytes=${position}-${position + bytes - 1}`,
    'accept-encoding': 'identity',
    ...(etag ? { 'if-range': etag } : {}),
  };
  return request(url, { agent, headers, signal }).end();
}

function responseTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject); // stays, for what fails later is told by the body too
    request.once('close', () => reject(new Error('closed')));
  });
}

/** @throws SourceFailure when this is not the answer */
function checkHead(response: IncomingMessage, options: RangeRequest): void {
  const { headers } = response;
  const { position, bytes, sizeBytes, mirror } = options;
  checkStatus(response, mirror);
  const range = /^bytes (\d{1,16})-(\d{1,16})\/(\d{1,16}|\*)$/.exec(headers['content-range'] ?? '');
  if (!range) throw new SourceFailure('wrong-range');
  const [first, last, size] = range.slice(1).map(Number);
  if (first !== position || last !== position + bytes - 1) throw new SourceFailure('wrong-range');
  if (range[3] !== '*' && size !== sizeBytes) throw new SourceFailure('wrong-length');
  if (!['', 'identity'].includes(headers['content-encoding'] ?? '')) throw new SourceFailure('body-encoded');
  if (headers['content-length'] !== undefined && Number(headers['content-length']) !== bytes)
    throw new SourceFailure('wrong-length');
  if (headers.etag?.startsWith('"')) mirror.etag = headers.etag; // a weak one names no bytes
}

/** @throws SourceFailure when it is not 206 Partial Content */
function checkStatus({ statusCode = 0, headers }: IncomingMessage, mirror: Mirror): void {
  const isPage = /^text\/|html/.test(headers['content-type'] ?? '');
  if (statusCode === 206) return;
  if (statusCode === 511 || (statusCode === 200 && isPage)) throw new SourceFailure('captive-portal');
  if (statusCode === 200) {
    const wasChanged = mirror.etag !== undefined;
    mirror.etag = undefined;
    throw new SourceFailure(wasChanged ? 'image-changed' : 'ranges-refused');
  }
  if (statusCode >= 300 && statusCode < 400) throw new SourceFailure('redirected');
  if (statusCode === 404 || statusCode === 410) throw new SourceFailure('image-not-found');
  if (statusCode === 416) throw new SourceFailure('wrong-length');
  if (statusCode === 429 || statusCode === 503)
    throw new SourceFailure('server-busy', { waitMs: Number(headers['retry-after']) * 1000 || 0 });
  throw new SourceFailure(statusCode >= 500 ? 'server-failed' : 'request-refused');
}

/** Ends a request that keeps us waiting: for the next bytes, or in all for what came. Our own pauses do not count. */
class Patience {
  /** Why it was ended. */
  failure: SourceFailure | undefined;
  readonly #request: ClientRequest;
  readonly #options: RangeRequest;
  #waitedMs = 0;
  #bytes = 0;

  constructor(request: ClientRequest, options: RangeRequest) {
    this.#request = request;
    this.#options = options;
  }

  async wait<T>(work: () => Promise<T>): Promise<T> {
    const { clock, limits } = this.#options;
    const startedMs = clock.monotonicMs();
    const timer: Timer = clock.after(limits.stallMs, () => this.#end(new SourceFailure('stalled')));
    try {
      return await work();
    } finally {
      timer.cancel();
      this.#waitedMs += clock.monotonicMs() - startedMs;
    }
  }

  /** @throws SourceFailure when this is too little for so long a wait */
  received(bytes: number): void {
    const { limits } = this.#options;
    this.#bytes += bytes;
    if (this.#waitedMs < limits.slowMs) return;
    if ((this.#bytes * 1000) / this.#waitedMs < limits.floorBytesPerSecond)
      throw new SourceFailure('too-slow');
    [this.#bytes, this.#waitedMs] = [0, 0];
  }

  #end(failure: SourceFailure): void {
    this.failure = failure;
    this.#request.destroy(failure);
  }
}
