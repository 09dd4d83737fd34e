/** A disk in memory that fills up, fails, turns read-only, goes away and lies: for tests and simulations. */
import type { Storage, StoredFile } from './storage.ts';

export type DiskOperation =
  'prepare' | 'list' | 'create' | 'open' | 'read' | 'write' | 'sync' | 'truncate' | 'remove' | 'free';

export class FakeStorage implements Storage {
  readonly files = new Map<string, Buffer>();
  /** Asked before every operation: an error code makes it fail. Writes fail in their middle. */
  fails: (operation: DiskOperation, count: number) => string | undefined = () => undefined;
  capacityBytes = Infinity;
  /** How many files there can be. */
  maxFiles = Infinity;
  /** Acknowledges writes and stores zeros. */
  lies = false;
  #count = 0;

  /** Operations so far. */
  get operations(): number {
    return this.#count;
  }

  get usedBytes(): number {
    return [...this.files.values()].reduce((sum, { length }) => sum + length, 0);
  }

  async prepare(): Promise<void> {
    this.#check('prepare');
  }

  async list(folder: string): Promise<string[]> {
    this.#check('list');
    const prefix = folder === '' ? '' : `${folder}/`;
    const inside = [...this.files.keys()].filter((path) => path.startsWith(prefix));
    return [...new Set(inside.map((path) => path.slice(prefix.length).split('/')[0]!))];
  }

  async create(path: string): Promise<StoredFile> {
    this.#check('create');
    if (this.files.has(path)) throw failure('EEXIST');
    if (this.files.size >= this.maxFiles) throw failure('ENOSPC');
    this.files.set(path, Buffer.alloc(0));
    return this.#handle(path);
  }

  async open(path: string): Promise<StoredFile> {
    this.#check('open');
    if (!this.files.has(path)) throw failure('ENOENT');
    return this.#handle(path);
  }

  async remove(path: string): Promise<void> {
    this.#check('remove');
    this.files.delete(path);
  }

  async sync(): Promise<void> {
    this.#check('sync');
  }

  async freeBytes(): Promise<number> {
    this.#check('free');
    return this.capacityBytes - this.usedBytes;
  }

  async readBack(path: string, position: number, bytes: number): Promise<Buffer> {
    const file = await this.open(path);
    return file.read(position, bytes);
  }

  #check(operation: DiskOperation): void {
    const code = this.fails(operation, ++this.#count);
    if (code) throw failure(code);
  }

  #handle(path: string): StoredFile {
    let content = this.files.get(path)!;
    const put = (next: Buffer) => {
      if (this.files.get(path) === content) this.files.set(path, next);
      content = next;
    };
    const now = () => (content = this.files.get(path) ?? content);
    return {
      size: async () => now().length,
      read: async (position, bytes) => {
        this.#check('read');
        return Buffer.from(now().subarray(position, position + bytes));
      },
      write: async (data, position) => {
        const code = this.fails('write', ++this.#count);
        const room = Math.min(data.length, Math.max(0, this.capacityBytes - this.usedBytes));
        const part = Buffer.from(data.subarray(0, code ? Math.min(room, data.length >> 1) : room));
        const next = Buffer.alloc(Math.max(now().length, position + part.length));
        content.copy(next);
        if (!this.lies) part.copy(next, position);
        put(next);
        if (code || room < data.length) throw failure(code ?? 'ENOSPC');
      },
      truncate: async (bytes) => {
        this.#check('truncate');
        put(Buffer.from(now().subarray(0, bytes)));
      },
      sync: async () => this.#check('sync'),
      close: async () => undefined,
    };
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(`${code}: fake storage`), { code });
}
