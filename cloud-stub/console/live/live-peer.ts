/** One RTCPeerConnection with a device, from the offer to the bye. Signals go out in order; ICE trickles both ways. */
import type { Session, SignalMessage, SignalRequest } from '../../api.ts';
import { ApiError } from '../api-client.ts';
import { figuresBetween, readingOf, type LiveFigures, type LiveReading } from './live-figures.ts';

export type Quality = 'auto' | 'sharp' | 'light';

/** From the offer to the first picture, ms. */
const JOIN_LIMIT_MS = 12_000;
/** No new frame for this long: a new session may help. A device restarts its camera within 3 s, ms. */
const STALL_LIMIT_MS = 6_000;
/** ICE may recover by itself from "disconnected" within this time, ms. */
const RECOVER_LIMIT_MS = 4_000;
/** Between two readings: while the first picture is awaited, and after it, ms. */
const READ_JOINING_MS = 50;
const READ_LIVE_MS = 1_000;
/** A device offers a handful of candidates; more is nonsense. */
const MAX_EARLY_CANDIDATES = 64;
/** Name of the channel for recordings (docs/protocol.md, Playback). */
const CHANNEL = 'playback';

export interface LivePeerOptions {
  quality: Quality;
  /** The session is for recordings: it asks on a data channel, and its picture may stand still. */
  recordings: boolean;
  iceServers: Session['iceServers'];
  send(request: SignalRequest, options?: { leaving?: boolean }): Promise<void>;
  /** The first frame is there; of a session for recordings: it can be asked. */
  onPicture(peer: LivePeer): void;
  onFigures(figures: LiveFigures): void;
  /** Called once at most; the peer is closed then. @param reason stable word */
  onBroken(peer: LivePeer, reason: string, message?: string): void;
}

