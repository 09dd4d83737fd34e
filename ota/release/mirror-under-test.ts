/** A real HTTP server on loopback that serves repositories of tests, and misbehaves when told to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers in the place of the repository. @returns whether it did */
export type Misbehaviour = (name: string, response: ServerResponse, request: IncomingMessage) => boolean;

export class MirrorUnderTest {
  readonly #server: Server;
  /** Files by name, without /metadata/. */
  files = new Map<string, string | Buffer>();
  misbehave: Misbehaviour = () => false;
  /** Names that were asked for since `requests` was emptied. */
  requests: string[] = [];

  private constructor() {
    this.#server = createServer((request, response) => {
      const name = (request.url ?? '').replace(/^\/metadata\//, '');
      this.requests.push(name);
      if (this.misbehave(name, response, request)) return;
      const file = this.files.get(name);
      response.writeHead(file === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(file);
    });
  }

  static async start(): Promise<MirrorUnderTest> {
    const mirror = new MirrorUnderTest();
    await new Promise<void>((resolve) => mirror.#server.listen(0, '127.0.0.1', resolve));
    return mirror;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
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
