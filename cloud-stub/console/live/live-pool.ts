/** Live sessions by device, shared by all that look at it: the tile, the ring and the live page. */
import type { Session, SignalMessage, SignalRequest } from '../../api.ts';
import type { Quality } from './live-peer.ts';
import { LiveSession } from './live-session.ts';

/** A page change hands its session on: it is closed only when nobody took it within this time, ms. */
const HANDOVER_MS = 1000;

interface Shared {
  session: LiveSession;
  lookers: number;
  closing?: ReturnType<typeof setTimeout>;
}

export interface LivePoolOptions {
  iceServers(): Session['iceServers'];
  send(deviceId: string, request: SignalRequest, options?: { leaving?: boolean }): Promise<void>;
}

export class LivePool {
  readonly #options: LivePoolOptions;
  readonly #shared = new Map<string, Shared>();

  constructor(options: LivePoolOptions) {
    this.#options = options;
  }

  /** The session with a device, begun if there is none. Give it back with {@link release}. */
  acquire(deviceId: string, quality: Quality): LiveSession {
    let shared = this.#shared.get(deviceId);
    if (!shared) {
      const session = new LiveSession({
        quality,
        iceServers: () => this.#options.iceServers(),
        send: (request, options) => this.#options.send(deviceId, request, options),
      });
      shared = { session, lookers: 0 };
      this.#shared.set(deviceId, shared);
      session.start();
    }
    clearTimeout(shared.closing);
    shared.lookers++;
    return shared.session;
  }

  release(deviceId: string): void {
    const shared = this.#shared.get(deviceId);
    if (!shared || --shared.lookers > 0) return;
    shared.closing = setTimeout(() => this.#close(deviceId), HANDOVER_MS);
  }

  receive(message: SignalMessage): void {
    this.#shared.get(message.deviceId)?.session.receive(message);
  }

  /** A device, or the cloud and so all of them, may be reached again. */
  retryNow(deviceId?: string): void {
    for (const [id, { session }] of this.#shared) {
      if (deviceId === undefined || id === deviceId) session.retryNow();
    }
  }

  /** @param options.leaving the page is going away */
  closeAll(options: { leaving?: boolean } = {}): void {
    for (const deviceId of [...this.#shared.keys()]) this.#close(deviceId, options);
  }

  #close(deviceId: string, options?: { leaving?: boolean }): void {
    const shared = this.#shared.get(deviceId);
    this.#shared.delete(deviceId);
    clearTimeout(shared?.closing);
    shared?.session.close(options);
  }
}
