/** A folder in memory that loses power, fills up and fails like a real one: for tests and simulations. */
import type { JournalFile, JournalFolder } from './journal-folder.ts';

interface FakeFile {
  /** What a power cut cannot take. */
  durable: Buffer;
  /** What reading gives now. */
  content: Buffer;
  /** Writes since the last sync, in order. */
  unsynced: { position: number; data: Buffer }[];
  /** Its name survives a power cut. */
  isNamed: boolean;
}

export class FakeDisk implements JournalFolder {
  /** Every write, sync and creation throws this until it is unset. */
  failure: 'ENOSPC' | 'EIO' | 'EROFS' | undefined;
  /** Room left, bytes; a write that needs more stops in the middle with ENOSPC. */
  roomBytes = Infinity;
  /** Called before every creation, write, truncation and sync: the moments at which power may go. */
  beforeChange: () => void = () => undefined;
  /** How often something was synced. */
  syncs = 0;
  #files = new Map<string, FakeFile>();
  #removed = new Map<string, FakeFile>();

  open(): Promise<string[]> {
    return Promise.resolve([...this.#files.keys()]);
  }

  async file(name: string): Promise<JournalFile> {
    let file = this.#files.get(name);
    if (!file) {
      this.#check();
      file = { durable: Buffer.alloc(0), content: Buffer.alloc(0), unsynced: [], isNamed: false };
      this.#files.set(name, file);
    }
    return this.#handle(file);
  }

  async remove(name: string): Promise<void> {
    const file = this.#files.get(name);
    if (file?.isNamed) this.#removed.set(name, file);
    if (file) this.roomBytes += file.content.length;
    this.#files.delete(name);
  }

  async sync(): Promise<void> {
    this.#check();
    this.syncs++;
    for (const file of this.#files.values()) file.isNamed = true;
    this.#removed.clear();
  }

  /** The bytes of a file, to look at or to damage. */
  contentOf(name: string): Buffer {
    return this.#files.get(name)!.content;
  }

  /** The same disk again: what is done to one is not seen by the other. */
  fork(): FakeDisk {
    const copy = new FakeDisk();
    // Buffers never change in place, but for what contentOf gives away.
    const forked = (files: Map<string, FakeFile>) =>
      new Map([...files].map(([name, file]) => [name, { ...file, unsynced: file.unsynced.slice() }]));
    [copy.#files, copy.#removed] = [forked(this.#files), forked(this.#removed)];
    [copy.failure, copy.roomBytes, copy.syncs] = [this.failure, this.roomBytes, this.syncs];
    return copy;
  }

  /**
   * What a machine finds after power came back: synced bytes are there; of every later write all, a
   * torn part, or nothing; created and removed names that were not synced are there or not.
   */
  afterPowerCut(random: () => number): FakeDisk {
    const next = new FakeDisk();
    const survivors = [...this.#files].filter(([, file]) => file.isNamed || random() < 0.5);
    for (const [name, file] of this.#removed) {
      if (random() < 0.5 && !this.#files.has(name)) survivors.push([name, file]);
    }
    for (const [name, file] of survivors) {
      let content: Buffer = Buffer.from(file.durable);
      for (const { position, data } of file.unsynced) {
        const part = random() < 0.3 ? data : data.subarray(0, Math.floor(random() * (data.length + 1)));
        // The size may have grown although the blocks never arrived: what stood there before shows.
        const stale = random() < 0.3 ? data.length : part.length;
        content = grown(content, position + stale, Math.floor(random() * 256));
        part.copy(content, position);
      }
      next.#files.set(name, { durable: content, content, unsynced: [], isNamed: true });
    }
    return next;
  }

  #check(): void {
    this.beforeChange();
    if (this.failure) throw Object.assign(new Error(`${this.failure}: fake disk`), { code: this.failure });
  }

  #handle(file: FakeFile): JournalFile {
    return {
      read: async (position, bytes) => Buffer.from(file.content.subarray(position, position + bytes)),
      readAll: async () => Buffer.from(file.content),
      write: async (data, position) => {
        this.#check();
        const room = Math.min(data.length, this.roomBytes);
        const part = Buffer.from(data.subarray(0, room));
        this.roomBytes -= part.length;
        file.content = grown(file.content, position + part.length);
        part.copy(file.content, position);
        file.unsynced.push({ position, data: part });
        if (room < data.length) throw Object.assign(new Error('ENOSPC: fake disk'), { code: 'ENOSPC' });
      },
      truncate: async (bytes) => {
        this.beforeChange();
        this.roomBytes += Math.max(0, file.content.length - bytes);
        file.content = Buffer.from(file.content.subarray(0, bytes));
        file.unsynced = file.unsynced.flatMap(({ position, data }) =>
          position < bytes ? [{ position, data: data.subarray(0, bytes - position) }] : [],
        );
      },
      sync: async () => {
        this.#check();
        this.syncs++;
        file.durable = Buffer.from(file.content);
        file.unsynced = [];
      },
      close: () => Promise.resolve(),
    };
  }
}

/** @returns a copy that is at least `bytes` long */
function grown(content: Buffer, bytes: number, fill = 0): Buffer {
  const next = Buffer.alloc(Math.max(content.length, bytes), fill);
  content.copy(next);
  return next;
}
