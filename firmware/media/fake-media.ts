/** Media without a camera or a process: does what it is told, for tests and simulations. */
import type { Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type {
  AccessUnit,
  GreyFrame,
  Media,
  MediaInfo,
  PcmBlock,
  Picture,
  StreamName,
  VideoStream,
} from './media.ts';
import { Ring } from './ring.ts';

const ENCODER = { element: 'fakeenc', codec: 'h264', reason: 'a fake' } as const;

export class FakeMedia implements Media {
  readonly ring = new Ring();
  /** What was asked of it, in order. */
  readonly asked: string[] = [];
  /** What the next snapshots do; when it is used up they succeed. */
  readonly snapshots: (() => Promise<Picture>)[] = [];
  /** The same for chimes. */
  readonly chimes: (() => Promise<void>)[] = [];
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #greyListeners = new Set<(frame: GreyFrame) => void>();
  readonly #soundListeners = new Set<(block: PcmBlock) => void>();
  #info: MediaInfo = {
    phase: 'running',
    camera: 'fake',
    microphone: 'fake',
    gstreamer: '0.0.0',
    encoders: {
      main: { ...ENCODER, width: 1280, height: 720, fps: 30, bitrateKbps: 2000 },
      sub: { ...ENCODER, width: 640, height: 360, fps: 15, bitrateKbps: 300 },
    },
    restarts: 0,
    faults: [],
  };

  constructor(options: { clock: Clock }) {
    this.#clock = options.clock;
  }

  info(): MediaInfo {
    return this.#info;
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onGreyFrame(listener: (frame: GreyFrame) => void): () => void {
    this.#greyListeners.add(listener);
    return () => this.#greyListeners.delete(listener);
  }

  onSound(listener: (block: PcmBlock) => void): () => void {
    this.#soundListeners.add(listener);
    return () => this.#soundListeners.delete(listener);
  }

  requestKeyFrame(stream: VideoStream): void {
    this.asked.push(`key frame ${stream}`);
  }

  setBitrate(stream: VideoStream, kbps: number): void {
    this.asked.push(`bitrate ${stream} ${kbps}`);
  }

  snapshot(options: { width?: number } = {}): Promise<Picture> {
    this.asked.push(`snapshot ${options.width ?? ''}`.trim());
    return this.snapshots.shift()?.() ?? Promise.resolve(this.picture(options.width));
  }

  restart(): void {
    this.asked.push('restart');
    this.change({ restarts: this.#info.restarts + 1 });
  }

  playChime(): Promise<void> {
    this.asked.push('chime');
    return this.chimes.shift()?.() ?? Promise.resolve();
  }

  /** A picture as `snapshot` gives it: the marks of a JPEG around zeros. */
  picture(width = 1280, bytes = 1000): Picture {
    const jpeg = Buffer.alloc(bytes);
    jpeg.writeUInt16BE(0xffd8, 0);
    jpeg.writeUInt16BE(0xffd9, bytes - 2);
    return { jpeg, width, height: Math.round((width * 9) / 16), takenMs: this.#clock.nowMs() };
  }

  noPicture(): Promise<Picture> {
    return Promise.reject(new PupsentryError('no-picture', 'The camera gives no picture.'));
  }

  change(info: Partial<MediaInfo>): void {
    this.#info = { ...this.#info, ...info };
    for (const listener of this.#listeners) listener();
  }

  push(stream: StreamName, ptsUs: number, options: { key?: boolean; bytes?: number } = {}): AccessUnit {
    const key = options.key ?? stream === 'audio';
    const codec = stream === 'audio' ? 'opus' : (this.#info.encoders[stream]?.codec ?? 'h264');
    const unit: AccessUnit = { stream, codec, key, ptsUs, data: Buffer.alloc(options.bytes ?? 100) };
    this.ring.push(unit);
    return unit;
  }

  /** Somebody wants grey pictures. */
  get isLookedAt(): boolean {
    return this.#greyListeners.size > 0;
  }

  /** Somebody wants sound that is not coded. */
  get isHeard(): boolean {
    return this.#soundListeners.size > 0;
  }

  showGrey(frame: GreyFrame): void {
    for (const listener of this.#greyListeners) listener(frame);
  }

  playSound(block: PcmBlock): void {
    for (const listener of this.#soundListeners) listener(block);
  }
}
