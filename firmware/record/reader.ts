/** Recordings read back: what there is, and every picture and sound of it from any time on. */
import type { AccessUnit, VideoStream } from '../media/media.ts';
import type { Catalogue, RecordedFile } from './catalogue.ts';
import type { IndexEntry } from './file-index.ts';
import { isSealed } from './fmp4/fragment.ts';
import { readInit, type Init } from './fmp4/init-segment.ts';
import { annexB, readMoof, type FragmentSamples, type Sample } from './fmp4/read-fragment.ts';
import type { Storage, StoredFile } from './storage.ts';

/** Files whose ends are closer than this are one span, ms. */
const SAME_SPAN_MS = 500;
const MAX_SPANS = 500;
/** Of one Opus packet or picture: more is damage. */
const MAX_SAMPLE_BYTES = 0xffffff;

/** Recorded without a gap. */
export interface Span {
  /** Wall clock, ms. */
  startMs: number;
  endMs: number;
  bytes: number;
  files: number;
  stream: VideoStream;
}

/** A unit as it was captured. Its ptsUs is its wall clock, µs since 1970. */
export interface RecordedUnit extends AccessUnit {
  /** The same in ms. */
  readonly atMs: number;
  /** What is missing before this picture: time that was not recorded, ms; 0 where it goes on. */
  readonly gapMs: number;
}

export interface ReadOptions {
  /** Up to this wall clock, ms. */
  toMs?: number;
  /** Without sound and without the pictures in between: for fast playback and thumbnails. */
  keysOnly?: boolean;
}

/** Where a reading stands. */
interface Position {
  /** It has not begun: it does so at a key frame before the time that was asked for. */
  backToKey: boolean;
  /** End of the last fragment, wall clock, ms. */
  endedMs: number | null;
}

export interface ReaderOptions {
  catalogue: Catalogue;
  storage: Storage;
  /** Resolves when what has just been recorded can be read. */
  settle: () => Promise<void>;
}

export class RecordingReader {
  readonly #options: ReaderOptions;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /**
   * What was recorded between two times, oldest first.
   * @returns at most `limit` spans; with more to come, `nextMs`: where to ask on from
   */
  spans(range: { fromMs: number; toMs: number; limit?: number }): { spans: Span[]; nextMs: number | null } {
    const { fromMs, toMs } = range;
    const limit = Math.min(MAX_SPANS, Math.max(1, range.limit ?? 100));
    const { files } = this.#options.catalogue;
    const spans: Span[] = [];
    for (let i = Math.max(0, this.#options.catalogue.indexAt(fromMs)); i < files.length; i++) {
      const { startMs, endMs, bytes, stream } = files[i]!;
      if (startMs >= toMs) break;
      if (endMs <= fromMs) continue;
      const last = spans.at(-1);
      if (last && last.stream === stream && startMs - last.endMs <= SAME_SPAN_MS) {
        Object.assign(last, {
          endMs: Math.max(endMs, last.endMs),
          bytes: last.bytes + bytes,
          files: last.files + 1,
        });
        continue;
      }
      if (spans.length === limit) return { spans, nextMs: startMs };
      spans.push({ startMs, endMs, bytes, files: 1, stream });
    }
    return { spans, nextMs: null };
  }

  /**
   * Pictures and sound in the order of their capture, from the last key frame at or before a time on; where nothing
   * was recorded then, from the next one. What is removed meanwhile or cannot be read is a gap.
   */
  async *read(fromMs: number, options: ReadOptions = {}): AsyncGenerator<RecordedUnit, void> {
    const { toMs = Infinity } = options;
    await this.#options.settle();
    let atMs = fromMs;
    const position: Position = { backToKey: true, endedMs: null };
    for (let file = this.#fileFrom(atMs); file && file.startMs < toMs; file = this.#fileFrom(atMs)) {
      for await (const unit of this.#readFile(file, atMs, position, options.keysOnly ?? false)) {
        if (unit.atMs >= toMs) return;
        position.backToKey = false;
        yield unit;
      }
      // Where the clock was set back two files overlap: time never goes back here.
      atMs = Math.max(file.endMs, atMs + 1);
    }
  }

  /** Key frames alone, backwards, from the last one at or before a time on. */
  async *readBack(fromMs: number, options: { toMs?: number } = {}): AsyncGenerator<RecordedUnit, void> {
    const { toMs = -Infinity } = options;
    await this.#options.settle();
    let beforeMs = fromMs;
    for (;;) {
      const { catalogue } = this.#options;
      const file = catalogue.files[catalogue.indexAt(beforeMs)];
      if (!file || file.endMs < toMs) return;
      for await (const unit of this.#readFileBack(file, beforeMs)) {
        if (unit.atMs < toMs) return;
        yield unit;
      }
      beforeMs = file.startMs - 1;
    }
  }

  /** The file that holds a time, else the first one after it. */
  #fileFrom(ms: number): RecordedFile | undefined {
    const { catalogue } = this.#options;
    const at = catalogue.indexAt(ms);
    const file = catalogue.files[at];
    return file && file.endMs > ms ? file : catalogue.files[at + 1];
  }

