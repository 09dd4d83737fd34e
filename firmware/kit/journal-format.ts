/**
 * The bytes of a journal segment.
 *
 * File name: `<first index, 16 hex>-<salt, 8 hex>.journal`. All numbers big-endian.
 *
 *     segment  "PUPJ" | u8 version = 1 | 3 x 0 | records
 *     record   u32 mark 0x9E70A7C1 | u32 payload bytes | u32 crc | u64 index | payload
 *
 * The CRC starts from the segment's random salt and covers length, index and payload. The salt keeps
 * blocks of an older segment, which a file system may show after a power cut, from passing as records
 * of this one; it stands in the name so that no damage inside the file can lose it. The mark lets the
 * reader find the next record behind a damaged one.
 */
import { crc32 } from './crc32.ts';

export const SEGMENT_HEADER = Buffer.from('PUPJ\x01\0\0\0', 'latin1');
export const RECORD_HEADER_BYTES = 20;

const MARK = Buffer.from([0x9e, 0x70, 0xa7, 0xc1]);
const NAME = /^([0-9a-f]{16})-([0-9a-f]{8})\.journal$/;

export interface SegmentName {
  first: number;
  salt: number;
}

export function formatSegmentName({ first, salt }: SegmentName): string {
  return `${first.toString(16).padStart(16, '0')}-${salt.toString(16).padStart(8, '0')}.journal`;
}

/** @returns null for the name of any other file */
export function parseSegmentName(name: string): SegmentName | null {
  const [, first, salt] = NAME.exec(name) ?? [];
  if (!first || !salt) return null;
  const index = Number.parseInt(first, 16);
  return Number.isSafeInteger(index) ? { first: index, salt: Number.parseInt(salt, 16) } : null;
}

export function encodeRecord(salt: number, index: number, payload: Uint8Array): Buffer {
  const record = Buffer.allocUnsafe(RECORD_HEADER_BYTES + payload.length);
  MARK.copy(record, 0);
  record.writeUInt32BE(payload.length, 4);
  record.writeBigUInt64BE(BigInt(index), 12);
  record.set(payload, RECORD_HEADER_BYTES);
  record.writeUInt32BE(recordCrc(salt, record), 8);
  return record;
}

function recordCrc(salt: number, record: Buffer): number {
  return crc32(record.subarray(12), crc32(record.subarray(4, 8), salt));
}

export interface FoundRecord {
  index: number;
  /** Where the record, with its header, begins in the segment. */
  offset: number;
  payload: Buffer;
}

/** @returns the record that begins at `offset`, or null when there is no sound one */
export function decodeRecord(salt: number, segment: Buffer, offset: number): FoundRecord | null {
  if (segment.length - offset < RECORD_HEADER_BYTES) return null;
  if (segment.compare(MARK, 0, 4, offset, offset + 4) !== 0) return null;
  const end = offset + RECORD_HEADER_BYTES + segment.readUInt32BE(offset + 4);
  if (end > segment.length) return null;
  const record = segment.subarray(offset, end);
  if (record.readUInt32BE(8) !== recordCrc(salt, record)) return null;
  const index = Number(record.readBigUInt64BE(12));
  return { index, offset, payload: record.subarray(RECORD_HEADER_BYTES) };
}

export interface ScannedSegment {
  records: FoundRecord[];
  /** Damaged stretches between sound records: each held at least one record. */
  damaged: number;
  /** Where the last sound record ends; what follows is a torn or damaged tail. */
  soundBytes: number;
}

/** Finds every sound record of a segment, in order. Records out of order count as damage. */
export function scanSegment({ first, salt }: SegmentName, segment: Buffer): ScannedSegment {
  const records: FoundRecord[] = [];
  let damaged = 0;
  let next = first;
  let soundBytes = Math.min(SEGMENT_HEADER.length, segment.length);
  for (let offset = soundBytes; offset !== -1 && offset < segment.length;) {
    const record = decodeRecord(salt, segment, offset);
    if (!record || record.index < next) {
      offset = segment.indexOf(MARK, offset + 1);
      continue;
    }
    if (offset !== soundBytes) damaged++;
    records.push(record);
    next = record.index + 1;
    offset = soundBytes = offset + RECORD_HEADER_BYTES + record.payload.length;
  }
  return { records, damaged, soundBytes };
}

/** Whether the header names another version: without a sound record it is another firmware's segment. */
export function isForeignVersion(segment: Buffer): boolean {
  return (
    segment.length >= SEGMENT_HEADER.length &&
    segment.compare(SEGMENT_HEADER, 0, 4, 0, 4) === 0 &&
    segment[4] !== SEGMENT_HEADER[4]
  );
}
