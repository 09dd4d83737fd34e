/** What an update needs of the machine: two slots, and the boot loader's memory. */
import { lstatSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Board, BoardParts } from '../board.ts';
import { findPartition } from '../drivers/partitions.ts';
import { about, type Finding } from './finding.ts';
import { textOf, type Surroundings } from './surroundings.ts';

const MIB = 1024 * 1024;
/** The kernel gives sizes in these. */
const SECTOR_BYTES = 512;

export function checkBoot({ boot }: Pick<Board, 'boot'>, around: Surroundings): Finding[] {
  if (boot.kind === 'none') return [];
  if (boot.kind === 'file') return [about('Slots').ok(`two files of ${boot.slotMiB} MiB`)];
  return [
    checkSlot('Slot A', boot.slots.A, around),
    checkSlot('Slot B', boot.slots.B, around),
    boot.kind === 'uboot' ? checkEnvironment(boot.environment, around) : checkAutoboot(boot.autoboot, around),
  ];
}

function checkSlot(part: string, partitions: readonly string[], around: Surroundings): Finding {
  const slot = about(part);
  try {
    const devices = partitions.map((wanted) => deviceOf(wanted, around));
    const bytes = devices.reduce((sum, device) => sum + device.sizeBytes, 0);
    return slot.ok(`${devices.map(({ path }) => path).join(', ')} (${Math.floor(bytes / MIB)} MiB)`);
  } catch (error) {
    return slot.error('missing', error);
  }
}

type Environment = Extract<BoardParts['boot'], { kind: 'uboot' }>['environment'];

function checkEnvironment({ first, second, sizeBytes }: Environment, around: Surroundings): Finding {
  const environment = about('Boot choice');
  try {
    for (const { device: wanted, offset } of [first, second]) {
      const device = deviceOf(wanted, around);
      if (offset + sizeBytes > device.sizeBytes)
        return environment.differs(
          `${device.path} has ${device.sizeBytes} bytes; a copy of the boot loader’s environment would end at ${offset + sizeBytes}.`,
          'Offset and size must be those that U-Boot was built with.',
        );
    }
    const paths = new Set([first, second].map(({ device }) => deviceOf(device, around).path));
    return environment.ok(`${[...paths].join(' and ')}, two copies of ${sizeBytes} bytes`);
  } catch (error) {
    return environment.error('missing', error);
  }
}

function checkAutoboot(path: string, around: Surroundings): Finding {
  const autoboot = about('Boot choice');
  if (lstatSync(join(around.root, path), { throwIfNoEntry: false })?.isFile()) return autoboot.ok(path);
  return autoboot.missing(
    `There is no ${path}.`,
    'Mount the first partition of the card for writing, and put autoboot.txt there (docs/updates.md).',
  );
}

/** @throws PupsentryError "partition-missing", "partition-ambiguous" */
function deviceOf(wanted: string, around: Surroundings): { path: string; sizeBytes: number } {
  const path = findPartition(wanted, around);
  const sectors = Number(textOf(around, 'sys/class/block', basename(path), 'size') ?? 0);
  return { path, sizeBytes: sectors * SECTOR_BYTES };
}
