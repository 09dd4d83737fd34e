/**
 * Keeps this page in step with the cloud: signs in, opens the stream, fetches the lists after every
 * (re)connect, and tries again with a capped back-off when the link is lost.
 */
import { signal, type ReadonlySignal } from '@preact/signals';
import { Backoff } from '#kit/retry.ts';
import type {
  AlbumChange,
  Device,
  DeviceEvent,
  DevicePackage,
  Session,
  SignalMessage,
  StreamMessage,
} from '../../api.ts';
import { ApiError, type ApiClient, type OpenStream } from '../api-client.ts';
import type { DeviceList } from './device-list.ts';
import type { EventList } from './event-list.ts';

export type LinkState = 'connecting' | 'connected' | 'lost' | 'signed-out';

/** After this long out of sight a stream may be dead without knowing, ms. */
const STALE_AFTER_HIDDEN_MS = 30_000;
/** With more said while the lists are under way, the connection is made anew. */
const MAX_EARLY = 1000;

export interface CloudLinkOptions {
  api: ApiClient;
  devices: DeviceList;
  events: EventList;
  /** What devices say in live sessions. */
  onSignal(message: SignalMessage): void;
  onAlbum(change: AlbumChange): void;
  onPackage(now: DevicePackage): void;
  /** An event not known before, and whether it came by the stream or was found in a list. */
  onNews(event: DeviceEvent, from: 'stream' | 'list'): void;
  /** A device as it is now, and as it was known before. */
  onDevice(device: Device, before: Device | undefined): void;
  /** The stream is open (again). */
  onConnected(): void;
  onSignedOut(): void;
}

export class CloudLink {
  readonly #options: CloudLinkOptions;
  readonly #state = signal<LinkState>('connecting');
  readonly #session = signal<Session | null>(null);
  readonly #lastHeardMs = signal<number | null>(null);
  readonly #backoff = new Backoff({ firstMs: 1000, maxMs: 15_000 });
  #stream: OpenStream | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #hiddenSinceMs = 0;

  constructor(options: CloudLinkOptions) {
    this.#options = options;
  }

  get state(): ReadonlySignal<LinkState> {
    return this.#state;
  }

  get session(): ReadonlySignal<Session | null> {
    return this.#session;
  }

  /** When the cloud last said something, ms; null before the first word. */
  get lastHeardMs(): ReadonlySignal<number | null> {
    return this.#lastHeardMs;
  }

  /** Watches for the network and the page coming back. */
  watch(): void {
    addEventListener('online', () => this.#seemsBack());
    document.addEventListener('visibilitychange', () => this.#seenOrHidden());
  }

  /**
   * Comes in by a one-time link. When it fails, a session there was before goes on.
   * @throws ApiError "bad-link" when the link was used or is too old
   */
  async signIn(token: string): Promise<void> {
    try {
      await this.#options.api.signIn(token);
    } finally {
      await this.reconnect();
    }
  }

  /** @throws ApiError when the cloud does not answer: the session goes on then */
  async signOut(): Promise<void> {
    await this.#options.api.signOut();
    this.#forget();
  }

  /** Drops what there is of a connection and makes a new one at once. Never rejects: see `state`. */
  async reconnect(): Promise<void> {
    clearTimeout(this.#retry);
    this.#stream?.close();
    this.#stream = undefined;
    const attempt = ++this.#attempt;
    const current = () => attempt === this.#attempt;
    /** What is said while the lists are under way comes after them: they may be older, whichever is here first. */
    let early: StreamMessage[] | null = [];
    try {
      this.#session.value = await this.#options.api.session();
      const stream = await this.#options.api.openStream({
        message: (message) => {
          if (!current()) return;
          if (!early || message.type === 'signal') this.#hear(message);
          else if (early.push(message) > MAX_EARLY) {
            this.#attempt++;
            this.#lost();
          }
        },
        lost: () => current() && this.#lost(),
      });
      if (!current()) return stream.close();
      this.#stream = stream;
      const [devices, news] = await Promise.all([
        this.#options.api.devices(),
        this.#options.events.refresh(),
      ]);
      if (!current()) return;
      this.#options.devices.replace(devices);
      this.#heard();
      this.#backoff.succeeded();
      this.#state.value = 'connected';
      this.#options.onConnected();
      for (const event of news.reverse()) this.#options.onNews(event, 'list');
      const said = early;
      early = null;
      for (const message of said) this.#hear(message);
    } catch (error) {
      if (!current()) return;
      if (error instanceof ApiError && error.status === 401) this.#forget();
      else this.#lost();
    }
  }

  #hear(message: StreamMessage): void {
    const { devices, events, onNews, onDevice, onSignal, onAlbum, onPackage } = this.#options;
    this.#heard();
    switch (message.type) {
      case 'device': {
        const before = devices.byId(message.data.id);
        devices.apply(message.data);
        return onDevice(message.data, before);
      }
      case 'telemetry':
        return devices.applyTelemetry(message.data.deviceId, message.data.telemetry);
      case 'event':
        if (events.apply(message.data)) onNews(message.data, 'stream');
        return;
      case 'signal':
        return onSignal(message.data);
      case 'album':
        return onAlbum(message.data);
      case 'package':
        return onPackage(message.data);
    }
  }

  #heard(): void {
    this.#lastHeardMs.value = Date.now();
  }

  #lost(): void {
    this.#stream?.close();
    this.#stream = undefined;
    this.#state.value = 'lost';
    this.#retry = setTimeout(() => void this.reconnect(), this.#backoff.nextMs());
  }

  #forget(): void {
    this.#attempt++;
    clearTimeout(this.#retry);
    this.#stream?.close();
    this.#stream = undefined;
    this.#session.value = null;
    this.#lastHeardMs.value = null;
    this.#options.onSignedOut();
    this.#options.devices.clear();
    this.#options.events.clear();
    this.#state.value = 'signed-out';
  }

  #seenOrHidden(): void {
    if (document.visibilityState === 'hidden') this.#hiddenSinceMs = Date.now();
    else if (this.#state.value === 'lost') this.#seemsBack();
    else if (Date.now() - this.#hiddenSinceMs > STALE_AFTER_HIDDEN_MS) this.#seemsBack();
  }

  #seemsBack(): void {
    if (this.#state.value !== 'signed-out') void this.reconnect();
  }
}
