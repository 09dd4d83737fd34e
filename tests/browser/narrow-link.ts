/** A slow, long or lossy link between a device and a browser: a UDP relay with a queue, as a router has one. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

export interface LinkLimits {
  /** Towards the browser; Infinity for none. */
  kbps: number;
  /** Each way, ms. */
  delayMs: number;
  /** What would have to wait longer than this is dropped, ms. */
  queueMs: number;
  /** Share of packets dropped at random towards the browser, 0 to 1. */
  loss: number;
}

export const FREE_LINK: LinkLimits = { kbps: Infinity, delayMs: 0, queueMs: 400, loss: 0 };
/** UDP and IPv4 headers count on a link, too. */
const HEADER_BYTES = 28;

export class NarrowLink {
  limits: LinkLimits = FREE_LINK;
  dropped = 0;
  readonly #browserSide: Socket = createSocket('udp4');
  readonly #deviceSide: Socket = createSocket('udp4');
  readonly #timers = new Set<NodeJS.Timeout>();
  #browser: RemoteInfo | null = null;
  #device: { address: string; port: number } | null = null;
  #busyUntilMs = 0;
  #random = 12_345;

  async open(): Promise<void> {
    this.#browserSide.on('message', (packet, from) => {
      this.#browser = from;
      const to = this.#device;
      if (to) this.#after(this.limits.delayMs, () => this.#deviceSide.send(packet, to.port, to.address));
    });
    this.#deviceSide.on('message', (packet) => this.#towardsBrowser(packet));
    this.#browserSide.bind(0);
    this.#deviceSide.bind(0);
    await Promise.all([once(this.#browserSide, 'listening'), once(this.#deviceSide, 'listening')]);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#browserSide.close();
    this.#deviceSide.close();
  }

  /** @returns the answer with this link as the only way to the device */
  through = (answer: string): string => {
    const hosts = [
      ...answer.matchAll(/^a=candidate:\S+ 1 udp \d+ (\d+\.\d+\.\d+\.\d+) (\d+) typ host\r\n/gim),
    ];
    const host = hosts[0];
    if (!host) throw new Error('the answer has no IPv4 host candidate');
    this.#device = { address: host[1]!, port: Number(host[2]) };
    const { port } = this.#browserSide.address();
    const own = `a=candidate:1 1 udp 2130706431 ${host[1]} ${port} typ host\r\n`;
    return answer.replace(/^a=candidate:.*\r\n/gm, (line) => (line === host[0] ? own : ''));
  };

  #towardsBrowser(packet: Buffer): void {
    const to = this.#browser;
    const { kbps, delayMs, queueMs, loss } = this.limits;
    if (!to) return;
    const nowMs = performance.now();
    const startMs = Math.max(nowMs, this.#busyUntilMs);
    if (startMs - nowMs > queueMs || this.#chance() < loss) {
      this.dropped++;
      return;
    }
    this.#busyUntilMs = startMs + ((packet.length + HEADER_BYTES) * 8) / kbps;
    this.#after(this.#busyUntilMs - nowMs + delayMs, () =>
      this.#browserSide.send(packet, to.port, to.address),
    );
  }

  /** The same numbers in every run. */
  #chance(): number {
    this.#random = (this.#random * 1_103_515_245 + 12_345) % 2 ** 31;
    return this.#random / 2 ** 31;
  }

  #after(ms: number, send: () => void): void {
    if (ms < 1) return send();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      send();
    }, ms);
    this.#timers.add(timer);
  }
}