export class LivePeer {
  readonly sessionId = newSessionId();
  readonly quality: Quality;
  /** Holds the tracks as they come. */
  readonly stream = new MediaStream();
  /** Where recordings are asked for; null in a session for live view alone. */
  readonly channel: RTCDataChannel | null = null;
  /** From the start to the first picture, s. */
  joinS: number | null = null;
  readonly #options: LivePeerOptions;
  readonly #pc: RTCPeerConnection;
  readonly #startedMs = performance.now();
  #sending: Promise<void> = Promise.resolve();
  #answered = false;
  #early: RTCIceCandidateInit[] = [];
  #earlier: LiveReading | undefined;
  #lastFrameMs = performance.now();
  #recoverTimer: ReturnType<typeof setTimeout> | undefined;
  #readTimer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: LivePeerOptions) {
    this.#options = options;
    this.quality = options.quality;
    this.#pc = new RTCPeerConnection({ iceServers: options.iceServers, bundlePolicy: 'max-bundle' });
    this.#pc.ontrack = ({ track }) => this.stream.addTrack(track);
    this.#pc.onicecandidate = ({ candidate }) => this.#trickle(candidate);
    this.#pc.onconnectionstatechange = () => this.#connectionChanged();
    if (!options.recordings) return;
    this.channel = this.#pc.createDataChannel(CHANNEL);
    this.channel.binaryType = 'arraybuffer';
  }

  async start(): Promise<void> {
    try {
      this.#pc.addTransceiver('video', { direction: 'recvonly' });
      this.#pc.addTransceiver('audio', { direction: 'recvonly' });
      const offer = await this.#pc.createOffer();
      const sent = this.#send({ offer: { sdp: offer.sdp ?? '', quality: this.quality } });
      await Promise.all([sent, this.#pc.setLocalDescription(offer)]);
      void this.#watch();
    } catch (error) {
      this.#break(error instanceof ApiError ? error.code : 'link-lost', String(error));
    }
  }

  /** What the device says to this session. */
  async receive(message: SignalMessage): Promise<void> {
    if (this.#closed) return;
    if ('refusal' in message) return this.#break(message.refusal.code, message.refusal.message);
    if ('bye' in message) return this.#break('device-left', message.bye.reason);
    try {
      if ('answer' in message) {
        await this.#pc.setRemoteDescription({ type: 'answer', sdp: message.answer.sdp });
        this.#answered = true;
        for (const candidate of this.#early.splice(0)) await this.#pc.addIceCandidate(candidate);
      } else {
        const { candidate, mid } = message.candidate;
        const init = { candidate, sdpMid: mid };
        if (this.#answered) await this.#pc.addIceCandidate(init);
        else if (this.#early.length < MAX_EARLY_CANDIDATES) this.#early.push(init);
      }
    } catch (error) {
      if ('answer' in message) this.#break('bad-answer', String(error));
    }
  }

  /** Says bye and lets go. @param options.leaving the page is going away */
  close(reason: string, options: { leaving?: boolean } = {}): void {
    if (this.#closed) return;
    this.#release();
    const bye = () => this.#options.send({ sessionId: this.sessionId, bye: { reason } }, options);
    // A bye that gets lost is no harm: the device reaps the session.
    if (options.leaving) void bye().catch(() => {});
    else this.#sending = this.#sending.then(bye).catch(() => {});
  }

  #trickle(candidate: RTCIceCandidate | null): void {
    if (this.#closed) return;
    const line = { candidate: candidate?.candidate ?? '', mid: candidate?.sdpMid ?? '0' };
    this.#send({ candidate: line }).catch(() => {
      // Others may do; without any the join limit ends it.
    });
  }

  /** After what was sent before, so that no candidate overtakes its offer. */
  #send(kind: DistributiveOmit<SignalRequest, 'sessionId'>): Promise<void> {
    const sent = this.#sending.then(() =>
      this.#closed ? undefined : this.#options.send({ sessionId: this.sessionId, ...kind }),
    );
    this.#sending = sent.catch(() => {});
    return sent;
  }

  #connectionChanged(): void {
    clearTimeout(this.#recoverTimer);
    const state = this.#pc.connectionState;
    if (state === 'failed') this.#break('link-lost');
    if (state === 'disconnected') {
      this.#recoverTimer = setTimeout(() => this.#break('link-lost'), RECOVER_LIMIT_MS);
    }
  }

  async #watch(): Promise<void> {
    if (this.#closed) return;
    const reading = readingOf(await this.#pc.getStats());
    if (this.#closed) return;
    const nowMs = performance.now();
    if (reading && reading.framesDecoded > (this.#earlier?.framesDecoded ?? 0)) this.#lastFrameMs = nowMs;
    if (this.joinS === null) this.#awaitPicture(reading, nowMs);
    else this.#report(reading, nowMs);
    if (!this.#closed) {
      const waitMs = this.joinS === null ? READ_JOINING_MS : READ_LIVE_MS;
      this.#readTimer = setTimeout(() => void this.#watch(), waitMs);
    }
  }

  #awaitPicture(reading: LiveReading | undefined, nowMs: number): void {
    const ready = this.channel ? this.channel.readyState === 'open' : (reading?.framesDecoded ?? 0) > 0;
    if (ready) {
      this.joinS = (nowMs - this.#startedMs) / 1000;
      this.#earlier = reading;
      this.#options.onPicture(this);
    } else if (nowMs - this.#startedMs > JOIN_LIMIT_MS) {
      this.#break(this.#answered ? 'no-picture-came' : 'no-answer');
    }
  }

  #report(reading: LiveReading | undefined, nowMs: number): void {
    // A picture that stands still says nothing where a recording may be paused.
    if (this.channel && this.channel.readyState !== 'open') return this.#break('link-lost');
    if (!this.channel && nowMs - this.#lastFrameMs > STALL_LIMIT_MS) return this.#break('picture-stopped');
    if (!reading || !this.#earlier) return;
    const figures = figuresBetween(this.#earlier, reading);
    this.#earlier = reading;
    if (figures) this.#options.onFigures(figures);
  }

  #break(reason: string, message?: string): void {
    if (this.#closed) return;
    this.close(reason);
    this.#options.onBroken(this, reason, message);
  }

  #release(): void {
    this.#closed = true;
    clearTimeout(this.#recoverTimer);
    clearTimeout(this.#readTimer);
    this.#pc.onicecandidate = this.#pc.ontrack = this.#pc.onconnectionstatechange = null;
    this.#pc.close();
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** UUID version 4 (RFC 9562). crypto.randomUUID exists only on secure origins, and a home LAN is none. */
function newSessionId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
