/** Parts of a simulated device's storage whose every write and flush goes through a `Power`. */
import type { FakeDisk } from '#kit/fake-disk.ts';
import type { JournalFile, JournalFolder } from '#kit/journal-folder.ts';
import type { BlockDevice } from '#ota/install/block-device.ts';
import type { VolatileDisk } from '#ota/install/volatile-disk.ts';
import { refusal, type Operation, type Power } from './power.ts';

/** A part of a disk, as a partition. A flush is of the whole disk. */
export class WatchedPart implements BlockDevice {
  readonly sizeBytes: number;
  readonly #name: string;
  readonly #disk: VolatileDisk;
  readonly #start: number;
  readonly #power: Power;

  constructor(options: { name: string; disk: VolatileDisk; start: number; sizeBytes: number; power: Power }) {
    this.sizeBytes = options.sizeBytes;
    this.#name = options.name;
    this.#disk = options.disk;
    this.#start = options.start;
    this.#power = options.power;
  }

  async read(position: number, into: Uint8Array): Promise<void> {
    this.#power.check();
    this.#checkRange(position, into.length);
    await this.#disk.read(this.#start + position, into);
  }

  async write(position: number, data: Uint8Array): Promise<void> {
    this.#checkRange(position, data.length);
    const operation: Operation = { on: this.#name, kind: 'write', position, bytes: data.length };
    const failure = this.#power.begin(operation);
    const part = failure === 'torn' ? data.subarray(0, data.length / 2) : data;
    if (failure === 'dropped') this.#power.isHarmless = await this.#holds(position, data);
    if (failure === null || failure === 'torn') void this.#disk.write(this.#start + position, part);
    this.#power.done(operation);
    if (failure !== null && failure !== 'dropped') throw refusal(failure);
  }

  async flush(): Promise<void> {
    const operation: Operation = { on: this.#name, kind: 'flush' };
    const failure = this.#power.begin(operation);
    this.#power.done(operation);
    if (failure !== null) throw refusal(failure);
    await this.#disk.flush();
  }

  async close(): Promise<void> {}

  async #holds(position: number, data: Uint8Array): Promise<boolean> {
    const found = Buffer.alloc(data.length);
    await this.#disk.read(this.#start + position, found);
    return found.equals(data);
  }

  #checkRange(position: number, length: number): void {
    if (position < 0 || position + length > this.sizeBytes)
      throw new RangeError(`${this.#name}: ${length} bytes at ${position}`);
  }
}

/** A folder of small records. */
export function watchedFolder(disk: FakeDisk, power: Power): JournalFolder {
  const flush = async (on: string, work: () => Promise<void>) => {
    const failure = power.begin({ on, kind: 'flush' });
    power.done({ on, kind: 'flush' });
    if (failure !== null) throw refusal(failure);
    await work();
  };
  return {
    open: () => {
      power.check();
      return disk.open();
    },
    file: async (name) => {
      power.check();
      return watchedFile(name, await disk.file(name), power, flush);
    },
    remove: async (name) => {
      await disk.remove(name);
      power.done({ on: name, kind: 'write' });
    },
    sync: () => flush('the folder', () => disk.sync()),
  };
}

type Flush = (on: string, work: () => Promise<void>) => Promise<void>;

function watchedFile(name: string, file: JournalFile, power: Power, flush: Flush): JournalFile {
  return {
    read: (position, bytes) => {
      power.check();
      return file.read(position, bytes);
    },
    readAll: () => {
      power.check();
      return file.readAll();
    },
    write: async (data, position) => {
      const operation: Operation = { on: name, kind: 'write', position, bytes: data.length };
      const failure = power.begin(operation);
      // A file system tells what it cannot write: "dropped" is of bare disks.
      const kept = failure === null ? data : data.subarray(0, failure === 'torn' ? data.length / 2 : 0);
      if (kept.length > 0) void file.write(kept, position);
      power.done(operation);
      if (failure !== null) throw refusal(failure);
    },
    truncate: (bytes) => {
      power.check();
      return file.truncate(bytes);
    },
    sync: () => flush(name, () => file.sync()),
    close: () => file.close(),
  };
}
