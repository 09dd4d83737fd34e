/** The door by HTTPS: one connection kept open, bodies sent at the pace that is allowed, redirects refused. */
import { createHash } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Pace } from './pace.ts';
import { DoorError, type DoorRefusal, type DoorState, type UploadDoor } from './upload-door.ts';

/** A connection on which nothing moves for this long is dead, ms. */
const SILENCE_LIMIT_MS = 30_000;
/** A body is handed over in pieces of this size: the pace holds between two of them. */
const PIECE_BYTES = 16 * 1024;
const MAX_ANSWER_BYTES = 16 * 1024;

export interface HttpUploadDoorOptions {
  /** Where it is and what to show there, at present. @throws DoorError "pass" when there is none */
  pass: () => { url: string; token: string };
  pace: Pace;
  /** PEM; what signed the cloud's certificate, when the system does not know it. */
  ca?: string;
}

interface Answer {
  status: number;
  body: { code?: unknown; message?: unknown; received?: unknown; isComplete?: unknown };
}

export class HttpUploadDoor implements UploadDoor {
  readonly #options: HttpUploadDoorOptions;
  readonly #agents = {
    'http:': new HttpAgent({ keepAlive: true, maxSockets: 1 }),
    'https:': new HttpsAgent({ keepAlive: true, maxSockets: 1 }),
  };

  constructor(options: HttpUploadDoorOptions) {
    this.#options = options;
  }

  begin(
    clip: { clipId: string; head: Uint8Array; totalBytes: number },
    signal: AbortSignal,
  ): Promise<DoorState> {
    return this.#put(`${clip.clipId}?bytes=${clip.totalBytes}`, clip.head, signal);
  }

  put(clipId: string, number: number, segment: Uint8Array, signal: AbortSignal): Promise<DoorState> {
    return this.#put(`${clipId}/segments/${number}`, segment, signal);
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  async #put(path: string, bytes: Uint8Array, signal: AbortSignal): Promise<DoorState> {
    const { url, token } = this.#options.pass();
    const { status, body } = await this.#send(new URL(`${url}/${path}`), token, bytes, signal);
    if (status < 200 || status > 299) throw refused(status, body);
    const { received, isComplete } = body;
    if (!Number.isSafeInteger(received) || typeof isComplete !== 'boolean')
      throw new DoorError('unreachable', 'The cloud answered something that is no answer of ours.');
    return { received: received as number, isComplete };
  }

  #send(url: URL, token: string, bytes: Uint8Array, signal: AbortSignal): Promise<Answer> {
    const isTls = url.protocol === 'https:';
    const digest = createHash('sha256').update(bytes).digest('base64');
    return new Promise((resolve, reject) => {
      const fail = (cause: Error) =>
        reject(
          signal.aborted
            ? (signal.reason as Error)
            : new DoorError('unreachable', `The cloud cannot be reached: ${cause.message}.`, { cause }),
        );
      const request = (isTls ? httpsRequest : httpRequest)(url, {
        method: 'PUT',
        agent: this.#agents[isTls ? 'https:' : 'http:'],
        ...(this.#options.ca && { ca: this.#options.ca }),
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/octet-stream',
          'content-length': bytes.length,
          'content-digest': `sha-256=:${digest}:`, // RFC 9530
        },
        signal,
      });
      request.setTimeout(SILENCE_LIMIT_MS, () => request.destroy(new Error('no answer within 30 s')));
      let isAnswered = false;
      request.on('response', (response) => {
        isAnswered = true; // perhaps before all was sent: what it says counts
        read(response).then(resolve, fail);
      });
      request.on('error', (error) => isAnswered || fail(error));
      this.#write(request, bytes, signal).catch((error: Error) => {
        request.destroy(error);
        fail(error);
      });
    });
  }

  async #write(
    request: ReturnType<typeof httpRequest>,
    bytes: Uint8Array,
    signal: AbortSignal,
  ): Promise<void> {
    for (let at = 0; at < bytes.length && !request.destroyed; at += PIECE_BYTES) {
      const piece = bytes.subarray(at, at + PIECE_BYTES);
      await this.#options.pace.take(piece.length, signal);
      if (request.destroyed) return;
      if (!request.write(piece)) await drained(request);
    }
    request.end();
  }
}

function drained(request: ReturnType<typeof httpRequest>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      request.off('drain', done);
      request.off('close', done);
      resolve();
    };
    request.on('drain', done);
    request.on('close', done);
  });
}

async function read(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_ANSWER_BYTES) throw new Error('an answer longer than ours are');
    parts.push(part);
  }
  let body: unknown = null;
  try {
    body = JSON.parse(Buffer.concat(parts).toString());
  } catch {
    // A proxy's page: the status says enough.
  }
  return { status: response.statusCode!, body: (body ?? {}) as Answer['body'] };
}

const REFUSALS: Record<number, DoorRefusal> = {
  400: 'clip',
  401: 'pass',
  402: 'lapsed',
  403: 'pass',
  404: 'unknown-clip',
  409: 'unknown-clip',
  410: 'clip',
  413: 'clip',
  507: 'full',
};

function refused(status: number, { code, message }: Answer['body']): DoorError {
  if (status >= 300 && status < 400)
    return new DoorError('unreachable', `The cloud sends us elsewhere (${status}), where we do not go.`);
  // Without a word of ours it was not our door that answered: a proxy, a captive portal.
  const refusal = typeof code === 'string' ? REFUSALS[status] : undefined;
  const said = typeof message === 'string' && message ? message.slice(0, 300) : `It answered ${status}.`;
  return new DoorError(refusal ?? 'unreachable', `The cloud does not take the clip: ${said}`);
}
