/** Which slot runs, from what the boot loader and the initial RAM file system have left for us to read. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readTextIfThere } from '#kit/atomic-file.ts';
import { PupsentryError } from '#kit/errors.ts';
import { SLOTS, type Booted, type SlotName } from './boot-control.ts';

/** What the initial RAM file system calls the dm-verity device of the root that it goes on from, and the slot's name. */
export const ROOT_DEVICE = 'pupsentry-root-';

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

/** @returns null where no device has the name: the root is mounted in another way */
async function rootSlot(root: string): Promise<SlotName | null> {
  const blocks = join(root, 'sys/block');
  const devices = (await readdir(blocks).catch(() => [])).filter((name) => name.startsWith('dm-'));
  const names = await Promise.all(devices.map((name) => readTextIfThere(join(blocks, name, 'dm/name'))));
  return SLOTS.find((slot) => names.some((name) => name?.trim() === `${ROOT_DEVICE}${slot}`)) ?? null;
}
