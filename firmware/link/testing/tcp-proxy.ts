/** A TCP proxy on loopback that cuts connections: a bad network for tests. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class TcpProxy {
  readonly #server: Server;
  readonly #targetPort: number;
  #pairs = new Set<[Socket, Socket]>();
  #cutAfterBytes: number | null = null;
  /** While false, who connects is hung up on. */
  isOpen = true;
  /** Connections reset so far. */
  cuts = 0;
  #onCut: () => void = () => undefined;

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  static async start(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resets the connection that carries the byte this far from now, in whichever direction, in mid-packet. */
  cutAfter(bytes: number): void {
    this.#cutAfterBytes = bytes;
  }

  /** Resolves at the next reset. */
  nextCut(): Promise<void> {
    return new Promise((resolve) => (this.#onCut = resolve));
  }

  cutAll(): void {
    for (const pair of this.#pairs) this.#cut(pair);
  }

  #accept(near: Socket): void {
    if (!this.isOpen) {
      near.destroy();
      return;
    }
    const far = connect(this.#targetPort, '127.0.0.1');
    const pair: [Socket, Socket] = [near, far];
    this.#pairs.add(pair);
    const forward = (from: Socket, to: Socket) => {
      from.setNoDelay(true);
      from.on('data', (chunk) => {
        if (this.#cutAfterBytes !== null && (this.#cutAfterBytes -= chunk.length) < 0) {
          to.write(chunk.subarray(0, chunk.length + this.#cutAfterBytes));
          this.#cutAfterBytes = null;
          this.#cut(pair);
        } else to.write(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#pairs.delete(pair);
        to.end();
      });
    };
    forward(near, far);
    forward(far, near);
  }

  #cut(pair: [Socket, Socket]): void {
    this.cuts++;
    this.#pairs.delete(pair);
    pair[0].resetAndDestroy();
    pair[1].resetAndDestroy();
    this.#onCut();
  }

  async stop(): Promise<void> {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
