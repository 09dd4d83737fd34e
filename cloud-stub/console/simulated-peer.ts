/**
 * The far end of live sessions, in a browser page: answers them with a drawn scene that moves a little, and
 * a tone. For the console's tests and pictures; the signals go through the simulated cloud.
 */
import type { SignalMessage, SignalRequest } from '../api.ts';

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
  readonly #sessions = new Map<string, RTCPeerConnection>();
  #media: MediaStream | undefined;

  constructor(options: SimulatedPeerOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const scene = new Image();
    scene.src = this.#options.scene;
    await scene.decode();
    // Full resolution from the first frame: still pictures of this scene are kept.
    const canvas = document.createElement('canvas');
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    const paint = canvas.getContext('2d');
    if (!paint) throw new Error('no 2d canvas');
    setInterval(() => drawScene(paint, scene), 1000 / FPS);
    const audio = new AudioContext();
    const tone = new OscillatorNode(audio, { frequency: TONE_HZ });
    const out = new MediaStreamAudioDestinationNode(audio);
    tone.connect(new GainNode(audio, { gain: 0.05 })).connect(out);
    tone.start();
    const [picture] = canvas.captureStream(FPS).getVideoTracks();
    if (!picture) throw new Error('no picture from the canvas');
    picture.contentHint = 'detail';
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
      await this.#sessions.get(sessionId)?.addIceCandidate({ candidate, sdpMid: mid });
    }
  }

  /** The link breaks without a word. */
  vanish(): void {
    for (const sessionId of [...this.#sessions.keys()]) this.#drop(sessionId);
  }

  async #answer(sessionId: string, sdp: string): Promise<void> {
    const peer = new RTCPeerConnection();
    this.#sessions.set(sessionId, peer);
    const say = (kind: object) =>
      this.#options.say({ deviceId: this.#options.deviceId, sessionId, ...kind } as SignalMessage);
    peer.onicecandidate = ({ candidate }) =>
      say({ candidate: { candidate: candidate?.candidate ?? '', mid: candidate?.sdpMid ?? '0' } });
    await peer.setRemoteDescription({ type: 'offer', sdp });
    for (const track of this.#media?.getTracks() ?? []) peer.addTrack(track, this.#media!);
    const answer = await peer.createAnswer();
    await peer.setLocalDescription(answer);
    say({ answer: { sdp: answer.sdp ?? '' } });
  }

  #drop(sessionId: string): void {
    this.#sessions.get(sessionId)?.close();
    this.#sessions.delete(sessionId);
  }
}

/** The scene with a lamp that breathes, so that every frame differs. */
function drawScene(paint: CanvasRenderingContext2D, scene: HTMLImageElement): void {
  const height = (WIDTH / scene.width) * scene.height;
  paint.drawImage(scene, 0, (HEIGHT - height) / 2, WIDTH, height);
  paint.globalAlpha = 0.1 + 0.1 * Math.sin(performance.now() / 400);
  paint.fillStyle = '#ffe1a0';
  paint.beginPath();
  paint.arc(WIDTH * 0.74, HEIGHT * 0.1, 90, 0, 2 * Math.PI);
  paint.fill();
  paint.globalAlpha = 1;
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
