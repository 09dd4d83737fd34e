/**
 * An append-only list of records on disk that survives power cuts.
 *
 * Records are appended to segment files (format: journal-format.ts), numbered by an index that only
 * grows, and acknowledged from the front. A record is accepted when it has been synced; appends that
 * come together share one sync. Space comes back by deleting whole segments, so nothing is ever
 * rewritten in place. After a start nothing is appended to an old segment: what a power cut left at its
 * end is cut off and never touched again.
 */
import { randomInt } from 'node:crypto';
import {
  RECORD_HEADER_BYTES,
  SEGMENT_HEADER,
  decodeRecord,
  encodeRecord,
  formatSegmentName,
  isForeignVersion,
  parseSegmentName,
  scanSegment,
  type SegmentName,
} from './journal-format.ts';
import { CURSOR_NAME, JournalCursor } from './journal-cursor.ts';
import type { JournalFile, JournalFolder } from './journal-folder.ts';

export interface JournalOptions {
  folder: JournalFolder;
  /** A new segment is begun when the present one has reached this size. */
  segmentBytes?: number;
}

export interface JournalRecord {
  index: number;
  payload: Buffer;
}

/** What was found at start. */
export interface JournalOpening {
  /** Damaged places that held at least one record each, skipped. */
  damaged: number;
  /** Bytes behind the last sound record of a segment: a write that a power cut interrupted. */
  cutBytes: number;
  /** Segments that could not be read at all, or are of another version; left alone. */
  unreadableSegments: number;
}

interface Segment extends SegmentName {
  /** Bytes of sound, synced records, with the header. */
  bytes: number;
  /** Index of its newest record. */
  last: number;
}

interface Append extends JournalRecord {
  stored: () => void;
  failed: (error: unknown) => void;
}

/** No segment holds more records than this: how far to move on behind one that cannot be read. */
const MOST_RECORDS_PER_SEGMENT = 2 ** 20;

export class Journal {
  readonly #folder: JournalFolder;
  readonly #segmentBytes: number;
  readonly #cursor: JournalCursor;
  #segments: Segment[] = [];
  #active: { segment: Segment; file: JournalFile } | undefined;
  #where = new Map<number, { segment: Segment; offset: number; bytes: number }>();
  #next = 0;
  #queue: Append[] = [];
  #writing: Promise<void> | undefined;
  /** The last removal that was begun: one after the other. */
  #removing: Promise<void> = Promise.resolve();
  #open = false;

  constructor(options: JournalOptions) {
    this.#folder = options.folder;
    this.#segmentBytes = options.segmentBytes ?? 1024 * 1024;
    this.#cursor = new JournalCursor(options.folder);
  }

