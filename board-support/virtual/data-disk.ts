/** An empty disk for /data. */
import { truncate, writeFile } from 'node:fs/promises';
import { command } from './command.ts';

const DATA_DISK_MB = 256;

/** Makes an ext4 image; what stood in the file is gone. */
export async function makeDataDisk(file: string): Promise<void> {
  await writeFile(file, '');
  await truncate(file, DATA_DISK_MB * 1024 * 1024);
  await command(['mke2fs', '-q', '-F', '-t', 'ext4', '-m', '0', '-E', 'root_owner=0:0', file], {
    from: 'e2fsprogs',
  });
}
