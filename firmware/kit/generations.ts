/**
 * A small record that is replaced as a whole: after a power cut it is the old or the new one. Two files take turns, each with
 * a generation number and a checksum, so that the newest sound one always stands; nothing is renamed, one sync a save.
 *
 * File: magic "PSG1", generation (uint32 LE), length (uint32 LE), CRC-32 of generation, length and data (uint32 LE), data.
 */
import { crc32 } from './crc32.ts';
import type { JournalFolder } from './journal-folder.ts';

const MAGIC = Buffer.from('PSG1');
const HEADER_BYTES = 16;
/** A record of this kind is settings, state, metadata: more is a mistake. */
export const MAX_GENERATION_BYTES = 4 * 1024 * 1024;

interface Generation {
  /** Which of the two files. */
  turn: 0 | 1;
  number: number;
  data: Buffer;
}

export class Generations {
  readonly #folder: JournalFolder;
  readonly #name: string;
  #newest: Generation | null | undefined;
  #saving: Promise<void> = Promise.resolve();
  #isDamaged = false;

  /** @param name of the record; its files are NAME.0 and NAME.1 */
  constructor(options: { folder: JournalFolder; name: string }) {
    this.#folder = options.folder;
    this.#name = options.name;
  }

  /** The last `load` found records and none that is sound: something stood there and is lost. */
  get isDamaged(): boolean {
    return this.#isDamaged;
  }

  /** @returns the newest sound record, or null when there is none. @throws the file system's error */
  async load(): Promise<Buffer | null> {
    await this.#folder.open();
    const files = await Promise.all([this.#read(0), this.#read(1)]);
    const found = files.flatMap((bytes, turn) => decode(bytes, turn as 0 | 1) ?? []);
    this.#newest = found.sort((a, b) => (b.number - a.number) | 0 || a.turn - b.turn)[0] ?? null;
    this.#isDamaged = this.#newest === null && files.some((bytes) => bytes.length > 0);
    return this.#newest?.data ?? null;
  }

  /** Resolves when the record survives a power cut. @throws the file system's error; the old one then still stands */
  save(data: Uint8Array): Promise<void> {
    const saved = this.#saving.then(() => this.#save(data));
    this.#saving = saved.catch(() => undefined);
    return saved;
  }

  async #save(data: Uint8Array): Promise<void> {
    if (data.length > MAX_GENERATION_BYTES) throw new RangeError(`${this.#name}: ${data.length} bytes`);
    if (this.#newest === undefined) await this.load();
    const turn = this.#newest?.turn === 0 ? 1 : 0;
    const number = ((this.#newest?.number ?? 0) + 1) >>> 0;
    const file = await this.#folder.file(this.#fileName(turn));
    try {
      const record = encode(number, data);
      await file.write(record, 0);
      await file.truncate(record.length);
      await file.sync();
    } finally {
      await file.close();
    }
    await this.#folder.sync();
    this.#newest = { turn, number, data: Buffer.from(data) };
  }

  async #read(turn: 0 | 1): Promise<Buffer> {
    const file = await this.#folder.file(this.#fileName(turn));
    try {
      return await file.read(0, HEADER_BYTES + MAX_GENERATION_BYTES);
    } finally {
      await file.close();
    }
  }

  #fileName = (turn: 0 | 1) => `${this.#name}.${turn}`;
}

function encode(number: number, data: Uint8Array): Buffer {
  const record = Buffer.alloc(HEADER_BYTES + data.length);
  MAGIC.copy(record);
  record.writeUInt32LE(number, 4);
  record.writeUInt32LE(data.length, 8);
  record.set(data, HEADER_BYTES);
  record.writeUInt32LE(checksum(record), 12);
  return record;
}

function decode(bytes: Buffer, turn: 0 | 1): Generation | null {
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, 4).equals(MAGIC)) return null;
  const length = bytes.readUInt32LE(8);
  if (bytes.length < HEADER_BYTES + length) return null;
  const record = bytes.subarray(0, HEADER_BYTES + length);
  if (record.readUInt32LE(12) !== checksum(record)) return null;
  return { turn, number: record.readUInt32LE(4), data: Buffer.from(record.subarray(HEADER_BYTES)) };
}

const checksum = (record: Buffer) => crc32(record.subarray(HEADER_BYTES), crc32(record.subarray(4, 12)));