  /**
   * Reads what is there, mends it, and hands over every record that is not acknowledged, oldest first.
   * @throws the file system's error; the journal then accepts nothing
   */
  async open(found: (record: JournalRecord) => void): Promise<JournalOpening> {
    const opening: JournalOpening = { damaged: 0, cutBytes: 0, unreadableSegments: 0 };
    const names = (await this.#folder.open()).filter((name) => name !== CURSOR_NAME);
    await this.#cursor.load();
    this.#next = this.#cursor.value;
    const segments = names.flatMap((name) => parseSegmentName(name) ?? []).sort((a, b) => a.first - b.first);
    for (const name of segments) await this.#readSegment(name, opening, found);
    this.#open = true;
    await this.#removeAcknowledged();
    return opening;
  }

  async #readSegment(
    name: SegmentName,
    opening: JournalOpening,
    found: (record: JournalRecord) => void,
  ): Promise<void> {
    this.#next = Math.max(this.#next, name.first);
    let file: JournalFile | undefined;
    try {
      file = await this.#folder.file(formatSegmentName(name));
      const content = await file.readAll();
      // An older segment's stray copy of an index must not come twice.
      const scan = scanSegment({ ...name, first: Math.max(name.first, this.#lastIndex() + 1) }, content);
      if (scan.records.length === 0 && isForeignVersion(content)) {
        opening.unreadableSegments++;
        return;
      }
      opening.damaged += scan.damaged;
      if (scan.soundBytes < content.length) {
        opening.cutBytes += content.length - scan.soundBytes;
        await file.truncate(scan.soundBytes).catch(() => undefined); // read-only: it stays ignored
      }
      const last = scan.records.at(-1)?.index ?? name.first - 1;
      const segment: Segment = { ...name, bytes: scan.soundBytes, last };
      this.#segments.push(segment);
      this.#next = Math.max(this.#next, last + 1);
      for (const { index, offset, payload } of scan.records) {
        if (index < this.#cursor.value) continue;
        this.#where.set(index, { segment, offset, bytes: RECORD_HEADER_BYTES + payload.length });
        found({ index, payload });
      }
    } catch {
      opening.unreadableSegments++;
      this.#next = Math.max(this.#next, name.first + MOST_RECORDS_PER_SEGMENT);
    } finally {
      await file?.close().catch(() => undefined);
    }
  }

  #lastIndex(): number {
    return this.#segments.at(-1)?.last ?? -1;
  }

  /** Bytes on disk, acknowledged ones that are not yet deleted included. */
  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  /**
   * Appends a record.
   * @returns its index at once, and a promise that resolves when it is on disk. It rejects with the
   *   file system's error; the index is then used up and the record is not there
   */
  append(payload: Buffer): { index: number; stored: Promise<void> } {
    const index = this.#next++;
    const stored = new Promise<void>((resolve, reject) => {
      if (!this.#open) return reject(new Error('the journal is not open'));
      this.#queue.push({ index, payload, stored: resolve, failed: reject });
      this.#writing ??= this.#writeQueue();
    });
    return { index, stored };
  }

  /** Group commit: everything that arrived during the last sync goes into the next one. */
  async #writeQueue(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#nextBatch();
      try {
        await this.#writeBatch(batch);
        for (const append of batch) append.stored();
      } catch (error) {
        await this.#abandonActive();
        for (const append of batch) append.failed(error);
      }
    }
    this.#writing = undefined;
  }

  #nextBatch(): Append[] {
    let bytes = 0;
    const rest = this.#queue.findIndex(({ payload }) => (bytes += payload.length) > this.#segmentBytes);
    return this.#queue.splice(0, rest === -1 ? this.#queue.length : Math.max(1, rest));
  }

  async #writeBatch(batch: Append[]): Promise<void> {
    if (this.#active && this.#active.segment.bytes >= this.#segmentBytes) await this.#seal();
    const isNew = !this.#active;
    const { segment, file } = (this.#active ??= await this.#newSegment(batch[0]!.index));
    const records = batch.map(({ index, payload }) => encodeRecord(segment.salt, index, payload));
    await file.write(Buffer.concat(isNew ? [SEGMENT_HEADER, ...records] : records), segment.bytes);
    await file.sync();
    if (isNew) {
      await this.#folder.sync();
      segment.bytes = SEGMENT_HEADER.length;
      this.#segments.push(segment);
    }
    for (const [i, { index }] of batch.entries()) {
      const bytes = records[i]!.length;
      // It may have been sent and acknowledged while it was being written.
      if (index >= this.#cursor.value) this.#where.set(index, { segment, offset: segment.bytes, bytes });
      segment.bytes += bytes;
      segment.last = index;
    }
  }

  async #newSegment(first: number): Promise<{ segment: Segment; file: JournalFile }> {
    const segment: Segment = { first, salt: randomInt(2 ** 32), bytes: 0, last: first - 1 };
    return { segment, file: await this.#folder.file(formatSegmentName(segment)) };
  }

  async #seal(): Promise<void> {
    const active = this.#active;
    this.#active = undefined;
    await active?.file.close().catch(() => undefined);
  }

  /**
   * After a failed write or sync nobody knows what of it is on disk, and a later sync may report
   * success for pages the kernel has thrown away: the segment ends at its last synced record.
   */
  async #abandonActive(): Promise<void> {
    const active = this.#active;
    if (!active) return;
    await active.file.truncate(active.segment.bytes).catch(() => undefined);
    await this.#seal();
    if (active.segment.bytes === 0)
      await this.#folder.remove(formatSegmentName(active.segment)).catch(() => undefined);
  }

  /** @throws Error when the record is not there, or damaged since; the file system's error */
  async read(index: number): Promise<Buffer> {
    const at = this.#where.get(index);
    if (!at) throw new Error(`no record ${index}`);
    const file = await this.#folder.file(formatSegmentName(at.segment));
    try {
      const record = decodeRecord(at.segment.salt, await file.read(at.offset, at.bytes), 0);
      if (record?.index !== index) throw new Error(`record ${index} is damaged`);
      return record.payload;
    } finally {
      await file.close();
    }
  }

  /** Everything below `index` is done with and need not survive. */
  acknowledge(index: number): void {
    if (!this.#open || index <= this.#cursor.value) return;
    for (let i = this.#cursor.value; i < index && this.#where.size > 0; i++) this.#where.delete(i);
    this.#cursor.advance(index);
    void this.#removeAcknowledged();
  }

  #removeAcknowledged(): Promise<void> {
    return (this.#removing = this.#removing.then(() => this.#removeDone()));
  }

  async #removeDone(): Promise<void> {
    const done = this.#segments.filter(
      (segment) => segment.last < this.#cursor.value && segment !== this.#active?.segment,
    );
    if (done.length === 0) return;
    this.#segments = this.#segments.filter((segment) => !done.includes(segment));
    for (const segment of done) {
      // What cannot be removed now is removed at the next start.
      await this.#folder.remove(formatSegmentName(segment)).catch(() => undefined);
    }
  }

  /** Finishes what is being written, and what is being removed. */
  async close(): Promise<void> {
    this.#open = false;
    await this.#writing;
    await this.#seal();
    await this.#removeAcknowledged();
    await this.#cursor.close();
  }
}
