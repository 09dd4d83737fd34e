/** One viewer: its connection, its place in the ring, its link. */
import { randomInt } from 'node:crypto';
import type { Clock } from '#kit/clock.ts';
import type { Logger } from '#kit/log.ts';
import type { AccessUnit, Media, VideoStream } from '../media/media.ts';
import type { RingReader } from '../media/ring.ts';
import { formatAnswer } from './answer.ts';
import type { Candidate } from './candidate.ts';
import type { ViewerLink } from './encoder-targets.ts';
import type { Engine, Peer, PeerState, TrackKind } from './engine.ts';
import type { IceServer } from './ice-server.ts';
import { LinkControl } from './link-control.ts';
import type { Offer } from './offer.ts';
import { isPlayable, isPlayed } from './playable.ts';
import { Playback } from './playback/playback.ts';
import type { Recordings } from './playback/recordings.ts';
import { RateMeter } from './rate-meter.ts';
import { parseRtcp, type Feedback } from './rtcp.ts';
import { H264_CLOCK_HZ } from './rtp-h264.ts';
import { OPUS_CLOCK_HZ } from './rtp-opus.ts';
import { rtpTimestamp, type RtpPacket } from './rtp-packet.ts';
import { SessionTime } from './sender-report.ts';
import type { SessionStats } from './session-stats.ts';
import { SharedPackets } from './shared-packets.ts';
import type { Quality } from './stream-choice.ts';
import { TrackSender } from './track-sender.ts';

/** Why a session ended. */
export type EndReason =
  'bye' | 'replaced' | 'silent' | 'connection-lost' | 'not-connected' | 'no-picture' | 'shutdown';

export interface SessionLimits {
  /** A viewer that says nothing (no RTCP) for so long is gone, ms. */
  silenceMs: number;
  /** A viewer that cannot connect within this is given up, ms. */
  connectMs: number;
}

export interface SessionOptions {
  id: string;
  offer: Offer;
  iceServers: readonly IceServer[];
  quality: Quality;
  engine: Engine;
  media: Media;
  packets: SharedPackets;
  /** Null where there are none, or this viewer may not see them. */
  recordings: Recordings | null;
  clock: Clock;
  log: Logger;
  limits: SessionLimits;
  /** What the main stream may take at most, kbit/s. */
  ceilingKbps: () => number;
  onCandidate: (candidate: string | null) => void;
  onEnded: (reason: EndReason) => void;
}

