/** A folder as a squashfs file whose next version shares as many blocks with it as can be (docs/decisions/0016-image-layout.md). */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import koffi from 'koffi';
import { command } from '#board/virtual/command.ts';
import { PupsentryError } from '#kit/errors.ts';
import { onGrid, type Unpack } from './squashfs-grid.ts';

/** What changes with every release; it stands behind everything else, in this order. */
const CHANGES_OFTEN = ['opt/pupsentry/node_modules', 'opt/pupsentry'];
/** What a block of a file's names and places holds, unpacked. */
const METADATA_BYTES = 8192;

export interface SquashfsOptions {
  /** zstd's, 1 to 22; 15 by default. What is quick to make is larger. */
  level?: number;
}

/**
 * Owners, times and extended attributes are the same for all.
 * @param work an empty folder
 * @returns the path of the file, in `work`
 */
export async function squashfsOf(
  root: string,
  work: string,
  { level = 15 }: SquashfsOptions = {},
): Promise<string> {
  const file = join(work, 'root.squashfs');
  const sort = join(work, 'sort');
  await writeFile(sort, CHANGES_OFTEN.map((path, i) => `${path} ${-1 - i}\n`).join(''));
  const packing = ['-comp', 'zstd', '-Xcompression-level', String(level), '-noI', '-no-exports'];
  const fixed = ['-all-root', '-mkfs-time', '0', '-all-time', '0', '-no-xattrs'];
  await command(['mksquashfs', root, file, '-quiet', '-no-progress', ...packing, ...fixed, '-sort', sort], {
    from: 'squashfs-tools',
  });
  await writeFile(file, onGrid(await readFile(file), zstd()));
  return file;
}

/** By the library that mksquashfs itself needs. */
function zstd(): Unpack {
  const library = koffi.load('libzstd.so.1');
  const decompress = library.func('size_t ZSTD_decompress(_Out_ void *, size_t, const void *, size_t)');
  return (packed) => {
    const data = Buffer.alloc(METADATA_BYTES);
    const bytes = Number(decompress(data, data.length, packed, packed.length));
    if (bytes > data.length)
      throw new PupsentryError('squashfs-form', 'A block of the squashfs file cannot be unpacked.');
    return data.subarray(0, bytes);
  };
}
