/**
 * Small pictures of recordings: key frames over the data channel, decoded by the browser. Where it cannot decode
 * (no WebCodecs: an old browser, or a page that came over plain HTTP from another machine) there are none.
 */
import { signal, type ReadonlySignal } from '@preact/signals';

/** Pictures kept, 58 kB each. */
const MAX_KEPT = 240;
const WIDTH = 160;
const HEIGHT = 90;
/** Asked for at once: what is asked for meanwhile (a picture to show) waits behind them. */
const AT_ONCE = 4;
/** Sequence parameter set, ITU-T H.264 table 7-1. */
const NAL_SPS = 7;

export interface ThumbnailsOptions {
  /** Key frames, Annex B, in the order asked. */
  keys(atMs: readonly number[], onKey: (data: Blob) => void): Promise<void>;
}

export class Thumbnails {
  readonly #options: ThumbnailsOptions;
  /** Null: it cannot be decoded. The oldest in use goes first. */
  readonly #kept = new Map<number, ImageBitmap | null>();
  readonly #version = signal(0);
  readonly #decoder = typeof VideoDecoder === 'undefined' ? null : new KeyDecoder();
  #wanted: readonly number[] = [];
  #fetching = false;
  #closed = false;

  constructor(options: ThumbnailsOptions) {
    this.#options = options;
  }

  /** Changes whenever a picture has come. */
  get version(): ReadonlySignal<number> {
    return this.#version;
  }

  at(ms: number): ImageBitmap | null {
    return this.#kept.get(ms) ?? null;
  }

  /** These are wanted now, and those asked for before no longer. */
  want(times: readonly number[]): void {
    if (!this.#decoder) return;
    this.#wanted = times;
    for (const ms of times) this.#use(ms);
    if (!this.#fetching) void this.#fetch();
  }

  close(): void {
    this.#closed = true;
    this.#wanted = [];
    this.#decoder?.close();
    for (const bitmap of this.#kept.values()) bitmap?.close();
    this.#kept.clear();
  }

  async #fetch(): Promise<void> {
    this.#fetching = true;
    for (let times = this.#missing(); times.length > 0; times = this.#missing()) {
      const frames: Blob[] = [];
      try {
        await this.#options.keys(times, (data) => frames.push(data));
      } catch {
        break; // asked again when something is wanted again
      }
      for (const [i, ms] of times.entries()) {
        const frame = frames[i];
        this.#keep(ms, frame ? await this.#decoder!.decode(frame).catch(() => null) : null);
      }
    }
    this.#fetching = false;
  }

  #missing(): number[] {
    return this.#wanted.filter((ms) => !this.#kept.has(ms)).slice(0, AT_ONCE);
  }

  #use(ms: number): void {
    const bitmap = this.#kept.get(ms);
    if (bitmap === undefined) return;
    this.#kept.delete(ms);
    this.#kept.set(ms, bitmap);
  }

  #keep(ms: number, bitmap: ImageBitmap | null): void {
    if (this.#closed) return bitmap?.close();
    this.#kept.set(ms, bitmap);
    for (const [oldMs, old] of this.#kept) {
      if (this.#kept.size <= MAX_KEPT) break;
      old?.close();
      this.#kept.delete(oldMs);
    }
    this.#version.value++;
  }
}

/** Decodes key frames one by one. */
class KeyDecoder {
  #decoder: VideoDecoder | null = null;
  #codec = '';
  #frame: VideoFrame | null = null;

  /** @param key an access unit with its parameter sets, Annex B @throws when it cannot be decoded */
  async decode(key: Blob): Promise<ImageBitmap> {
    const data = new Uint8Array(await key.arrayBuffer());
    const decoder = this.#for(codecOf(data));
    decoder.decode(new EncodedVideoChunk({ type: 'key', timestamp: 0, data }));
    await decoder.flush();
    const frame = this.#frame;
    this.#frame = null;
    if (!frame) throw new Error('no picture came out');
    try {
      const size = { resizeWidth: WIDTH, resizeHeight: HEIGHT, resizeQuality: 'medium' } as const;
      return await createImageBitmap(frame, size);
    } finally {
      frame.close();
    }
  }

  close(): void {
    if (this.#decoder?.state !== 'closed') this.#decoder?.close();
    this.#decoder = null;
  }

  #for(codec: string): VideoDecoder {
    if (this.#decoder?.state === 'configured' && codec === this.#codec) return this.#decoder;
    this.close();
    const decoder = new VideoDecoder({
      output: (frame) => {
        this.#frame?.close();
        this.#frame = frame;
      },
      error: () => {}, // flush rejects
    });
    decoder.configure({ codec, optimizeForLatency: true });
    this.#decoder = decoder;
    this.#codec = codec;
    return decoder;
  }
}

/** "avc1.42e01f", from the sequence parameter set (RFC 6381, section 3.3). @throws when there is none */
export function codecOf(annexB: Uint8Array): string {
  for (let i = 0; i + 6 < annexB.length; i++) {
    const isStart = annexB[i] === 0 && annexB[i + 1] === 0 && annexB[i + 2] === 1;
    if (!isStart || (annexB[i + 3]! & 0x1f) !== NAL_SPS) continue;
    const hex = [...annexB.subarray(i + 4, i + 7)].map((byte) => byte.toString(16).padStart(2, '0'));
    return `avc1.${hex.join('')}`;
  }
  throw new Error('a key frame without its parameters');
}
