/** A disk's partition table as the kernel and boot loaders read it: GPT (UEFI specification 2.10, section 5.3). */
import { createHash } from 'node:crypto';
import { crc32 } from '#kit/crc32.ts';

export interface Partition {
  /** At most 36 characters of ASCII. */
  label: string;
  sizeBytes: number;
}

export interface PartitionTable {
  /** Of the whole disk. */
  sizeBytes: number;
  /** Where each partition starts, bytes, in their order. */
  offsets: number[];
  /** What stands at a position of the disk. */
  parts: { position: number; data: Buffer }[];
}

const SECTOR = 512;
const ENTRIES = 128;
const ENTRY_BYTES = 128;
const HEADER_BYTES = 92;
const ALIGNMENT = 1024 * 1024;
const LINUX_DATA = '0fc63daf-8483-4772-8e79-3d69d8477de4';
const ENTRY_SECTORS = (ENTRIES * ENTRY_BYTES) / SECTOR;

/** Partitions one after the other, each at a MiB. */
export function partitionTable(partitions: readonly Partition[]): PartitionTable {
  const offsets: number[] = [];
  let end = ALIGNMENT;
  for (const { sizeBytes } of partitions) {
    offsets.push(end);
    end += Math.ceil(sizeBytes / ALIGNMENT) * ALIGNMENT;
  }
  const sizeBytes = end + ALIGNMENT;
  const last = sizeBytes / SECTOR - 1;
  const entries = Buffer.alloc(ENTRIES * ENTRY_BYTES);
  partitions.forEach((partition, i) => putEntry(entries, i, partition, offsets[i]!));
  const header = (at: number, backup: number, entriesAt: number) =>
    headerOf({ at, backup, entriesAt, last, entries });
  const parts = [
    { position: 0, data: protectiveMbr(last) },
    { position: SECTOR, data: header(1, last, 2) },
    { position: 2 * SECTOR, data: entries },
    { position: (last - ENTRY_SECTORS) * SECTOR, data: entries },
    { position: last * SECTOR, data: header(last, 1, last - ENTRY_SECTORS) },
  ];
  return { sizeBytes, offsets, parts };
}

function putEntry(entries: Buffer, index: number, { label, sizeBytes }: Partition, offset: number): void {
  const entry = entries.subarray(index * ENTRY_BYTES, (index + 1) * ENTRY_BYTES);
  guid(LINUX_DATA).copy(entry, 0);
  uniqueGuid(label).copy(entry, 16);
  entry.writeBigUInt64LE(BigInt(offset / SECTOR), 32);
  entry.writeBigUInt64LE(BigInt((offset + Math.ceil(sizeBytes / SECTOR) * SECTOR) / SECTOR - 1), 40);
  entry.write(label, 56, 'utf16le');
}

function headerOf(options: {
  at: number;
  backup: number;
  entriesAt: number;
  last: number;
  entries: Buffer;
}): Buffer {
  const header = Buffer.alloc(SECTOR);
  header.write('EFI PART', 'latin1');
  header.writeUInt32LE(0x0001_0000, 8); // revision
  header.writeUInt32LE(HEADER_BYTES, 12);
  header.writeBigUInt64LE(BigInt(options.at), 24);
  header.writeBigUInt64LE(BigInt(options.backup), 32);
  header.writeBigUInt64LE(BigInt(2 + ENTRY_SECTORS), 40); // first sector for partitions
  header.writeBigUInt64LE(BigInt(options.last - ENTRY_SECTORS - 1), 48); // last
  uniqueGuid('disk').copy(header, 56);
  header.writeBigUInt64LE(BigInt(options.entriesAt), 72);
  header.writeUInt32LE(ENTRIES, 80);
  header.writeUInt32LE(ENTRY_BYTES, 84);
  header.writeUInt32LE(crc32(options.entries), 88);
  header.writeUInt32LE(crc32(header.subarray(0, HEADER_BYTES)), 16);
  return header;
}

/** So that programs that know no GPT leave the disk alone. */
function protectiveMbr(last: number): Buffer {
  const mbr = Buffer.alloc(SECTOR);
  mbr[446 + 4] = 0xee;
  mbr.writeUInt32LE(1, 446 + 8);
  mbr.writeUInt32LE(Math.min(last, 0xffff_ffff), 446 + 12);
  mbr.writeUInt16LE(0xaa55, 510);
  return mbr;
}

/** The first three parts are little-endian. */
function guid(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/** The same for the same label: images can be compared. */
const uniqueGuid = (label: string) => createHash('sha256').update(label).digest().subarray(0, 16);
