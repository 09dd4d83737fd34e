/** How much of its life flash memory has used, where the kernel tells: eMMC alone (JEDEC JESD84-B51, 7.4.71 to 7.4.73). */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface FlashLife {
  /** Such as "mmcblk0". */
  device: string;
  /** The worse of its two kinds of memory, in steps of ten; null when it does not tell. */
  usedPercent: number | null;
  /** Of the blocks kept in reserve for bad ones: normal, 80 % used, 90 % used. */
  reserve: 'normal' | 'warning' | 'urgent' | 'unknown';
}

const RESERVE: Record<number, FlashLife['reserve']> = { 1: 'normal', 2: 'warning', 3: 'urgent' };

/** @returns one entry for each memory that tells; SD cards do not */
export async function readFlashLife(sysfs = '/sys'): Promise<FlashLife[]> {
  const blocks = await readdir(join(sysfs, 'block')).catch(() => []);
  const lives: FlashLife[] = [];
  for (const device of blocks.filter((name) => /^mmcblk\d+$/.test(name)).sort()) {
    const read = (name: string) =>
      readFile(join(sysfs, 'block', device, 'device', name), 'utf8').catch(() => '');
    const [life, reserve] = [await read('life_time'), await read('pre_eol_info')];
    if (!life && !reserve) continue;
    // "0x01 0x02": 1 is up to 10 % used, 10 up to 100 %, 11 beyond; 0 is not told.
    const used =
      Math.max(
        0,
        ...life
          .split(/\s+/)
          .filter((word) => word)
          .map(Number),
      ) || 0;
    lives.push({
      device,
      usedPercent: used > 0 ? used * 10 : null,
      reserve: RESERVE[Number(reserve.trim())] ?? 'unknown',
    });
  }
  return lives;
}
