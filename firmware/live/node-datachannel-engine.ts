/** The engine on node-datachannel (libdatachannel, libjuice): the only file that knows it. */
import { closeSync, openSync } from 'node:fs';
import { setImmediate } from 'node:timers';
import nodeDataChannel, { type DataChannel, type PeerConnection, type Track } from 'node-datachannel';
import { PupsentryError } from '#kit/errors.ts';
import { formatCandidate, type Candidate } from './candidate.ts';
import type {
  Engine,
  LocalTransport,
  Peer,
  PeerEvents,
  PeerOptions,
  PeerState,
  TrackKind,
} from './engine.ts';
import type { IceServer } from './ice-server.ts';
import type { Offer } from './offer.ts';

/** The sender is asked for more when no more than this waits, bytes. */
const DATA_LOW_BYTES = 64 * 1024;
/** A connection takes one; the first one takes a few for the library itself. */
const SPARE_DESCRIPTORS = 6;

export class NodeDataChannelEngine implements Engine {
  readonly name = `node-datachannel (libdatachannel ${nodeDataChannel.getLibraryVersion()})`;
  readonly #peers = new Set<NodeDataChannelPeer>();

  open(options: PeerOptions): Peer {
    const peer = new NodeDataChannelPeer(options, this.#peers);
    this.#peers.add(peer);
    return peer;
  }

  stop(): void {
    for (const peer of this.#peers) peer.close();
  }
}

class NodeDataChannelPeer implements Peer {
  readonly local: LocalTransport;
  readonly #connection: PeerConnection;
  readonly #tracks: Partial<Record<TrackKind, { track: Track; open: boolean }>> = {};
  readonly #events: PeerEvents;
  #data: DataChannel | null = null;
  readonly #open: Set<NodeDataChannelPeer>;
  #closed = false;

  /** @param open leaves it when it closes */
  constructor({ offer, ssrc, iceServers, events }: PeerOptions, open: Set<NodeDataChannelPeer>) {
    this.#events = events;
    this.#open = open;
    try {
      ensureDescriptors();
      this.#connection = new nodeDataChannel.PeerConnection('viewer', {
        iceServers: iceServers.map(libraryIceServer),
        disableAutoNegotiation: true,
        forceMediaTransport: true,
      });
    } catch (cause) {
      throw refused(cause);
    }
    try {
      this.#listen();
      this.#addTracks(offer, ssrc);
      this.#connection.setRemoteDescription(libraryOffer(offer), 'offer');
      // In any other state setLocalDescription throws through native code, which ends the process.
      if (this.#connection.signalingState() !== 'have-remote-offer') throw new Error('offer not taken');
      this.#connection.setLocalDescription('answer');
      this.local = localTransport(this.#connection.localDescription()?.sdp ?? '');
    } catch (cause) {
      this.close();
      throw refused(cause);
    }
  }

  addCandidate(candidate: Candidate): void {
    if (this.#closed) return;
    try {
      this.#connection.addRemoteCandidate(formatCandidate(candidate), '');
    } catch {
      // The connection has just ended; its state says so.
    }
  }

  send(kind: TrackKind, packet: Buffer): boolean {
    const entry = this.#tracks[kind];
    if (!entry?.open || this.#closed) return false;
    try {
      return entry.track.sendMessageBinary(packet);
    } catch {
      return false;
    }
  }

  sendData(message: string | Buffer): boolean {
    const channel = this.#data;
    if (!channel || this.#closed) return false;
    try {
      // What they return says whether it left at once; what did not waits its turn.
      if (typeof message === 'string') channel.sendMessage(message);
      else channel.sendMessageBinary(message);
      return true;
    } catch {
      return false; // it has just closed
    }
  }

  get dataWaiting(): number {
    if (!this.#data || this.#closed) return 0;
    try {
      return this.#data.bufferedAmount();
    } catch {
      return 0;
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#open.delete(this);
    // Never inside a callback of the library: it would wait for itself.
    setImmediate(() => {
      for (const { track } of Object.values(this.#tracks)) track.close();
      this.#data?.close();
      this.#connection.close();
    });
  }

  #addTracks(offer: Offer, ssrc: PeerOptions['ssrc']): void {
    const video = new nodeDataChannel.Video(offer.video.mid, 'SendOnly');
    video.addH264Codec(offer.video.codec.payloadType, offer.video.codec.fmtp);
    video.addSSRC(ssrc.video, 'device', 'device', 'video');
    this.#addTrack('video', this.#connection.addTrack(video));
    if (!offer.audio || ssrc.audio === null) return;
    const audio = new nodeDataChannel.Audio(offer.audio.mid, 'SendOnly');
    audio.addOpusCodec(offer.audio.codec.payloadType);
    audio.addSSRC(ssrc.audio, 'device', 'device', 'audio');
    this.#addTrack('audio', this.#connection.addTrack(audio));
  }

  #addTrack(kind: TrackKind, track: Track): void {
    const entry = { track, open: false };
    this.#tracks[kind] = entry;
    track.onOpen(() => {
      entry.open = true;
      if (Object.values(this.#tracks).every((t) => t.open)) this.#tell('open');
    });
    // Without a listener the library holds on to the track, and to the process, until the next collection.
    track.onClosed(() => undefined);
    track.onMessage((packet) => {
      if (!this.#closed) this.#events.onRtcp(kind, packet);
    });
  }

  #listen(): void {
    this.#connection.onLocalCandidate((text) => {
      const candidate = text.replace(/^a=/, '');
      // Host addresses are found at once and stand in the answer already.
      if (!this.#closed && !this.local.candidates.includes(candidate)) this.#events.onCandidate(candidate);
    });
    this.#connection.onGatheringStateChange((state) => {
      if (state === 'complete' && !this.#closed) this.#events.onCandidate(null);
    });
    this.#connection.onIceStateChange((state) => {
      if (state === 'connected') this.#tell('handshaking');
    });
    this.#connection.onDataChannel((channel) => this.#takeChannel(channel));
    this.#connection.onStateChange((state) => {
      // A connection lost by consent (RFC 7675) or by DTLS does not come back here.
      if (state === 'failed' || state === 'disconnected' || state === 'closed') this.#tell('closed');
    });
  }

  /** One is enough: another one takes its place, as after a reload within the page. */
  #takeChannel(channel: DataChannel): void {
    this.#data?.close();
    this.#data = channel;
    const isCurrent = () => !this.#closed && this.#data === channel;
    channel.setBufferedAmountLowThreshold(DATA_LOW_BYTES);
    channel.onBufferedAmountLow(() => isCurrent() && this.#events.onDataDrained());
    channel.onClosed(() => {
      if (this.#data === channel) this.#data = null;
    });
    channel.onError(() => undefined);
    channel.onMessage((message) => {
      if (isCurrent()) this.#events.onData(message instanceof ArrayBuffer ? Buffer.from(message) : message);
    });
  }

  #tell(state: PeerState): void {
    if (!this.#closed) this.#events.onState(state);
  }
}

/**
 * A connection that gets no socket throws through native code, which ends the process: made sure of before.
 * @throws the system's error (EMFILE, ENFILE) when the file descriptors are running out
 */
function ensureDescriptors(): void {
  const opened: number[] = [];
  try {
    while (opened.length < SPARE_DESCRIPTORS) opened.push(openSync('/dev/null', 'r'));
  } finally {
    for (const descriptor of opened) closeSync(descriptor);
  }
}

function refused(cause: unknown): PupsentryError {
  return new PupsentryError('engine', 'The WebRTC engine refuses the connection.', '', { cause });
}

function libraryIceServer(server: IceServer) {
  const { host: hostname, port, username, credential: password } = server;
  return server.kind === 'stun'
    ? { hostname, port }
    : { hostname, port, username, password, relayType: 'TurnUdp' as const };
}

/** The offer in our own words: what the library parses was never written by a viewer. */
function libraryOffer(offer: Offer): string {
  const transport = [
    `a=ice-ufrag:${offer.ufrag}`,
    `a=ice-pwd:${offer.password}`,
    `a=fingerprint:${offer.fingerprint.algorithm} ${offer.fingerprint.value}`,
    `a=setup:${offer.setup}`,
  ];
  const media = offer.sections.flatMap(({ mid, kind }) => {
    const place = ['c=IN IP4 0.0.0.0', `a=mid:${mid}`, ...transport];
    if (mid === offer.data?.mid)
      return ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', ...place, 'a=sctp-port:5000'];
    const track = mid === offer.video.mid ? offer.video : mid === offer.audio?.mid ? offer.audio : null;
    if (!track) return [];
    const { payloadType, rtpmap } = track.codec;
    return [
      `m=${kind} 9 UDP/TLS/RTP/SAVPF ${payloadType}`,
      ...place,
      ...['a=recvonly', 'a=rtcp-mux', `a=rtpmap:${payloadType} ${rtpmap}`],
    ];
  });
  return ['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=ice-options:trickle', ...media, ''].join(
    '\r\n',
  );
}

function localTransport(sdp: string): LocalTransport {
  const value = (name: string) => new RegExp(`^a=${name}:(.+)$`, 'm').exec(sdp)?.[1]?.trim();
  const [algorithm, fingerprint] = value('fingerprint')?.split(' ') ?? [];
  const [ufrag, password, setup] = [value('ice-ufrag'), value('ice-pwd'), value('setup')];
  if (!algorithm || !fingerprint || !ufrag || !password) throw new Error('incomplete local description');
  return {
    ufrag,
    password,
    fingerprint: { algorithm, value: fingerprint },
    setup: setup === 'passive' ? 'passive' : 'active',
    candidates: [...sdp.matchAll(/^a=(candidate:.+?)\r?$/gm)].map((match) => match[1]!),
  };
}
