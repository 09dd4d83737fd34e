/**
 * WebRTC as the rest of this room sees it: one peer per viewer, which sends ready-made RTP and hands back
 * RTCP. The library behind it never sees a byte that a viewer wrote: offers and candidates are parsed and
 * checked here first, and only their values go on.
 */
import type { Candidate } from './candidate.ts';
import type { IceServer } from './ice-server.ts';
import type { Offer } from './offer.ts';

export type TrackKind = 'video' | 'audio';

/**
 * connecting: looking for a way through the network.
 * handshaking: a way is found, keys are being agreed.
 * open: RTP can be sent.
 * closed: over, for whatever reason; nothing follows.
 */
export type PeerState = 'connecting' | 'handshaking' | 'open' | 'closed';

/** Our half of the transport, for the answer (RFC 8839, RFC 8842). */
export interface LocalTransport {
  ufrag: string;
  password: string;
  fingerprint: { algorithm: string; value: string };
  setup: 'active' | 'passive';
  /** Those known at once; the others follow by `onCandidate`. */
  candidates: string[];
}

/** Called on the event loop, never before `Engine.open` has returned. */
export interface PeerEvents {
  onState(state: PeerState): void;
  /** One more address of ours, `candidate:…`; null says that there are no more. */
  onCandidate(candidate: string | null): void;
  /** A compound RTCP packet about this track (RFC 3550 section 6). */
  onRtcp(track: TrackKind, packet: Buffer): void;
  /** A message on the data channel that the viewer has opened: text, or bytes. */
  onData(message: string | Buffer): void;
  /** What waited to be sent there is gone: there is room for more. */
  onDataDrained(): void;
}

export interface PeerOptions {
  offer: Offer;
  /** Our synchronisation source per track; a track without one is not sent. */
  ssrc: { video: number; audio: number | null };
  iceServers: readonly IceServer[];
  events: PeerEvents;
}

export interface Peer {
  readonly local: LocalTransport;
  addCandidate(candidate: Candidate): void;
  /**
   * Sends one RTP or RTCP packet. The buffer is free again when this returns.
   * @returns false when it could not be sent; the packet is then lost, as on any network
   */
  send(track: TrackKind, packet: Buffer): boolean;
  /**
   * Sends one message on the data channel, in order and for sure while the connection lives.
   * @returns false when there is no channel, or it has just closed
   */
  sendData(message: string | Buffer): boolean;
  /** Bytes of messages that wait to be sent. */
  readonly dataWaiting: number;
  /** Idempotent; may be called from an event. No event follows it. */
  close(): void;
}

export interface Engine {
  /** Library and version, for the log. */
  readonly name: string;
  /** @throws PupsentryError "engine" when the library refuses */
  open(options: PeerOptions): Peer;
  /** Closes what is left and gives back the library's threads. */
  stop(): void;
}
