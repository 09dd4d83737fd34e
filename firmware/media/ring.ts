/**
 * The last seconds of every stream in memory: one writer, many readers.
 *
 * Units of all streams stand in arrival order, indexed by key frames. Every reader has a cursor of its
 * own; one that falls behind the oldest unit skips to the next key frame and harms nobody else. Nothing
 * is copied or decoded per reader.
 */
import type { AccessUnit, StreamName, VideoStream } from './media.ts';

export interface RingOptions {
  /** Units older than this against the newest are dropped, ms. */
  maxMs?: number;
  /** Units are dropped, oldest first, to stay below this, bytes. */
  maxBytes?: number;
}

export interface ReaderOptions {
  /** The video stream to follow; null for sound alone. */
  video: VideoStream | null;
  audio: boolean;
  /** Start at the last key frame at least this old (pre-roll), ms; without it at the next key frame. */
  backMs?: number;
  /** Called after every push while there is something to read. */
  onReadable?: () => void;
}

export class Ring {
  readonly maxMs: number;
  readonly maxBytes: number;
  /** units[0] has the absolute index #first. */
  #units: (AccessUnit | undefined)[] = [];
  #first = 0;
  #gone = 0; // how many at the front of #units are dropped but not yet cut off
  #bytes = 0;
  #keys: Record<VideoStream, number[]> = { main: [], sub: [] };
  #readers = new Set<RingReader>();

  constructor(options: RingOptions = {}) {
    this.maxMs = options.maxMs ?? 10_000;
    this.maxBytes = options.maxBytes ?? 16 * 1024 * 1024;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get readers(): number {
    return this.#readers.size;
  }

  /** Absolute index of the oldest unit kept. */
  get start(): number {
    return this.#first + this.#gone;
  }

  /** Absolute index of the unit that comes next. */
  get end(): number {
    return this.#first + this.#units.length;
  }

  /** Milliseconds between the oldest and the newest unit. */
  get spanMs(): number {
    const newest = this.#units.at(-1);
    const oldest = this.#units[this.#gone];
    return newest && oldest ? (newest.ptsUs - oldest.ptsUs) / 1000 : 0;
  }

  at(index: number): AccessUnit | undefined {
    return index < this.start ? undefined : this.#units[index - this.#first];
  }

  push(unit: AccessUnit): void {
    if (unit.key && unit.stream !== 'audio') this.#keys[unit.stream].push(this.end);
    this.#units.push(unit);
    this.#bytes += unit.data.length;
    this.#trim();
    for (const reader of this.#readers) reader.wake(unit.stream);
  }

  /** Forgets everything: privacy mode. Readers go on with what comes next. */
  clear(): void {
    this.#first = this.end;
    this.#units = [];
    this.#gone = 0;
    this.#bytes = 0;
    this.#keys = { main: [], sub: [] };
  }

  #trim(): void {
    const newest = this.#units.at(-1)!;
    while (this.#gone < this.#units.length - 1) {
      const oldest = this.#units[this.#gone]!;
      if (this.#bytes <= this.maxBytes && newest.ptsUs - oldest.ptsUs <= this.maxMs * 1000) break;
      this.#bytes -= oldest.data.length;
      this.#units[this.#gone++] = undefined; // its memory goes now, its place with the next lump
    }
    // Cut in lumps: moving the array on every push would cost more than the units are worth.
    if (this.#gone >= 512) {
      this.#units.splice(0, this.#gone);
      this.#first += this.#gone;
      this.#gone = 0;
    }
    for (const keys of Object.values(this.#keys)) {
      while (keys.length > 0 && keys[0]! < this.start) keys.shift();
    }
  }

  /** @returns the absolute index of the first key frame at or after `index`, or undefined */
  keyFrom(stream: VideoStream, index: number): number | undefined {
    return this.#keys[stream].find((key) => key >= index);
  }

  /** @returns the absolute index of the newest key frame that is at least `backMs` old, else the oldest one */
  keyBefore(stream: VideoStream, backMs: number): number | undefined {
    const newest = this.#units.at(-1);
    if (!newest) return undefined;
    const limitUs = newest.ptsUs - backMs * 1000;
    const keys = this.#keys[stream];
    return keys.findLast((key) => this.at(key)!.ptsUs <= limitUs) ?? keys[0];
  }

  /** A new reader; `close` it when done. */
  reader(options: ReaderOptions): RingReader {
    const reader = new RingReader(this, options, () => this.#readers.delete(reader));
    this.#readers.add(reader);
    return reader;
  }
}

export class RingReader {
  readonly #ring: Ring;
  readonly #audio: boolean;
  readonly #onReadable: (() => void) | undefined;
  readonly #onClose: () => void;
  #video: VideoStream | null;
  #next: VideoStream | null = null;
  #cursor: number;
  #needsKey = true;
  #skipped = 0;

  constructor(ring: Ring, options: ReaderOptions, onClose: () => void) {
    this.#ring = ring;
    this.#video = options.video;
    this.#audio = options.audio;
    this.#onReadable = options.onReadable;
    this.#onClose = onClose;
    this.#cursor =
      options.backMs === undefined || !options.video
        ? ring.end
        : (ring.keyBefore(options.video, options.backMs) ?? ring.end);
  }

  /** The video stream being read. */
  get video(): VideoStream | null {
    return this.#video;
  }

  /** How often this reader fell behind and lost units. */
  get skips(): number {
    return this.#skipped;
  }

  /** Whether the next picture has to be a key frame that is not there yet. */
  get needsKey(): boolean {
    return this.#needsKey || this.#next !== null;
  }

  /** Moves to another video stream at its next key frame; until then the present one goes on. */
  follow(stream: VideoStream): void {
    this.#next = stream === this.#video ? null : stream;
  }

  /** Drops pictures until the next key frame, as after a loss that was not repaired. */
  restartAtKey(): void {
    this.#needsKey = true;
  }

  /** @returns the next unit of the streams followed, or undefined when there is none yet */
  read(): AccessUnit | undefined {
    if (this.#cursor < this.#ring.start) {
      this.#skipped++;
      this.#needsKey = true;
      this.#cursor = (this.#video && this.#ring.keyFrom(this.#video, this.#ring.start)) ?? this.#ring.end;
    }
    for (;;) {
      const unit = this.#ring.at(this.#cursor);
      if (!unit) return undefined;
      this.#cursor++;
      if (unit.stream === 'audio') {
        if (this.#audio) return unit;
        continue;
      }
      if (unit.key && unit.stream === this.#next) {
        this.#video = this.#next;
        this.#next = null;
        this.#needsKey = true;
      }
      if (unit.stream !== this.#video) continue;
      if (this.#needsKey && !unit.key) continue;
      this.#needsKey = false;
      return unit;
    }
  }

  /** Called by the ring after a push. */
  wake(stream: StreamName): void {
    if (stream === 'audio' ? this.#audio : stream === this.#video || stream === this.#next)
      this.#onReadable?.();
  }

  close(): void {
    this.#onClose();
  }
}
