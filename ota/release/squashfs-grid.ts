/**
 * squashfs packs what it compresses byte by byte: one file that grows moves everything behind it off the grid of blocks
 * by which an update recognises what a device has. Here each file's data and each table is moved to a block of its own:
 * gaps are allowed, as every place is named by a pointer. Format: Documentation/filesystems/squashfs.rst and
 * fs/squashfs/squashfs_fs.h of the kernel, version 4.0, little-endian.
 */
import { PupsentryError } from '#kit/errors.ts';
import { BLOCK_BYTES } from '../install/block-device.ts';
import { InodeTable, SIZE_MASK, type Extent } from './squashfs-inodes.ts';

const MAGIC = 0x73717368;
const SUPERBLOCK_BYTES = 96;
/** What a metadata block holds unpacked. */
const METADATA_BYTES = 8192;
const IS_STORED = 0x8000;
const INODES_STORED = 0x0001;
const NO_TABLE = 0xffff_ffff_ffff_ffffn;
const FRAGMENT_ENTRY_BYTES = 16;

/** Unpacks a metadata block. */
export type Unpack = (packed: Buffer) => Buffer;

/**
 * @param source made by mksquashfs with -noI, -no-xattrs and -no-exports
 * @returns the same file system, a multiple of `BLOCK_BYTES` long
 * @throws PupsentryError "squashfs-form" when it is not of that form
 */
export function onGrid(source: Buffer, unpack: Unpack): Buffer {
  const superblock = readSuperblock(source);
  const inodes = new InodeTable(inodeData(source, superblock), superblock);
  const fragments = fragmentTable(source, superblock, unpack);
  const extents = inOrder([...inodes.extents, ...fragments.map(extentOf)]);
  const target = new Target(source.length + (extents.length + 2) * BLOCK_BYTES);

  target.append(source.subarray(0, extents[0]?.from ?? superblock.inodeTable)); // superblock, options of the packer
  const moved = new Map<number, number>();
  for (const { from, bytes } of extents) {
    target.align();
    moved.set(from, target.append(source.subarray(from, from + bytes)));
  }
  inodes.moveFiles((from) => moved.get(from)!);
  for (const entry of fragments) entry.writeBigUInt64LE(BigInt(moved.get(extentOf(entry).from)!));

  target.align();
  const inodeTable = target.appendMetadata(inodes.data)[0]!;
  const directoryTable = target.append(directoryData(source, superblock));
  const fragmentIndex = target.appendIndex(target.appendMetadata(Buffer.concat(fragments)));
  const ids = metadataBlock(source, Number(source.readBigUInt64LE(superblock.idTable)), unpack);
  const idIndex = target.appendIndex(target.appendMetadata(ids.data));
  return target.finish({
    bytesUsed: target.length,
    ...{ idIndex, inodeTable, directoryTable },
    fragmentIndex: fragments.length > 0 ? fragmentIndex : null,
  });
}

/** Each stretch once, in the order of the file: what is there twice is stored once. */
function inOrder(extents: readonly Extent[]): Extent[] {
  const longest = new Map<number, Extent>();
  for (const extent of extents) {
    if (extent.bytes > (longest.get(extent.from)?.bytes ?? 0)) longest.set(extent.from, extent);
  }
  return [...longest.values()].sort((a, b) => a.from - b.from);
}

/** A squashfs file that is being written. */
class Target {
  readonly #bytes: Buffer;
  length = 0;

  constructor(capacity: number) {
    this.#bytes = Buffer.alloc(capacity);
  }

  align(): void {
    this.length = Math.ceil(this.length / BLOCK_BYTES) * BLOCK_BYTES;
  }

