/** Gets small files from a mirror: no redirects, nothing endless, nothing slow, and a plain reason when it fails. */
import * as http from 'node:http';
import * as https from 'node:https';
import type { Clock, Timer } from '#kit/clock.ts';
import { asError, PupsentryError } from '#kit/errors.ts';
import { REQUEST_MS, STALL_MS } from './limits.ts';

/** @returns the file, or null when the mirror has none of that name. @throws PupsentryError, or the signal's reason */
export type GetFile = (
  url: string,
  options: { maxBytes: number; signal: AbortSignal },
) => Promise<Buffer | null>;

/** @param options.ca certificates to trust instead of Node's, PEM */
export function httpGet({ clock, ca }: { clock: Clock; ca?: string }): GetFile {
  return async (url, { maxBytes, signal }) => {
    const patience = new Patience(clock, signal, url);
    try {
      const response = await ask(url, { signal: patience.signal, ca });
      patience.renew();
      if (isMissing(response)) return null;
      refuseAllBut200(response, url);
      return await readBody(response, { url, maxBytes, onBytes: () => patience.renew() });
    } catch (error) {
      if (patience.signal.aborted) throw patience.signal.reason;
      throw error instanceof PupsentryError ? error : reasonOf(asError(error), url, clock);
    } finally {
      patience.end();
    }
  };
}

/** Aborts a request that stalls, takes too long, or is no longer wanted. */
class Patience {
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #caller: AbortSignal;
  readonly #url: string;
  readonly #total: Timer;
  #stall: Timer;

  constructor(clock: Clock, caller: AbortSignal, url: string) {
    caller.throwIfAborted();
    this.#clock = clock;
    this.#caller = caller;
    this.#url = url;
    caller.addEventListener('abort', this.#onAbort, { once: true });
    this.#total = clock.after(REQUEST_MS, () => this.#giveUp(REQUEST_MS));
    this.#stall = clock.after(STALL_MS, () => this.#giveUp(STALL_MS));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Bytes came. */
  renew(): void {
    this.#stall.cancel();
    this.#stall = this.#clock.after(STALL_MS, () => this.#giveUp(STALL_MS));
  }

  /** Ends the connection too, when it has not ended by itself. */
  end(): void {
    this.#total.cancel();
    this.#stall.cancel();
    this.#caller.removeEventListener('abort', this.#onAbort);
    this.#controller.abort();
  }

  #onAbort = () => this.#controller.abort(this.#caller.reason);

  #giveUp(ms: number): void {
    const message = `${hostOf(this.#url)} is too slow: given up after ${ms / 1000} s.`;
    this.#controller.abort(new PupsentryError('source-slow', message, 'It is tried again later.'));
  }
}

function ask(url: string, options: { signal: AbortSignal; ca?: string }): Promise<http.IncomingMessage> {
  const request = url.startsWith('https:') ? https.request : http.request;
  const headers = { accept: 'application/json', 'accept-encoding': 'identity' };
  return new Promise((resolve, reject) => {
    const asked = request(url, { ...options, headers, agent: false }, resolve);
    asked.on('error', reject);
    asked.end();
  });
}

/** Object stores say "forbidden" for a name that they do not have. */
const isMissing = ({ statusCode }: http.IncomingMessage) => [403, 404, 410].includes(statusCode ?? 0);

function refuseAllBut200({ statusCode = 0 }: http.IncomingMessage, url: string): void {
  if (statusCode === 200) return;
  if (statusCode === 511) throw captivePortal(url);
  if (statusCode >= 300 && statusCode < 400) {
    const message = `${hostOf(url)} sends elsewhere, which is not followed.`;
    throw new PupsentryError('source-redirected', message, SIGN_IN);
  }
  throw new PupsentryError(
    'source-failed',
    `${hostOf(url)} answered ${statusCode}.`,
    'It is tried again later.',
  );
}

async function readBody(
  response: http.IncomingMessage,
  { url, maxBytes, onBytes }: { url: string; maxBytes: number; onBytes: () => void },
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = Number(response.headers['content-length'] ?? 0);
  if (length > maxBytes) throw tooLarge(url, maxBytes);
  length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    onBytes();
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(url, maxBytes);
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks, length);
  if (isWebPage(response, body)) throw captivePortal(url);
  return body;
}

const isWebPage = ({ headers }: http.IncomingMessage, body: Buffer) =>
  /html/i.test(headers['content-type'] ?? '') || /^\s*</.test(body.toString('latin1', 0, 256));

const SIGN_IN = 'If this network asks for a sign-in, sign in there or choose another network.';

const captivePortal = (url: string) =>
  new PupsentryError('captive-portal', `The network answers in the place of ${hostOf(url)}.`, SIGN_IN);

const tooLarge = (url: string, maxBytes: number) =>
  new PupsentryError('metadata-too-large', `${url} is larger than ${maxBytes} bytes.`);

const CERTIFICATE = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS_CERT_|HOSTNAME_)/;

/** Node's and OpenSSL's words, for people. */
function reasonOf(error: Error, url: string, clock: Clock): PupsentryError {
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  const host = hostOf(url);
  const isOfTime = ['CERT_NOT_YET_VALID', 'CERT_HAS_EXPIRED'].includes(code);
  if (isOfTime && clock.quality() !== 'synced')
    return new PupsentryError(
      'clock-wrong',
      `The device does not know the time, so it cannot check who ${host} is.`,
      'Make sure that it can reach a time server (NTP).',
      { cause: error },
    );
  if (CERTIFICATE.test(code))
    return new PupsentryError(
      'certificate-invalid',
      `The certificate of ${host} is not good: ${error.message}.`,
      'If this network asks for a sign-in, sign in there; otherwise the update server needs care.',
      { cause: error },
    );
  return new PupsentryError(
    'source-unreachable',
    `${host} cannot be reached: ${error.message}.`,
    'It is tried again later.',
    { cause: error },
  );
}

const hostOf = (url: string) => new URL(url).host;
