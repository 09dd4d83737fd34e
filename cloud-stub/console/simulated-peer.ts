/**
 * The far end of live sessions, in a browser page: answers them with a drawn scene that moves a little, and
 * a tone; those that ask for recordings get a picture of their own. For the console's tests and pictures; the
 * signals go through the simulated cloud.
 */
import type { SignalMessage, SignalRequest } from '../api.ts';
import { drawScene } from './simulated-drawing.ts';
import { SimulatedPlayback, simulatedSpans } from './simulated-playback.ts';

const WIDTH = 1280;
const HEIGHT = 720;
const FPS = 15;
const TONE_HZ = 440;

export interface SimulatedPeerOptions {
  deviceId: string;
  /** Address of a drawn scene, same origin. */
  scene: string;
  say(message: SignalMessage): void;
}

export class SimulatedPeer {
  readonly #options: SimulatedPeerOptions;
  readonly #sessions = new Map<string, { peer: RTCPeerConnection; playback?: SimulatedPlayback }>();
  readonly #scene = new Image();
  #media: MediaStream | undefined;
  /** What is recorded; null: this viewer may not see it. */
  recorded: { fromMs: number; toMs: number }[] | null = simulatedSpans(Date.now());
  /** Clips stop after their first bytes. */
  holdsClips = false;

  constructor(options: SimulatedPeerOptions) {
    this.#options = options;
  }

  get scene(): HTMLImageElement {
    return this.#scene;
  }

  async start(): Promise<void> {
    this.#scene.src = this.#options.scene;
    await this.#scene.decode();
    const picture = this.#film(() => null);
    const audio = new AudioContext();
    const tone = new OscillatorNode(audio, { frequency: TONE_HZ });
    const out = new MediaStreamAudioDestinationNode(audio);
    tone.connect(new GainNode(audio, { gain: 0.05 })).connect(out);
    tone.start();
    this.#media = new MediaStream([picture, ...out.stream.getTracks()]);
  }

  /** How many look. */
  get viewers(): number {
    return this.#sessions.size;
  }

  async hear({ sessionId, ...signal }: SignalRequest): Promise<void> {
    if ('offer' in signal) return this.#answer(sessionId, signal.offer.sdp);
    if ('bye' in signal) return this.#drop(sessionId);
    if ('candidate' in signal) {
      const { candidate, mid } = signal.candidate;
      await this.#sessions.get(sessionId)?.peer.addIceCandidate({ candidate, sdpMid: mid });
    }
  }

  /** Two days are recorded, until a time. */
  record(nowMs: number): void {
    this.recorded = simulatedSpans(nowMs);
  }

  /** The link breaks without a word. */
  vanish(): void {
    for (const sessionId of [...this.#sessions.keys()]) this.#drop(sessionId);
  }

  async #answer(sessionId: string, sdp: string): Promise<void> {
    const peer = new RTCPeerConnection();
    const playback = sdp.includes('m=application') ? new SimulatedPlayback(this) : undefined;
    this.#sessions.set(sessionId, { peer, playback });
    peer.ondatachannel = ({ channel }) => playback?.open(channel);
    const say = (kind: object) =>
      this.#options.say({ deviceId: this.#options.deviceId, sessionId, ...kind } as SignalMessage);
    peer.onicecandidate = ({ candidate }) =>
      say({ candidate: { candidate: candidate?.candidate ?? '', mid: candidate?.sdpMid ?? '0' } });
    await peer.setRemoteDescription({ type: 'offer', sdp });
    for (const track of this.#media?.getTracks() ?? []) {
      const own = playback && track.kind === 'video' ? this.#film(() => playback.atMs) : track;
      peer.addTrack(own, this.#media!);
    }
    const answer = await peer.createAnswer();
    await peer.setLocalDescription(answer);
    say({ answer: { sdp: answer.sdp ?? '' } });
  }

  /** A track that shows the scene at a time; null: now. Full resolution from the first frame: stills are kept. */
  #film(timeShown: () => number | null): MediaStreamTrack {
    const canvas = document.createElement('canvas');
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    const paint = canvas.getContext('2d');
    const [picture] = canvas.captureStream(FPS).getVideoTracks();
    if (!paint || !picture) throw new Error('no picture from the canvas');
    picture.contentHint = 'detail';
    const timer = setInterval(() => {
      if (picture.readyState === 'ended') return clearInterval(timer);
      drawScene(paint, this.#scene, timeShown());
    }, 1000 / FPS);
    return picture;
  }

  #drop(sessionId: string): void {
    const { peer, playback } = this.#sessions.get(sessionId) ?? {};
    peer?.close();
    playback?.close();
    this.#sessions.delete(sessionId);
  }
}

declare global {
  var simulatedPeer: SimulatedPeer;
  /** Given by who drives the page. */
  var sayFromDevice: (message: SignalMessage) => void;
}

globalThis.simulatedPeer = new SimulatedPeer({
  deviceId: 'doorbell-front',
  scene: '/porch-dusk.svg',
  say: (message) => globalThis.sayFromDevice(message),
});