  /** @returns where it stands */
  append(data: Buffer): number {
    const at = this.length;
    data.copy(this.#bytes, at);
    this.length += data.length;
    return at;
  }

  /** @returns where each of its blocks stands */
  appendMetadata(data: Buffer): number[] {
    const starts: number[] = [];
    for (let from = 0; from < data.length; from += METADATA_BYTES) {
      const block = data.subarray(from, from + METADATA_BYTES);
      const header = Buffer.alloc(2);
      header.writeUInt16LE(block.length | IS_STORED);
      starts.push(this.append(header));
      this.append(block);
    }
    return starts;
  }

  /** The list by which a table's blocks are found. @returns where it stands */
  appendIndex(starts: readonly number[]): number {
    const index = Buffer.alloc(8 * starts.length);
    starts.forEach((start, i) => index.writeBigUInt64LE(BigInt(start), 8 * i));
    return this.append(index);
  }

  finish(
    superblock: Record<'bytesUsed' | 'idIndex' | 'inodeTable' | 'directoryTable', number> & {
      fragmentIndex: number | null;
    },
  ): Buffer {
    const write = (at: number, value: number) => this.#bytes.writeBigUInt64LE(BigInt(value), at);
    write(40, superblock.bytesUsed);
    write(48, superblock.idIndex);
    write(64, superblock.inodeTable);
    write(72, superblock.directoryTable);
    if (superblock.fragmentIndex !== null) write(80, superblock.fragmentIndex);
    this.align();
    return this.#bytes.subarray(0, this.length);
  }
}

interface Superblock {
  inodeCount: number;
  blockSize: number;
  fragmentCount: number;
  idTable: number;
  inodeTable: number;
  directoryTable: number;
  fragmentTable: number;
}

function readSuperblock(source: Buffer): Superblock {
  const wrong = (what: string) => new PupsentryError('squashfs-form', `This squashfs file ${what}.`);
  if (source.length < SUPERBLOCK_BYTES || source.readUInt32LE(0) !== MAGIC) throw wrong('is none');
  if (source.readUInt16LE(28) !== 4) throw wrong('is not of version 4');
  const flags = source.readUInt16LE(24);
  if (!(flags & INODES_STORED)) throw wrong('has packed inodes (-noI)');
  if (source.readBigUInt64LE(56) !== NO_TABLE) throw wrong('has extended attributes (-no-xattrs)');
  if (source.readBigUInt64LE(88) !== NO_TABLE) throw wrong('has a table for exports (-no-exports)');
  return {
    inodeCount: source.readUInt32LE(4),
    blockSize: source.readUInt32LE(12),
    fragmentCount: source.readUInt32LE(16),
    idTable: Number(source.readBigUInt64LE(48)),
    inodeTable: Number(source.readBigUInt64LE(64)),
    directoryTable: Number(source.readBigUInt64LE(72)),
    fragmentTable: Number(source.readBigUInt64LE(80)),
  };
}

/** @returns a metadata block's unpacked contents and its length in the file with its header of two bytes */
function metadataBlock(source: Buffer, at: number, unpack: Unpack): { data: Buffer; bytes: number } {
  const header = source.readUInt16LE(at);
  const packedBytes = header & ~IS_STORED;
  const packed = source.subarray(at + 2, at + 2 + packedBytes);
  return { data: header & IS_STORED ? packed : unpack(packed), bytes: 2 + packedBytes };
}

function inodeData(source: Buffer, { inodeTable, directoryTable }: Superblock): Buffer {
  const blocks: Buffer[] = [];
  for (let at = inodeTable; at < directoryTable;) {
    const { data, bytes } = metadataBlock(source, at, neverPacked);
    blocks.push(data);
    at += bytes;
  }
  return Buffer.concat(blocks);
}

const neverPacked: Unpack = () => {
  throw new PupsentryError('squashfs-form', 'This squashfs file has packed inodes.');
};

/** The table with its blocks' headers: it is not changed. */
function directoryData(
  source: Buffer,
  { directoryTable, fragmentCount, fragmentTable, idTable }: Superblock,
): Buffer {
  const next = Number(source.readBigUInt64LE(fragmentCount > 0 ? fragmentTable : idTable));
  return source.subarray(directoryTable, next);
}

/** @returns the entries of the table of those blocks that hold many small files; copies */
function fragmentTable(source: Buffer, superblock: Superblock, unpack: Unpack): Buffer[] {
  const bytes = superblock.fragmentCount * FRAGMENT_ENTRY_BYTES;
  const blocks = Array.from({ length: Math.ceil(bytes / METADATA_BYTES) }, (_, i) => {
    const at = Number(source.readBigUInt64LE(superblock.fragmentTable + 8 * i));
    return metadataBlock(source, at, unpack).data;
  });
  const table = Buffer.concat(blocks);
  return Array.from({ length: superblock.fragmentCount }, (_, i) =>
    table.subarray(i * FRAGMENT_ENTRY_BYTES, (i + 1) * FRAGMENT_ENTRY_BYTES),
  );
}

function extentOf(fragment: Buffer): Extent {
  return { from: Number(fragment.readBigUInt64LE(0)), bytes: fragment.readUInt32LE(8) & SIZE_MASK };
}
