/** An engine without a network: keeps what is sent, and says what it is told to say. */
import type { Candidate } from './candidate.ts';
import type { Engine, LocalTransport, Peer, PeerOptions, TrackKind } from './engine.ts';

export class FakePeer implements Peer {
  readonly options: PeerOptions;
  readonly local: LocalTransport = {
    ufrag: 'fake',
    password: 'fakefakefakefakefakefake',
    fingerprint: { algorithm: 'sha-256', value: Array<string>(32).fill('AB').join(':') },
    setup: 'active',
    candidates: ['candidate:1 1 UDP 2114977791 127.0.0.1 9 typ host'],
  };
  /** Copies of the last packets sent. */
  readonly sent: { track: TrackKind; packet: Buffer }[] = [];
  readonly candidates: Candidate[] = [];
  /** Messages on the data channel, in order. */
  readonly said: (string | Buffer)[] = [];
  /** Messages wait for a narrow link. */
  dataWaiting = 0;
  closed = false;

  constructor(options: PeerOptions) {
    this.options = options;
  }

  addCandidate(candidate: Candidate): void {
    this.candidates.push(candidate);
  }

  send(track: TrackKind, packet: Buffer): boolean {
    if (this.closed) return false;
    this.sent.push({ track, packet: Buffer.from(packet) });
    if (this.sent.length > 10_000) this.sent.splice(0, 5_000);
    return true;
  }

  sendData(message: string | Buffer): boolean {
    if (this.closed || !this.options.offer.data) return false;
    this.said.push(message);
    return true;
  }

  close(): void {
    this.closed = true;
  }

  /** Connects, as far as the session can tell. */
  connect(): void {
    this.options.events.onState('handshaking');
    this.options.events.onState('open');
  }

  /** The viewer says something: RTCP about the video track. */
  say(packet: Buffer): void {
    this.options.events.onRtcp('video', packet);
  }

  /** RTP packets of a track, without RTCP. */
  rtp(track: TrackKind): Buffer[] {
    return this.sent.filter((s) => s.track === track && !isRtcp(s.packet)).map((s) => s.packet);
  }
}

export class FakeEngine implements Engine {
  readonly name = 'fake';
  readonly peers: FakePeer[] = [];
  stopped = false;

  open(options: PeerOptions): FakePeer {
    const peer = new FakePeer(options);
    this.peers.push(peer);
    return peer;
  }

  stop(): void {
    this.stopped = true;
  }
}

/** RFC 5761 section 4. */
export function isRtcp(packet: Buffer): boolean {
  return packet[1]! >= 192 && packet[1]! <= 223;
}
