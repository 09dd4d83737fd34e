/** Recordings out of nothing: 25 pictures and 50 sounds a second, a key frame each second, between given times. */
import type { RecordedPicture, Recordings } from './recordings.ts';

const PICTURE_MS = 40;
const SOUND_MS = 20;
const GOP_MS = 1000;

export class FakeRecordings implements Recordings {
  readonly #spans: readonly { startMs: number; endMs: number }[];
  /** Generators that have been begun and not been ended. */
  open = 0;
  /** Makes reading fail with this. */
  failure: Error | null = null;
  /** Size of the lumps of a clip, and how many. */
  clipLumps = 3;

  /** @param spans in order, each beginning at a full second */
  constructor(spans: readonly { startMs: number; endMs: number }[]) {
    this.#spans = spans;
  }

  spans({ fromMs, toMs, limit = 100 }: { fromMs: number; toMs: number; limit?: number }) {
    const found = this.#spans.filter(({ startMs, endMs }) => endMs > fromMs && startMs < toMs);
    return { spans: found.slice(0, limit), nextMs: found[limit]?.startMs ?? null };
  }

  async *read(
    fromMs: number,
    { toMs = Infinity, keysOnly = false } = {},
  ): AsyncGenerator<RecordedPicture, void> {
    this.open++;
    try {
      let endedMs: number | null = null;
      for (const { startMs, endMs } of this.#spans) {
        if (endMs <= fromMs) continue;
        const firstMs = Math.max(startMs, startMs + Math.floor((fromMs - startMs) / GOP_MS) * GOP_MS);
        let gapMs = endedMs === null ? 0 : startMs - endedMs;
        for (let atMs = firstMs; atMs < endMs && atMs < toMs; atMs += SOUND_MS) {
          if (this.failure) throw this.failure;
          const isPicture = (atMs - startMs) % PICTURE_MS === 0;
          const key = (atMs - startMs) % GOP_MS === 0;
          if (isPicture && (key || !keysOnly)) {
            yield { ...this.#unit(atMs), stream: 'main', codec: 'h264', key, gapMs };
            gapMs = 0;
          }
          if (!keysOnly) yield { ...this.#unit(atMs), stream: 'audio', codec: 'opus', key: true, gapMs: 0 };
          await Promise.resolve();
        }
        endedMs = endMs;
      }
    } finally {
      this.open--;
    }
  }

  async *clip(): AsyncGenerator<Buffer> {
    for (let i = 0; i < this.clipLumps; i++) {
      if (this.failure) throw this.failure;
      yield Buffer.alloc(100_000, i);
      await Promise.resolve();
    }
  }

  #unit(atMs: number) {
    // An IDR slice: what a packetizer needs to see.
    return { atMs, ptsUs: atMs * 1000, data: Buffer.from([0, 0, 0, 1, 0x65, 1, 2, 3]) };
  }
}
