/** A real HTTP server that has one image and misbehaves on request. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const FAULTS = [
  ...['body-encoded', 'captive-portal', 'drop', 'endless', 'loss', 'not-found', 'redirect', 'refused'],
  ...['reset', 'server-error', 'silent', 'slow', 'stall', 'too-busy', 'unranged', 'wrong-bytes'],
  ...['wrong-length', 'wrong-range', 'wrong-size'],
] as const;
export type Fault = (typeof FAULTS)[number];

type Head = Record<string, string | number>;

export interface FaultyServerOptions {
  image: Buffer;
  /** Asked at each request, counted from 0. */
  faultOf: (request: number) => Fault | null;
  random: () => number;
  /** It has sent what it is going to send, and stays silent. */
  onSilent?: () => void;
  /** It has sent very little for a second, so to speak. */
  onDribble?: () => Promise<void>;
}

export class FaultyServer {
  requests = 0;
  /** Bytes of image that were sent, as often as they were. */
  sentBytes = 0;
  readonly #options: FaultyServerOptions;
  readonly #server: Server;

  constructor(options: FaultyServerOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** @returns its address */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { image, faultOf } = this.#options;
    const [first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range!)!.slice(1).map(Number);
    const fault = faultOf(this.requests++);
    const body = image.subarray(first, last! + 1);
    const head = {
      etag: '"1"',
      'content-type': 'application/octet-stream',
      'content-range': `bytes ${first}-${last}/${image.length}`,
      'content-length': body.length,
    };
    if (fault === null) return this.#send(response.writeHead(206, head), body);
    const lie = this.#otherHead(fault, head, first!);
    if (lie) return void response.writeHead(...lie).end('<html>Please sign in</html>');
    await this.#otherBody(fault, response, head, body);
  }

  /** Of faults that show before the body. */
  #otherHead(fault: Fault, head: Head, first: number): [number, Head] | null {
    const html = { 'content-type': 'text/html' };
    const { image } = this.#options;
    const of: Partial<Record<Fault, [number, Head]>> = {
      'body-encoded': [206, { ...head, 'content-encoding': 'gzip', 'content-length': 28 }],
      'captive-portal': [200, html],
      'not-found': [404, html],
      redirect: [302, { location: 'http://elsewhere.example/' }],
      refused: [403, html],
      'server-error': [500, html],
      'too-busy': [503, { 'retry-after': '1' }],
      unranged: [200, { 'content-type': 'application/octet-stream' }],
      'wrong-length': [206, { ...head, 'content-length': 28 }],
      'wrong-range': [206, { ...head, 'content-range': `bytes ${first + 1}-${first + 28}/${image.length}` }],
      'wrong-size': [206, { ...head, 'content-range': `bytes ${first}-${first + 27}/${image.length + 1}` }],
    };
    return of[fault] ?? null;
  }

  async #otherBody(fault: Fault, response: ServerResponse, head: Head, body: Buffer): Promise<void> {
    const { random, onSilent, onDribble } = this.#options;
    const part = body.subarray(0, Math.floor(random() * body.length));
    if (fault === 'reset') return void response.socket!.destroy();
    if (fault === 'silent') return onSilent?.();
    if (fault === 'endless') {
      response.writeHead(206, { 'content-range': String(head['content-range']) }); // in chunks, without a length
      while (await this.#write(response, body));
      return;
    }
    response.writeHead(206, head);
    if (fault === 'wrong-bytes') {
      const wrong = Buffer.from(body);
      wrong[Math.floor(random() * wrong.length)]! ^= 0x40;
      return this.#send(response, wrong);
    }
    if (fault === 'slow') {
      response.flushHeaders();
      for (let at = 0; !response.destroyed && at < body.length; at++) {
        await this.#write(response, body.subarray(at, at + 1));
        await onDribble?.();
      }
      return;
    }
    await this.#write(response, part);
    if (fault === 'stall') onSilent?.();
    else response.socket!.end(); // all of what was sent arrives, and no more
  }

  #send(response: ServerResponse, body: Buffer): void {
    this.sentBytes += body.length;
    response.end(body);
  }

  /** @returns whether it could be sent */
  #write(response: ServerResponse, part: Buffer): Promise<boolean> {
    this.sentBytes += part.length;
    return new Promise((resolve) => {
      const onClose = () => resolve(false);
      response.once('close', onClose);
      response.write(part, (error) => {
        response.off('close', onClose);
        resolve(!error);
      });
    });
  }
}
