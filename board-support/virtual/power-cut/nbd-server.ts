/**
 * A disk over the network block device protocol that loses power: what was written stays in a volatile cache until it is
 * flushed, and a cut leaves any part of it in the image file. For QEMU (`nbd:unix:PATH`) and for nbd-client in User-Mode
 * Linux. A server is one time of power: after a cut there is none; the next start of the machine has a new server on the
 * same file.
 */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { seededRandom } from '#kit/seeded-random.ts';
import { type CutMode } from '#kit/write-cache.ts';
import { CachedFile } from './cached-file.ts';
import { serveNbd } from './nbd-session.ts';

/** A machine has one connection, or a few. */
const MAX_CONNECTIONS = 8;

export interface NbdServerOptions {
  /** The disk's image, in whole sectors. */
  image: string;
  /** A Unix socket's path, or a TCP port (0: any that is free). */
  listen: { socket: string } | { host: string; port: number };
  /** Of the volatile cache; the oldest writes reach the image by themselves when it is full. */
  cacheBytes?: number;
}

/** When a cut happens by itself. */
export interface CutTrigger {
  /** Operations that count; both when missing. */
  on?: 'write' | 'flush';
  /** Only writes that touch these bytes count, such as those of the boot environment; the end is not among them. */
  within?: { start: number; end: number };
  /** The how many-th of these, from 1. A write is then in the cache, a flush is not carried out. */
  nth: number;
}

/** What a cut did. */
export interface PowerCut {
  /** Writes in the cache, and bytes of them. */
  cachedWrites: number;
  cachedBytes: number;
  /** Of these, what reached the image, bytes. */
  keptBytes: number;
}

interface Armed extends CutTrigger {
  seed: number;
  mode: CutMode;
  resolve(cut: PowerCut | null): void;
}

export class NbdServer {
  readonly counts = { writes: 0, flushes: 0, writtenBytes: 0 };
  readonly #file: CachedFile;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #armed: Armed[] = [];
  #isOn = true;

  private constructor(file: CachedFile, server: Server) {
    this.#file = file;
    this.#server = server;
    server.maxConnections = MAX_CONNECTIONS;
    server.on('connection', (socket) => this.#serve(socket));
  }

  /** @throws the system's error when the image cannot be opened or the address is taken */
  static async start(options: NbdServerOptions): Promise<NbdServer> {
    const file = CachedFile.open(options.image, options.cacheBytes);
    const server = createServer();
    const nbd = new NbdServer(file, server);
    const { listen } = options;
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen('socket' in listen ? { path: listen.socket } : listen, resolve);
      });
    } catch (error) {
      file.close();
      throw error;
    }
    return nbd;
  }

  get sizeBytes(): number {
    return this.#file.sizeBytes;
  }

  /** The TCP port; 0 on a Unix socket. */
  get port(): number {
    const address = this.#server.address() as AddressInfo | string | null;
    return address && typeof address === 'object' ? address.port : 0;
  }

  /** Takes the power now: part of the cache reaches the image, every connection breaks, no new one is taken. */
  cut(seed: number, mode: CutMode = 'reordered'): PowerCut {
    if (!this.#isOn) throw new Error('There is no power already.');
    const cut = this.#file.lose(seededRandom(seed), mode);
    this.#end(cut);
    return cut;
  }

  /**
   * Takes the power at an operation to come.
   * @returns what the cut did, or null when the server stopped before it, or was cut otherwise
   */
  cutAt(trigger: CutTrigger, seed: number, mode: CutMode = 'reordered'): Promise<PowerCut | null> {
    return new Promise((resolve) => {
      if (this.#isOn) this.#armed.push({ ...trigger, seed, mode, resolve });
      else resolve(null);
    });
  }

  /** The machine was switched off in good order: everything reaches the image. */
  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    if (this.#isOn) {
      this.#file.flush();
      this.#end(null);
    }
    await closed;
  }

  #end(cut: PowerCut | null, by?: Armed): void {
    this.#isOn = false;
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#file.close();
    for (const armed of this.#armed.splice(0)) armed.resolve(armed === by ? cut : null);
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined); // the other end went away: its power may be gone, too
    void serveNbd(socket, {
      sizeBytes: this.sizeBytes,
      read: (position, length) => this.#file.read(position, length),
      write: (position, data, fua) => {
        this.counts.writes++;
        this.counts.writtenBytes += data.length;
        this.#file.write(position, data, fua);
        this.#pull('write', position, data.length);
      },
      flush: () => {
        this.counts.flushes++;
        if (this.#pull('flush', 0, 0)) return;
        this.#file.flush();
      },
    }).catch(() => socket.destroy());
  }

  /** @returns whether an armed cut happened at this operation */
  #pull(operation: 'write' | 'flush', position: number, length: number): boolean {
    const armed = this.#armed.find((one) => matches(one, operation, position, length) && --one.nth === 0);
    if (!armed) return false;
    this.#end(this.#file.lose(seededRandom(armed.seed), armed.mode), armed);
    return true;
  }
}

function matches({ on, within }: CutTrigger, operation: string, position: number, length: number): boolean {
  if (on && on !== operation) return false;
  if (!within) return true;
  return operation === 'write' && position < within.end && position + length > within.start;
}
