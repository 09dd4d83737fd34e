/** How far a journal has been acknowledged: a number on disk that may be old after a power cut, never wrong. */
import { crc32 } from './crc32.ts';
import type { JournalFile, JournalFolder } from './journal-folder.ts';

/** Two slots, written in turn, in different sectors: a torn write spoils one of them at most. */
const SLOT_AT = [0, 512] as const;
const SLOT_BYTES = 12;
const SALT = 0x50555043;

export const CURSOR_NAME = 'acknowledged';

export class JournalCursor {
  readonly #folder: JournalFolder;
  #file: JournalFile | undefined;
  #value = 0;
  #written = 0;
  #slot = 0;
  #writing: Promise<void> | undefined;

  constructor(folder: JournalFolder) {
    this.#folder = folder;
  }

  /** Everything below this index is acknowledged. */
  get value(): number {
    return this.#value;
  }

  async load(): Promise<void> {
    this.#file = await this.#folder.file(CURSOR_NAME);
    const slots = await Promise.all(SLOT_AT.map((at) => this.#file!.read(at, SLOT_BYTES)));
    const values = slots.map(decodeSlot);
    this.#value = this.#written = Math.max(0, ...values);
    this.#slot = values[0]! < values[1]! ? 0 : 1; // overwrite the older one first
  }

  /** Moves it on at once in memory and soon on disk. Not synced: an old value means re-sending, no more. */
  advance(value: number): void {
    if (value <= this.#value) return;
    this.#value = value;
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  async #write(): Promise<void> {
    while (this.#file && this.#written < this.#value) {
      const value = this.#value;
      try {
        await this.#file.write(encodeSlot(value), SLOT_AT[this.#slot]!);
      } catch {
        return; // a full or broken disk: the next advance tries again
      }
      this.#slot = 1 - this.#slot;
      this.#written = value;
    }
  }

  /** Writes and syncs what is left, so that nothing is sent again after a clean stop. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#write();
    const file = this.#file;
    this.#file = undefined;
    await file?.sync().catch(() => undefined);
    await file?.close();
  }
}

function encodeSlot(value: number): Buffer {
  const slot = Buffer.alloc(SLOT_BYTES);
  slot.writeBigUInt64BE(BigInt(value));
  slot.writeUInt32BE(crc32(slot.subarray(0, 8), SALT), 8);
  return slot;
}

/** @returns -1 when the slot is empty or torn */
function decodeSlot(slot: Buffer): number {
  if (slot.length < SLOT_BYTES || slot.readUInt32BE(8) !== crc32(slot.subarray(0, 8), SALT)) return -1;
  const value = Number(slot.readBigUInt64BE());
  return Number.isSafeInteger(value) ? value : -1;
}
