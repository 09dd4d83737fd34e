/**
 * Live sessions by device, shared by all that look at it: the tile, the ring and the live page. Looking at
 * recordings is a session of its own.
 */
import type { Session, SignalMessage, SignalRequest } from '../../api.ts';
import type { Quality } from './live-peer.ts';
import { LiveSession } from './live-session.ts';

/** A page change hands its session on: it is closed only when nobody took it within this time, ms. */
const HANDOVER_MS = 1000;

export type Purpose = 'live' | 'recordings';

interface Shared {
  deviceId: string;
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
  acquire(deviceId: string, quality: Quality, purpose: Purpose = 'live'): LiveSession {
    const key = keyOf(deviceId, purpose);
    let shared = this.#shared.get(key);
    if (!shared) {
      const session = new LiveSession({
        quality,
        recordings: purpose === 'recordings',
        iceServers: () => this.#options.iceServers(),
        send: (request, options) => this.#options.send(deviceId, request, options),
      });
      shared = { deviceId, session, lookers: 0 };
      this.#shared.set(key, shared);
      session.start();
    }
    clearTimeout(shared.closing);
    shared.lookers++;
    return shared.session;
  }

  release(deviceId: string, purpose: Purpose = 'live'): void {
    const key = keyOf(deviceId, purpose);
    const shared = this.#shared.get(key);
    if (!shared || --shared.lookers > 0) return;
    shared.closing = setTimeout(() => this.#close(key), HANDOVER_MS);
  }

  receive(message: SignalMessage): void {
    for (const { deviceId, session } of this.#shared.values()) {
      if (deviceId === message.deviceId) session.receive(message);
    }
  }

  /** A device, or the cloud and so all of them, may be reached again. */
  retryNow(deviceId?: string): void {
    for (const shared of this.#shared.values()) {
      if (deviceId === undefined || shared.deviceId === deviceId) shared.session.retryNow();
    }
  }

  /** @param options.leaving the page is going away */
  closeAll(options: { leaving?: boolean } = {}): void {
    for (const key of [...this.#shared.keys()]) this.#close(key, options);
  }

  #close(key: string, options?: { leaving?: boolean }): void {
    const shared = this.#shared.get(key);
    this.#shared.delete(key);
    clearTimeout(shared?.closing);
    shared?.session.close(options);
  }
}

function keyOf(deviceId: string, purpose: Purpose): string {
  return `${purpose} ${deviceId}`;
}
