/**
 * The index beside a recording: 16 bytes for each fragment, big-endian, no head.
 *
 *     u32 offset of moof | u8 flags, u24 bytes from moof to the end of the seal | u32 start, µs since the file's
 *     first picture | u16 duration, ms | u16 check: CRC-32 of the 14 bytes before and of the file's salt, its low half
 *
 * It is a convenience: every word of it stands in the recording too, it is never synced, and one that does not
 * fit its recording is made anew.
 */
import { crc32 } from '#kit/crc32.ts';

export const ENTRY_BYTES = 16;
const HAS_SOUND = 1;

export interface IndexEntry {
  offset: number;
  /** From moof to the end of the seal. */
  bytes: number;
  /** Since the file's first picture. */
  startUs: number;
  durationMs: number;
  hasSound: boolean;
}

export function encodeEntry(entry: IndexEntry, salt: number): Buffer {
  const bytes = Buffer.allocUnsafe(ENTRY_BYTES);
  bytes.writeUInt32BE(entry.offset, 0);
  bytes.writeUInt32BE((entry.hasSound ? HAS_SOUND : 0) * 2 ** 24 + entry.bytes, 4);
  bytes.writeUInt32BE(entry.startUs, 8);
  bytes.writeUInt16BE(Math.min(0xffff, entry.durationMs), 12);
  bytes.writeUInt16BE(check(bytes, salt), 14);
  return bytes;
}

/** @returns its entries up to the first one that is damaged or stands before the one before */
export function decodeIndex(index: Buffer, salt: number): IndexEntry[] {
  const entries: IndexEntry[] = [];
  for (let at = 0; at + ENTRY_BYTES <= index.length; at += ENTRY_BYTES) {
    const bytes = index.subarray(at, at + ENTRY_BYTES);
    const entry: IndexEntry = {
      offset: bytes.readUInt32BE(0),
      bytes: bytes.readUInt32BE(4) & 0xffffff,
      startUs: bytes.readUInt32BE(8),
      durationMs: bytes.readUInt16BE(12),
      hasSound: (bytes[4]! & HAS_SOUND) !== 0,
    };
    const before = entries.at(-1);
    const follows = !before || (entry.offset >= endOf(before) && entry.startUs > before.startUs);
    if (bytes.readUInt16BE(14) !== check(bytes, salt) || !follows) break;
    entries.push(entry);
  }
  return entries;
}

/** Where the next fragment begins. */
export function endOf(entry: IndexEntry): number {
  return entry.offset + entry.bytes;
}

function check(entry: Buffer, salt: number): number {
  return crc32(entry.subarray(0, 14), salt) & 0xffff;
}
