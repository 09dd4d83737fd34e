/**
 * A recording that is being written.
 *
 * What is durable when:
 *   a fragment    one write and one fdatasync; with the first one the head is written, and the day's folder synced,
 *                 so that the name survives too. When `append` resolves, a power cut takes nothing of it.
 *   the index     written after the fragment, never synced: it is made anew when it is behind.
 *   after an error nothing more is written to the file: after a failed sync Linux may call pages clean that never
 *                 arrived, so the fragment goes into a new file, whole.
 */
import { dirname } from 'node:path';
import { encodeFragment, SoundClock } from './fmp4/fragment.ts';
import { initSegment } from './fmp4/init-segment.ts';
import { sameParameters, type Fragment } from './fmp4/track.ts';
import { encodeEntry, ENTRY_BYTES, type IndexEntry } from './file-index.ts';
import { formatFileName, indexPath, type FileName } from './file-name.ts';
import type { Storage, StoredFile } from './storage.ts';

/** Chromium opens 5 minutes in 0.7 s and an hour in 7.7 s (DESIGN 8). */
const MAX_FILE_US = 300_000_000;
const MAX_FILE_BYTES = 1024 * 1024 * 1024;
/** Bit of an Opus packet's first byte: two channels (RFC 6716, 3.1). */
const STEREO = 0x04;

export class RecordingFile {
  readonly name: FileName;
  readonly path: string;
  readonly entries: IndexEntry[] = [];
  readonly #storage: Storage;
  readonly #first: Fragment;
  readonly #channels: number;
  readonly #sound: SoundClock | null;
  #file: StoredFile | null = null;
  #index: StoredFile | null = null;
  #bytes = 0;
  #endUs: number;
  #last: Buffer | null = null;

  /** @param options.first the fragment it begins with: the first one to be appended */
  constructor(options: { storage: Storage; name: FileName; first: Fragment }) {
    const { storage, name, first } = options;
    this.#storage = storage;
    this.name = name;
    this.path = formatFileName(name);
    this.#first = first;
    this.#endUs = first.startUs;
    const packet = first.audio[0];
    this.#channels = packet ? ((packet.data[0] ?? 0) & STEREO ? 2 : 1) : 0;
    this.#sound = packet ? new SoundClock() : null;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Wall clock, ms. */
  get endMs(): number {
    return this.name.startMs + (this.#endUs - this.#first.startUs) / 1000;
  }

  /** The last fragment's bytes as they were written, and where. */
  get last(): { position: number; bytes: Buffer } | null {
    return this.#last && { position: this.#bytes - this.#last.length, bytes: this.#last };
  }

  /** Whether a fragment may stand behind those that are here: one file is one continuous piece. */
  takes(fragment: Fragment): boolean {
    return (
      fragment.startUs === this.#endUs &&
      sameParameters(fragment.parameters, this.#first.parameters) &&
      fragment.audio.length > 0 === this.#channels > 0 &&
      fragment.endUs - this.#first.startUs <= MAX_FILE_US &&
      this.#bytes < MAX_FILE_BYTES
    );
  }

  /** @throws the file system's error; the file is closed then, and holds what it held before */
  async append(fragment: Fragment): Promise<void> {
    try {
      await this.#append(fragment);
    } catch (error) {
      await this.#abandon();
      throw error;
    }
    await this.#note().catch(() => undefined);
  }

  async close(): Promise<void> {
    const files = [this.#file, this.#index];
    this.#file = this.#index = this.#last = null;
    for (const file of files) await file?.close().catch(() => undefined);
  }

  async #append(fragment: Fragment): Promise<void> {
    const isFirst = this.entries.length === 0;
    const { salt, startMs } = this.name;
    const sequence = this.entries.length + 1;
    const options = { fragment, sequence, salt, epochUs: this.#first.startUs, sound: this.#sound };
    const encoded = encodeFragment(options);
    const head = { parameters: fragment.parameters, channels: this.#channels, startedMs: startMs };
    const data = isFirst ? Buffer.concat([initSegment(head), encoded]) : encoded;

    this.#file ??= await this.#storage.create(this.path);
    await this.#file.write(data, this.#bytes);
    await this.#file.sync();
    if (isFirst) await this.#storage.sync(dirname(this.path));

    this.entries.push({
      offset: this.#bytes + data.length - encoded.length,
      bytes: encoded.length,
      startUs: fragment.startUs - this.#first.startUs,
      durationMs: Math.round((fragment.endUs - fragment.startUs) / 1000),
      hasSound: this.#channels > 0,
    });
    this.#bytes += data.length;
    this.#endUs = fragment.endUs;
    this.#last = encoded;
  }

  async #note(): Promise<void> {
    const at = (this.entries.length - 1) * ENTRY_BYTES;
    this.#index ??= await this.#storage.create(indexPath(this.path));
    await this.#index.write(encodeEntry(this.entries.at(-1)!, this.name.salt), at);
  }

  /** Leaves no torn fragment behind, as far as the disk lets us: else it is cut off at the next start. */
  async #abandon(): Promise<void> {
    if (this.#bytes > 0) await this.#file?.truncate(this.#bytes).catch(() => undefined);
    else if (this.#file) await this.#storage.remove(this.path).catch(() => undefined);
    await this.close();
  }
}
