/** The disk that updates of the virtual board stand on: boot environment, two slots, as its profile says. */
import { open } from 'node:fs/promises';
import { partitionTable } from './partition-table.ts';

const MIB = 1024 * 1024;

export interface UpdateDisk {
  sizeBytes: number;
  /** Where each part starts, bytes. */
  offsets: { environment: number; A: number; B: number; data: number };
  slotBytes: number;
}

/** Makes an empty disk: a sparse file with a partition table alone; what stood in the file is gone. */
export async function makeUpdateDisk(
  file: string,
  options: { slotMiB?: number; dataMiB?: number } = {},
): Promise<UpdateDisk> {
  const slotBytes = (options.slotMiB ?? 64) * MIB;
  const { sizeBytes, offsets, parts } = partitionTable([
    { label: 'pupsentry-env', sizeBytes: MIB },
    { label: 'pupsentry-a', sizeBytes: slotBytes },
    { label: 'pupsentry-b', sizeBytes: slotBytes },
    { label: 'pupsentry-data', sizeBytes: (options.dataMiB ?? 1) * MIB },
  ]);
  const disk = await open(file, 'w');
  try {
    await disk.truncate(sizeBytes);
    for (const { position, data } of parts) await disk.write(data, 0, data.length, position);
  } finally {
    await disk.close();
  }
  const [environment, A, B, data] = offsets as [number, number, number, number];
  return { sizeBytes, offsets: { environment, A, B, data }, slotBytes };
}