  async *#readFile(
    file: RecordedFile,
    fromMs: number,
    position: Position,
    keysOnly: boolean,
  ): AsyncGenerator<RecordedUnit> {
    const open = await this.#open(file);
    if (!open) return;
    try {
      let fromUs = (fromMs - file.startMs) * 1000;
      const first = open.entries.findLastIndex(({ startUs }) => startUs <= fromUs);
      for (const entry of open.entries.slice(Math.max(0, first))) {
        const samples = await open.samples(entry);
        if (!samples) continue;
        const { video, audio } = samples;
        if (position.backToKey)
          fromUs = video.findLast(({ key, timeUs }) => key && timeUs <= fromUs)?.timeUs ?? fromUs;
        const wanted = keysOnly ? video.filter(({ key }) => key) : [...video, ...audio].sort(byTime);
        let gapMs = this.#gap(file, entry, position);
        for (const sample of wanted) {
          if (sample.timeUs < fromUs) continue;
          const unit = await open.unit(entry, sample, audio.includes(sample));
          if (!unit) continue;
          yield unit.stream === 'audio' ? unit : { ...unit, gapMs };
          if (unit.stream !== 'audio') gapMs = 0;
        }
      }
    } finally {
      await open.close();
    }
  }

  /** @returns what is missing between the last fragment and this one, ms */
  #gap(file: RecordedFile, { startUs, durationMs }: IndexEntry, position: Position): number {
    const startMs = file.startMs + startUs / 1000;
    const missingMs = Math.round(startMs - (position.endedMs ?? startMs));
    position.endedMs = startMs + durationMs;
    return missingMs > SAME_SPAN_MS ? missingMs : 0;
  }

  async *#readFileBack(file: RecordedFile, beforeMs: number): AsyncGenerator<RecordedUnit> {
    const open = await this.#open(file);
    if (!open) return;
    try {
      const beforeUs = (beforeMs - file.startMs) * 1000;
      for (const entry of open.entries.filter(({ startUs }) => startUs <= beforeUs).reverse()) {
        const keys = (await open.samples(entry))?.video.filter(
          ({ key, timeUs }) => key && timeUs <= beforeUs,
        );
        for (const sample of keys?.reverse() ?? []) {
          const unit = await open.unit(entry, sample, false);
          if (unit) yield unit;
        }
      }
    } finally {
      await open.close();
    }
  }

  /** @returns null for a file that is gone or cannot be read: a gap */
  async #open(file: RecordedFile): Promise<OpenRecording | null> {
    try {
      const entries = await this.#options.catalogue.entries(file);
      const stored = await this.#options.storage.open(file.path);
      try {
        const init = readInit(await stored.read(0, entries[0]?.offset ?? 0));
        return new OpenRecording(file, entries, stored, init);
      } catch {
        await stored.close();
        return null;
      }
    } catch {
      return null;
    }
  }
}

class OpenRecording {
  readonly entries: readonly IndexEntry[];
  readonly #file: RecordedFile;
  readonly #stored: StoredFile;
  readonly #init: Init;
  /** The fragment read last, in one piece: reading it sample by sample costs ten times as much. */
  #fragment: { offset: number; bytes: Buffer } | null = null;

  constructor(file: RecordedFile, entries: readonly IndexEntry[], stored: StoredFile, init: Init) {
    this.#file = file;
    this.entries = entries;
    this.#stored = stored;
    this.#init = init;
  }

  /** @returns null when the fragment is damaged */
  async samples(entry: IndexEntry): Promise<FragmentSamples | null> {
    try {
      const bytes = await this.#stored.read(entry.offset, entry.bytes);
      if (!isSealed(bytes, this.#file.salt)) return null;
      this.#fragment = { offset: entry.offset, bytes };
      return readMoof(bytes.subarray(0, bytes.readUInt32BE(0)));
    } catch {
      return null;
    }
  }

  /** @returns null when it is damaged */
  async unit(entry: IndexEntry, sample: Sample, isSound: boolean): Promise<RecordedUnit | null> {
    const { offset, bytes, timeUs, key } = sample;
    if (this.#fragment?.offset !== entry.offset || bytes > MAX_SAMPLE_BYTES) return null;
    const raw = this.#fragment.bytes.subarray(offset, offset + bytes);
    if (raw.length < bytes || bytes === 0) return null;
    const { startMs, stream } = this.#file;
    const time = { atMs: startMs + timeUs / 1000, ptsUs: startMs * 1000 + timeUs, gapMs: 0 };
    if (isSound) return { ...time, stream: 'audio', codec: 'opus', key: true, data: raw };
    try {
      return { ...time, stream, codec: 'h264', key, data: annexB(raw, key, this.#init.parameters) };
    } catch {
      return null;
    }
  }

  close(): Promise<void> {
    return this.#stored.close();
  }
}

function byTime(a: Sample, b: Sample): number {
  return a.timeUs - b.timeUs;
}
