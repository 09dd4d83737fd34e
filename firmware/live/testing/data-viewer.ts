/** A viewer that takes picture and sound and opens a data channel, without a browser. */
import nodeDataChannel, { type DataChannel, type PeerConnection } from 'node-datachannel';

export class DataViewer {
  readonly candidates: string[] = [];
  sdp = '';
  /** Bytes heard in messages that are no text. */
  bytes = 0;
  readonly opened: Promise<void>;
  readonly #connection: PeerConnection;
  readonly #channel: DataChannel;
  readonly #texts: string[] = [];
  #onText = () => undefined as void;

  constructor() {
    this.#connection = new nodeDataChannel.PeerConnection('data viewer', {
      iceServers: [],
      disableAutoNegotiation: true,
      forceMediaTransport: true,
    });
    const video = new nodeDataChannel.Video('0', 'RecvOnly');
    video.addH264Codec(108, 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f');
    this.#connection.addTrack(video);
    this.#connection.onLocalCandidate((text) => this.candidates.push(text.replace(/^a=/, '')));
    this.#channel = this.#connection.createDataChannel('playback');
    this.#channel.onMessage((message) => {
      if (typeof message === 'string') this.#texts.push(message);
      else this.bytes += message.byteLength;
      this.#onText();
    });
    this.opened = new Promise((resolve) => this.#channel.onOpen(resolve));
  }

  /** @returns its offer, with all its addresses */
  async offer(): Promise<string> {
    await new Promise<void>((resolve) => {
      this.#connection.onGatheringStateChange((state) => state === 'complete' && resolve());
      this.#connection.setLocalDescription('offer');
    });
    return (this.sdp = this.#connection.localDescription()!.sdp);
  }

  accept(answer: string): void {
    this.#connection.setRemoteDescription(answer, 'answer');
  }

  add(candidate: string): void {
    this.#connection.addRemoteCandidate(candidate, '0');
  }

  say(message: string | Buffer): void {
    if (typeof message === 'string') this.#channel.sendMessage(message);
    else this.#channel.sendMessageBinary(message);
  }

  /** Resolves when this text has been heard. */
  async heard(text: string): Promise<void> {
    while (!this.#texts.includes(text)) await new Promise<void>((resolve) => (this.#onText = resolve));
  }

  close(): void {
    this.#channel.close();
    this.#connection.close();
  }
}
