/** A real HTTP server on loopback that serves repositories of tests, and misbehaves when told to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Answers in the place of the repository. @returns whether it did */
export type Misbehaviour = (name: string, response: ServerResponse, request: IncomingMessage) => boolean;

/** PEM */
interface Certificate {
  key: string;
  cert: string;
}

export class MirrorUnderTest {
  readonly #server: Server | TlsServer;
  readonly #scheme: 'http' | 'https';
  /** Files by name, without /metadata/. */
  files = new Map<string, string | Buffer>();
  misbehave: Misbehaviour = () => false;
  /** Names that were asked for since `requests` was emptied. */
  requests: string[] = [];

  private constructor(tls?: Certificate) {
    this.#scheme = tls ? 'https' : 'http';
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      const name = (request.url ?? '').replace(/^\/metadata\//, '');
      this.requests.push(name);
      if (this.misbehave(name, response, request)) return;
      const file = this.files.get(name);
      response.writeHead(file === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(file);
    };
    this.#server = tls ? createTlsServer(tls, answer) : createServer(answer);
  }

  static async start(tls?: Certificate): Promise<MirrorUnderTest> {
    const mirror = new MirrorUnderTest(tls);
    await new Promise<void>((resolve) => mirror.#server.listen(0, '127.0.0.1', resolve));
    return mirror;
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From the next connection on; of one that was started with a certificate. */
  certify(tls: Certificate): void {
    (this.#server as TlsServer).setSecureContext(tls);
  }

  /** Serves this, and behaves. */
  reset(files: Map<string, string | Buffer>): void {
    this.files = files;
    this.misbehave = () => false;
    this.requests = [];
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
