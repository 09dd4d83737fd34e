/**
 * Looking at one device: keeps a picture as long as somebody looks. Joins, joins again with a back-off when
 * the link breaks, and changes quality without a gap (the new session takes over at its first picture).
 */
import { signal, type ReadonlySignal } from '@preact/signals';
import { Backoff } from '#kit/retry.ts';
import type { Session, SignalMessage, SignalRequest } from '../../api.ts';
import type { LiveFigures } from './live-figures.ts';
import { LivePeer, type Quality } from './live-peer.ts';
import { mayPass, nextPhase, type LiveHappening, type LivePhase } from './live-phase.ts';

export interface LiveSessionOptions {
  quality: Quality;
  /** For recordings: see `channel`. */
  recordings: boolean;
  iceServers(): Session['iceServers'];
  send(request: SignalRequest, options?: { leaving?: boolean }): Promise<void>;
}

/** What went wrong last. */
export interface LiveTrouble {
  reason: string;
  message?: string;
}

export class LiveSession {
  readonly #options: LiveSessionOptions;
  readonly #phase = signal<LivePhase>('joining');
  readonly #stream = signal<MediaStream | null>(null);
  readonly #channel = signal<RTCDataChannel | null>(null);
  readonly #figures = signal<LiveFigures | null>(null);
  readonly #joinS = signal<number | null>(null);
  readonly #trouble = signal<LiveTrouble | null>(null);
  readonly #quality;
  readonly #backoff = new Backoff({ firstMs: 1000, maxMs: 15_000 });
  /** Gives the picture now. */
  #current: LivePeer | undefined;
  /** On its way to give it. */
  #joining: LivePeer | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LiveSessionOptions) {
    this.#options = options;
    this.#quality = signal<Quality>(options.quality);
  }

  get phase(): ReadonlySignal<LivePhase> {
    return this.#phase;
  }

  /** The picture and sound; after a break it stays, still, until the next one is there. */
  get stream(): ReadonlySignal<MediaStream | null> {
    return this.#stream;
  }

  /** Where recordings are asked for, while there is a link; null in a session for live view alone. */
  get channel(): ReadonlySignal<RTCDataChannel | null> {
    return this.#channel;
  }

  /** Null while there is no picture. */
  get figures(): ReadonlySignal<LiveFigures | null> {
    return this.#figures;
  }

  /** A picture that moves now: false also while a picture that was live stands still. */
  get showsNow(): boolean {
    return this.#phase.value === 'live' && this.#figures.value?.fps !== 0;
  }

  get joinS(): ReadonlySignal<number | null> {
    return this.#joinS;
  }

  get trouble(): ReadonlySignal<LiveTrouble | null> {
    return this.#trouble;
  }

  get quality(): ReadonlySignal<Quality> {
    return this.#quality;
  }

  start(): void {
    this.#join();
  }

  /** Tries at once instead of waiting: the device or the cloud is back, or a person asked. */
  retryNow(): void {
    if (this.#phase.value !== 'waiting' && this.#phase.value !== 'refused') return;
    this.#backoff.succeeded();
    this.#happened('retry');
  }

  setQuality(quality: Quality): void {
    if (quality === this.#quality.value || this.#phase.value === 'closed') return;
    this.#quality.value = quality;
    if (this.#phase.value === 'joining' || this.#phase.value === 'live') this.#join();
  }

  receive(message: SignalMessage): void {
    for (const peer of [this.#current, this.#joining]) {
      if (peer?.sessionId === message.sessionId) void peer.receive(message);
    }
  }

  /** @param options.leaving the page is going away */
  close(options: { leaving?: boolean } = {}): void {
    this.#happened('closed');
    clearTimeout(this.#retryTimer);
    this.#joining?.close('left', options);
    this.#current?.close('left', options);
    this.#joining = this.#current = undefined;
    this.#stream.value = null;
    this.#channel.value = null;
    this.#figures.value = null;
  }

  #join(): void {
    clearTimeout(this.#retryTimer);
    this.#joining?.close('replaced');
    const peer = new LivePeer({
      quality: this.#quality.value,
      recordings: this.#options.recordings,
      iceServers: this.#options.iceServers(),
      send: (request, options) => this.#options.send(request, options),
      onPicture: (p) => this.#takeOver(p),
      onFigures: (figures) => (this.#figures.value = figures),
      onBroken: (p, reason, message) => this.#broke(p, reason, message),
    });
    this.#joining = peer;
    void peer.start();
  }

  #takeOver(peer: LivePeer): void {
    if (peer !== this.#joining) return;
    this.#current?.close('replaced');
    this.#current = peer;
    this.#joining = undefined;
    this.#stream.value = peer.stream;
    this.#channel.value = peer.channel;
    this.#joinS.value = peer.joinS;
    this.#trouble.value = null;
    this.#backoff.succeeded();
    this.#happened('picture');
  }

  #broke(peer: LivePeer, reason: string, message?: string): void {
    this.#trouble.value = { reason, message };
    if (peer === this.#joining) this.#joining = undefined;
    if (peer === this.#current) {
      this.#current = undefined;
      this.#channel.value = null;
      this.#figures.value = null;
    }
    // A change of quality that failed leaves the picture there was; one under way may still bring one.
    if (this.#current) {
      this.#quality.value = this.#current.quality;
      return;
    }
    if (!this.#joining) this.#happened(mayPass(reason) ? 'broken' : 'refused');
  }

  #happened(happening: LiveHappening): void {
    const before = this.#phase.value;
    const after = nextPhase(before, happening);
    if (after === before) return;
    this.#phase.value = after;
    if (after === 'waiting') {
      this.#retryTimer = setTimeout(() => this.#happened('retry'), this.#backoff.nextMs());
    }
    if (after === 'joining') this.#join();
  }
}
