/** Recordings of the simulated peer: a clock that runs through them, key frames and clips made on the spot. */
import {
  LAST_LUMP,
  LUMP_HEAD_BYTES,
  MAX_LUMP_BYTES,
  type PlaybackMessage,
  type PlaybackRequest,
  type PositionNotice,
} from '#protocol/playback.ts';
import { drawScene } from './simulated-drawing.ts';

const NOTICE_MS = 100;
const PICTURE_MS = 66;
const HOUR_MS = 3_600_000;
const CLIP_BYTES = 300_000;

interface Span {
  fromMs: number;
  toMs: number;
}

/** Two days, with two gaps. */
export function simulatedSpans(nowMs: number): Span[] {
  const ago = (hours: number) => Math.round(nowMs - hours * HOUR_MS);
  return [
    { fromMs: ago(50), toMs: ago(31) },
    { fromMs: ago(30.3), toMs: ago(9) },
    { fromMs: ago(7.2), toMs: nowMs },
  ];
}

/** What it needs of the peer. */
export interface RecordedScene {
  /** Null: not for this viewer. */
  readonly recorded: Span[] | null;
  readonly scene: HTMLImageElement;
  readonly holdsClips: boolean;
}

export class SimulatedPlayback {
  readonly #peer: RecordedScene;
  #channel: RTCDataChannel | null = null;
  #position: PositionNotice['position'] = { state: 'live', atMs: 0, speed: 1, gapMs: 0 };
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Number of the clip that is held back. */
  #held: number | null = null;

  constructor(peer: RecordedScene) {
    this.#peer = peer;
  }

  /** Of what is shown; null while that is live. */
  get atMs(): number | null {
    return this.#position.state === 'live' ? null : this.#position.atMs;
  }

  open(channel: RTCDataChannel): void {
    this.#channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.onmessage = ({ data }: MessageEvent<string>) =>
      void this.#answer(JSON.parse(data) as PlaybackRequest);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#channel = null;
  }

  async #answer(request: PlaybackRequest): Promise<void> {
    const { id } = request;
    const spans = this.#peer.recorded;
    if (!spans)
      return this.#say({ id: 0, problem: { code: 'not-allowed', message: 'Not for this viewer.' } });
    let bytes = 0;
    switch (request.ask) {
      case 'spans':
        return this.#say({ id, spans, nextMs: null });
      case 'keys':
        for (const atMs of request.atMs) bytes += this.#send(id, await this.#keyFrame(atMs), atMs);
        break;
      case 'clip':
        return this.#clip(id);
      case 'end-clip':
        if (this.#held) this.#say({ id: this.#held, problem: { code: 'ended', message: 'Not wanted.' } });
        this.#held = null;
        break;
      case 'play':
        this.#play(request.atMs, request.speed);
        break;
      case 'pause':
        this.#stand('paused', this.#position.atMs);
        break;
      case 'show':
        this.#stand('paused', this.#next(request.atMs));
        break;
      case 'step':
        this.#stand('paused', this.#position.atMs + request.by * PICTURE_MS);
        break;
      case 'live':
        this.#stand('live', 0);
    }
    this.#say({ id, done: true, bytes });
  }

  /** The time itself, or the next one that is recorded. */
  #next(ms: number): number {
    const span = this.#peer.recorded?.find(({ toMs }) => toMs > ms);
    return span ? Math.max(ms, span.fromMs) : ms;
  }

  #play(atMs: number, speed: number): void {
    this.#stand('playing', this.#next(atMs), speed);
    const begun = { nowMs: performance.now(), atMs: this.#position.atMs };
    this.#timer = setInterval(() => {
      const ms = begun.atMs + (performance.now() - begun.nowMs) * speed;
      const next = this.#next(ms);
      if (next > ms) Object.assign(begun, { nowMs: performance.now(), atMs: next });
      const isEnd = !this.#peer.recorded?.some(({ toMs }) => toMs > ms);
      if (isEnd) return this.#stand('ended', ms, speed);
      this.#position = { state: 'playing', atMs: next, speed, gapMs: next - ms };
      this.#say({ position: this.#position });
    }, NOTICE_MS);
  }

  #stand(state: PositionNotice['position']['state'], atMs: number, speed = 1): void {
    clearInterval(this.#timer);
    this.#position = { state, atMs, speed, gapMs: 0 };
    this.#say({ position: this.#position });
  }

  async #keyFrame(atMs: number): Promise<Uint8Array> {
    const canvas = new OffscreenCanvas(320, 180);
    drawScene(canvas.getContext('2d')!, this.#peer.scene, atMs);
    let data = new Uint8Array();
    const encoder = new VideoEncoder({
      output(chunk) {
        data = new Uint8Array(chunk.byteLength);
        chunk.copyTo(data);
      },
      error: (error) => console.error(error),
    });
    encoder.configure({ codec: 'avc1.42e01f', width: 320, height: 180, avc: { format: 'annexb' } });
    const frame = new VideoFrame(canvas, { timestamp: 0 });
    encoder.encode(frame, { keyFrame: true });
    await encoder.flush();
    encoder.close();
    frame.close();
    return data;
  }

  /** Bytes that are no film: what the page does with them is told by their number. */
  #clip(id: number): void {
    const data = new Uint8Array(CLIP_BYTES).map((_, i) => i % 251);
    if (this.#peer.holdsClips) {
      this.#held = id;
      this.#send(id, data.subarray(0, 50_000), 0);
      return;
    }
    this.#say({ id, done: true, bytes: this.#send(id, data, 0) });
  }

  #send(id: number, data: Uint8Array, atMs: number): number {
    const most = MAX_LUMP_BYTES - LUMP_HEAD_BYTES;
    for (let from = 0; from < data.length; from += most) {
      const piece = data.subarray(from, from + most);
      const lump = new Uint8Array(LUMP_HEAD_BYTES + piece.length);
      const head = new DataView(lump.buffer);
      head.setUint32(0, id, true);
      head.setUint32(4, from + most >= data.length ? LAST_LUMP : 0, true);
      head.setFloat64(8, atMs, true);
      lump.set(piece, LUMP_HEAD_BYTES);
      this.#channel?.send(lump);
    }
    return data.length;
  }

  #say(message: PlaybackMessage): void {
    if (this.#channel?.readyState === 'open') this.#channel.send(JSON.stringify(message));
  }
}
