/** Which slot runs, from what the boot loader and the initial RAM file system have left for us to read. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTextIfThere } from '#kit/atomic-file.ts';
import { PupsentryError } from '#kit/errors.ts';
import { SLOTS, type Booted, type SlotName } from './boot-control.ts';

/** The dm-verity device that the initial RAM file system mounts, but for the slot's name (ota/boot/initramfs/init). */
const ROOT_DEVICE = '/dev/mapper/pupsentry-root-';

/**
 * What the boot loader chose stands on the kernel's command line. When a slot on no trial cannot be mounted, the initial RAM
 * file system goes on from the other one.
 * @param root of the file system; another one for tests
 * @throws PupsentryError "boot-slot-unknown"
 */
export async function bootedFromKernel(root = '/'): Promise<Booted> {
  const words = ((await readTextIfThere(join(root, 'proc/cmdline'))) ?? '').trim().split(/\s+/);
  const chosen = SLOTS.find((slot) => words.includes(`pupsentry.slot=${slot}`));
  if (!chosen)
    throw new PupsentryError(
      'boot-slot-unknown',
      'The boot loader does not say which slot runs.',
      'It has to put pupsentry.slot=A or B on the kernel’s command line.',
    );
  const isTrial = words.includes('pupsentry.trial');
  return asItRuns({ slot: chosen, isTrial, isFailsafe: words.includes('pupsentry.failsafe') }, root);
}

/**
 * Raspberry Pi: as its firmware tells in the device tree, in 32-bit numbers, big-endian.
 * @param partitions number of the partition that is started for a slot
 * @throws PupsentryError "boot-slot-unknown"
 */
export async function bootedFromFirmware(
  partitions: Readonly<Record<SlotName, number>>,
  root = '/',
): Promise<Booted> {
  const partition = await firmwareNumber(root, 'partition');
  const slot = SLOTS.find((one) => partitions[one] === partition);
  if (!slot)
    throw new PupsentryError(
      'boot-slot-unknown',
      partition === null
        ? 'The firmware does not say which partition it has started.'
        : `The firmware has started partition ${partition}, which is no slot.`,
      `In the board profile, the slots are started from partitions ${partitions.A} and ${partitions.B}.`,
    );
  return asItRuns({ slot, isTrial: (await firmwareNumber(root, 'tryboot')) === 1, isFailsafe: false }, root);
}

async function firmwareNumber(root: string, name: string): Promise<number | null> {
  const file = join(root, 'proc/device-tree/chosen/bootloader', name);
  const bytes = await readFile(file).catch(() => null);
  return bytes?.length === 4 ? bytes.readUInt32BE() : null;
}

/** The root itself says what runs, whatever was chosen. */
async function asItRuns(chosen: Booted, root: string): Promise<Booted> {
  const slot = await rootSlot(root);
  return slot === null || slot === chosen.slot ? chosen : { slot, isTrial: false, isFailsafe: true };
}

/** @returns null where none of the two is mounted: the root came in another way */
async function rootSlot(root: string): Promise<SlotName | null> {
  const mounts = ((await readTextIfThere(join(root, 'proc/self/mounts'))) ?? '').split('\n');
  return SLOTS.find((slot) => mounts.some((line) => line.startsWith(`${ROOT_DEVICE}${slot} `))) ?? null;
}
