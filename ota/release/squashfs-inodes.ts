/** The inodes of a squashfs file: what is needed to move its data. Layouts: fs/squashfs/squashfs_fs.h of the kernel. */
import { PupsentryError } from '#kit/errors.ts';

const NO_FRAGMENT = 0xffff_ffff;
/** Of a data block's size: the bits above say how it is stored. */
export const SIZE_MASK = 0xff_ffff;

/** A stretch of data that stays together: the blocks of a file, or those of many small ones. Bytes from the file's start. */
export interface Extent {
  from: number;
  bytes: number;
}

interface File {
  /** Where in the table its start stands, and in how many bytes. */
  startAt: number;
  startBytes: 4 | 8;
  extent: Extent;
}

export class InodeTable {
  readonly data: Buffer;
  readonly #files: File[] = [];

  /** @param data the unpacked table; changed when files are moved */
  constructor(data: Buffer, { inodeCount, blockSize }: { inodeCount: number; blockSize: number }) {
    this.data = data;
    for (let at = 0, i = 0; i < inodeCount; i++) at += this.#inode(at, blockSize);
  }

  /** Where files have their whole blocks. */
  get extents(): Extent[] {
    return this.#files.map(({ extent }) => extent);
  }

  /** @param moved where a stretch that began there begins now */
  moveFiles(moved: (from: number) => number): void {
    for (const { startAt, startBytes, extent } of this.#files) {
      const start = moved(extent.from);
      if (startBytes === 4) this.data.writeUInt32LE(start, startAt);
      else this.data.writeBigUInt64LE(BigInt(start), startAt);
    }
  }

  /** @returns its length */
  #inode(at: number, blockSize: number): number {
    const { data } = this;
    const word = (offset: number) => data.readUInt32LE(at + offset);
    const file = (fixed: number, startBytes: 4 | 8, size: number, fragment: number) => {
      const blocks = fragment === NO_FRAGMENT ? Math.ceil(size / blockSize) : Math.floor(size / blockSize);
      const sizes = Array.from({ length: blocks }, (_, i) => word(fixed + 4 * i) & SIZE_MASK);
      const bytes = sizes.reduce((sum, n) => sum + n, 0);
      const from = startBytes === 4 ? word(16) : Number(data.readBigUInt64LE(at + 16));
      if (bytes > 0) this.#files.push({ startAt: at + 16, startBytes, extent: { from, bytes } });
      return fixed + 4 * blocks;
    };
    const type = data.readUInt16LE(at);
    switch (type) {
      case 1: // folder
        return 32;
      case 2: // file
        return file(32, 4, word(28), word(20));
      case 3: // link
        return 24 + word(20);
      case 4: // devices
      case 5:
        return 24;
      case 6: // pipe, socket
      case 7:
        return 20;
      case 8: // large folder
        return this.#largeFolder(at);
      case 9: // large file, or one with several names
        return file(56, 8, Number(data.readBigUInt64LE(at + 24)), word(44));
      case 10: // link with extended attributes
        return 28 + word(20);
      case 11: // the same of devices
      case 12:
        return 28;
      case 13:
      case 14:
        return 24;
      default:
        throw new PupsentryError('squashfs-form', `This squashfs file has an inode of type ${type}.`);
    }
  }

  #largeFolder(at: number): number {
    let length = 40;
    for (let entries = this.data.readUInt16LE(at + 32); entries > 0; entries--)
      length += 12 + this.data.readUInt32LE(at + length + 8) + 1;
    return length;
  }
}
