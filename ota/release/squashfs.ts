/** A folder as a squashfs file whose next version shares as many blocks with it as can be (docs/decisions/0016-image-layout.md). */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '#board/virtual/command.ts';

/** What changes with every release; it stands behind everything else, so that nothing moves when it grows. */
const CHANGES_OFTEN = ['opt/pupsentry'];

/**
 * Owners, times and extended attributes are the same for all.
 * @param work an empty folder
 * @returns the path of the file, in `work`
 */
export async function squashfsOf(root: string, work: string): Promise<string> {
  const file = join(work, 'root.squashfs');
  const sort = join(work, 'sort');
  await writeFile(sort, CHANGES_OFTEN.map((path, i) => `${path} ${-1 - i}\n`).join(''));
  const fixed = ['-all-root', '-mkfs-time', '0', '-all-time', '0', '-no-xattrs'];
  await command(
    ['mksquashfs', root, file, '-quiet', '-no-progress', '-comp', 'zstd', ...fixed, '-sort', sort],
    { from: 'squashfs-tools' },
  );
  return file;
}