const REPORT_EVERY_MS = 1000;
/** A recorded picture that was lost is sent again no more often than this, ms. */
const REPEAT_EVERY_MS = 1000;
/** A key frame this fresh is sent at once with what followed it, rather than waiting for the next, ms. */
const FRESH_KEY_MS = 200;
const CNAME_LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export class Session {
  readonly #options: SessionOptions;
  readonly #link: LinkControl;
  readonly #frames: RateMeter;
  readonly #time: SessionTime;
  readonly #cname = Array.from({ length: 12 }, () => CNAME_LETTERS[randomInt(26)]).join('');
  readonly #video: TrackSender;
  readonly #audio: TrackSender | null;
  readonly #peer: Peer;
  readonly #playback: Playback | null;
  readonly #sinceMs: number;
  #state: PeerState = 'connecting';
  #reader: RingReader | null = null;
  /** The stream that its reader was told to follow. */
  #following: VideoStream;
  #heardMs: number;
  #reportedMs = -Infinity;
  #repeatedMs = -Infinity;

  /** Connects. @throws what the engine throws */
  constructor(options: SessionOptions) {
    const { clock, engine, offer } = options;
    const nowMs = clock.monotonicMs();
    this.#options = options;
    this.#sinceMs = clock.nowMs();
    this.#heardMs = nowMs;
    this.#time = new SessionTime(clock.nowMs(), nowMs);
    const { quality, ceilingKbps } = options;
    const mainPlays = () => isPlayable(options.media.info(), 'main');
    this.#link = new LinkControl({ quality, ceilingKbps, mainPlays, nowMs });
    this.#following = this.#link.stream;
    this.#frames = new RateMeter(nowMs);

    const send = (track: TrackKind) => (packet: Buffer) => this.#peer.send(track, packet);
    const ssrc = () => randomInt(1, 2 ** 32);
    this.#video = new TrackSender({
      ssrc: ssrc(),
      payloadType: offer.video.codec.payloadType,
      clockRateHz: H264_CLOCK_HZ,
      picture: { transportExtensionId: offer.video.codec.transportExtension?.id ?? null },
      clock,
      send: send('video'),
    });
    this.#audio =
      offer.audio &&
      new TrackSender({
        ssrc: ssrc(),
        payloadType: offer.audio.codec.payloadType,
        clockRateHz: OPUS_CLOCK_HZ,
        picture: null,
        clock,
        send: send('audio'),
      });
    this.#peer = engine.open({
      offer,
      ssrc: { video: this.#video.ssrc, audio: this.#audio?.ssrc ?? null },
      iceServers: options.iceServers,
      events: {
        onState: (state) => this.#onState(state),
        onCandidate: options.onCandidate,
        onRtcp: (track, packet) => this.#onRtcp(track, packet),
        onData: (message) => this.#onData(message),
        onDataDrained: () => this.#playback?.drained(),
      },
    });
    for (const candidate of offer.candidates) this.#peer.addCandidate(candidate);
    this.#playback = options.recordings && this.#makePlayback(options.recordings);
  }

  get id(): string {
    return this.#options.id;
  }

  /** The answer's SDP. */
  get answer(): string {
    return formatAnswer({
      offer: this.#options.offer,
      local: this.#peer.local,
      ssrc: { video: this.#video.ssrc, audio: this.#audio?.ssrc ?? null },
      cname: this.#cname,
    });
  }

  /** It has something to show while the camera sees nothing. */
  get mayPlayRecordings(): boolean {
    return this.#playback !== null;
  }

  /** What it asks of the encoders; null while it sees recordings. */
  get link(): ViewerLink | null {
    if (this.#playback?.isActive) return null;
    return {
      kbps: this.#link.estimate.kbps,
      audio: this.#audio !== null,
      stream: this.#link.stream,
    };
  }

  get stats(): SessionStats {
    const nowMs = this.#options.clock.monotonicMs();
    const { kbps, rttMs, lost, remb } = this.#link.estimate;
    return {
      viewer: this.id,
      sinceMs: this.#sinceMs,
      state: this.#state,
      stream: this.#reader?.video ?? this.#link.stream,
      kbps: Math.round(this.#link.sentKbps(nowMs)),
      fps: Math.round(this.#frames.perSecond(nowMs)),
      rttMs: Math.round(rttMs),
      lost,
      nacked: this.#video.nacked,
      resent: this.#video.resent,
      rembKbps: remb === null ? null : Math.round(remb),
      linkKbps: Math.round(kbps),
    };
  }

  addCandidate(candidate: Candidate): void {
    this.#peer.addCandidate(candidate);
  }

  /** Lets go of the viewer. Idempotent. */
  close(): void {
    this.#state = 'closed';
    this.#playback?.close();
    this.#reader?.close();
    this.#reader = null;
    this.#peer.close();
  }

  /** The media process came back: what comes next does not follow what came before. */
  mediaRestarted(): void {
    this.#reader?.restartAtKey();
  }

  /** To be called several times a second. @param floorKbps below which the main stream is not for it */
  onTime(usableKbps: number, floorKbps: number, nowMs: number): void {
    const { limits, log, media } = this.#options;
    const silentMs = nowMs - this.#heardMs;
    if (this.#state === 'closed') return;
    if (this.#state !== 'open') {
      if (silentMs > limits.connectMs) this.#end('not-connected');
      return;
    }
    if (silentMs > limits.silenceMs) return this.#end('silent');
    if (nowMs - this.#reportedMs >= REPORT_EVERY_MS) this.#sendReports(nowMs);

    if (!this.#reader) return; // it sees recordings
    const { stream, paddingBytes } = this.#link.steer(usableKbps, floorKbps, nowMs);
    if (stream !== this.#following) {
      this.#following = stream;
      log.debug({ viewer: this.id, stream, usableKbps: Math.round(usableKbps) }, 'stream changed');
      this.#reader.follow(stream);
      media.requestKeyFrame(stream);
    }
    if (paddingBytes > 0 && !this.#reader.needsKey) this.#link.padded(this.#video.pad(paddingBytes), nowMs);
  }

  #sendReports(nowMs: number): void {
    this.#reportedMs = nowMs;
    this.#video.report(this.#cname, this.#time, nowMs);
    this.#audio?.report(this.#cname, this.#time, nowMs);
  }

  #end(reason: EndReason): void {
    this.close();
    this.#options.onEnded(reason);
  }

  #onState(state: PeerState): void {
    if (this.#state === 'closed' || this.#state === state) return;
    const wasOpen = this.#state === 'open';
    this.#state = state;
    // The key frame is made while the keys are being agreed.
    if (state === 'handshaking') this.#options.media.requestKeyFrame(this.#link.stream);
    else if (state === 'open') this.#begin();
    else if (state === 'closed') this.#end(wasOpen ? 'connection-lost' : 'not-connected');
  }

  #begin(): void {
    this.#heardMs = this.#options.clock.monotonicMs();
    this.#sendReports(this.#heardMs);
    this.#follow();
  }

  /** From now on the viewer sees what the camera sees. */
  #follow(): void {
    const { media, clock } = this.#options;
    const { ring } = media;
    const stream = (this.#following = this.#link.stream);
    const key = ring.keyBefore(stream, 0);
    const ageMs = key === undefined ? Infinity : clock.monotonicMs() - ring.at(key)!.ptsUs / 1000;
    const fresh = ageMs <= FRESH_KEY_MS;
    this.#reader = ring.reader({
      video: stream,
      audio: this.#audio !== null,
      ...(fresh && { backMs: 0 }),
      onReadable: () => this.#drain(),
    });
    if (!fresh) media.requestKeyFrame(stream);
    this.#drain();
  }

  #drain(): void {
    for (let unit = this.#reader?.read(); unit; unit = this.#reader?.read()) {
      if (!isPlayed(unit.codec)) continue; // until the reader has moved to a stream that is
      this.#send(unit, this.#options.packets);
    }
  }

  #send(unit: AccessUnit, shared: SharedPackets): void {
    const nowMs = this.#options.clock.monotonicMs();
    const packets = shared.of(unit);
    if (unit.stream === 'audio') this.#link.sent(this.#audio?.send(packets) ?? 0, nowMs);
    else {
      this.#link.sent(this.#video.send(this.#inOrder(unit, packets)), nowMs);
      this.#frames.add(1, nowMs);
    }
  }

  #makePlayback(recordings: Recordings): Playback {
    const { clock, log } = this.#options;
    const packets = new SharedPackets(); // nobody else sees this part of this recording now
    return new Playback({
      ...{ recordings, clock, log },
      send: (unit) => this.#send(unit, packets),
      say: (message) => this.#peer.sendData(message),
      waiting: () => this.#peer.dataWaiting,
      onSwitched: (isActive) => {
        if (this.#state !== 'open') return;
        this.#reader?.close();
        this.#reader = null;
        if (!isActive) this.#follow();
      },
    });
  }

  #onData(message: string | Buffer): void {
    if (this.#state !== 'open') return;
    this.#heardMs = this.#options.clock.monotonicMs();
    if (this.#playback) return void this.#playback.take(message);
    const problem = { code: 'not-allowed', message: 'There are no recordings for this viewer.' };
    this.#peer.sendData(JSON.stringify({ id: 0, problem }));
  }

  /**
   * Streams are encoded side by side, so after a change of stream a picture can be older than the last one
   * sent. Browsers throw such a picture away, and this one is the key frame: it is dated 1 ms later.
   */
  #inOrder(unit: AccessUnit, packets: readonly RtpPacket[]): readonly RtpPacket[] {
    const ahead = (rtpTimestamp(unit.ptsUs, H264_CLOCK_HZ) - this.#video.timestamp) | 0;
    if (ahead > 0 || ahead < -H264_CLOCK_HZ || this.#video.timestamp === 0) return packets;
    const timestamp = (this.#video.timestamp + H264_CLOCK_HZ / 1000) % 2 ** 32;
    return packets.map((shared) => {
      const own = Buffer.from(shared);
      own.writeUInt32BE(timestamp, 4);
      return own;
    });
  }

  /** A viewer asks again and again until the picture is there. */
  #repeat(nowMs: number): void {
    if (nowMs - this.#repeatedMs < REPEAT_EVERY_MS) return;
    this.#repeatedMs = nowMs;
    this.#playback!.repeat();
  }

  #onRtcp(track: TrackKind, packet: Buffer): void {
    if (this.#state !== 'open') return;
    const nowMs = this.#options.clock.monotonicMs();
    this.#heardMs = nowMs;
    // A compound packet about both tracks comes once for each.
    const ssrc = track === 'video' ? this.#video.ssrc : this.#audio?.ssrc;
    for (const feedback of parseRtcp(packet)) {
      if (!('ssrc' in feedback) || feedback.ssrc === ssrc) this.#onFeedback(track, feedback, nowMs);
    }
  }

  #onFeedback(track: TrackKind, feedback: Feedback, nowMs: number): void {
    if (track !== 'video') return;
    switch (feedback.kind) {
      case 'pli':
      case 'fir':
        if (this.#playback?.isActive) this.#repeat(nowMs);
        else this.#options.media.requestKeyFrame(this.#reader?.video ?? this.#link.stream);
        break;
      case 'nack': {
        const link = { nowMs, rttMs: this.#link.estimate.rttMs, sentKbps: this.#link.sentKbps(nowMs) };
        this.#link.sent(this.#video.repair(feedback.lost, link), nowMs);
        break;
      }
      case 'arrivals': {
        const delivery = this.#video.onArrivals(feedback.arrivals, nowMs);
        if (delivery) this.#link.onDelivery(delivery, nowMs);
        break;
      }
      case 'remb':
        this.#link.onRemb(feedback.bitsPerSecond / 1000, nowMs);
        break;
      case 'report': {
        const rttMs = this.#time.roundTripMs(feedback, nowMs);
        this.#link.onReport({ lost: feedback.lost, rttMs }, nowMs);
        break;
      }
    }
  }
}
