/** The boot loader of a board, from its profile. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BoardParts } from '#board/board.ts';
import { findPartition } from '#board/drivers/partitions.ts';
import { setTryboot } from '#board/drivers/reboot-flags.ts';
import { DiskFolder } from '#kit/journal-folder.ts';
import type { Logger } from '#kit/log.ts';
import { FileDevice } from '../install/file-device.ts';
import type { BootControl, SlotName } from './boot-control.ts';
import { bootedFromFirmware, bootedFromKernel } from './booted.ts';
import { FileBootStore } from './file-boot.ts';
import { RedundantEnvironment } from './redundant-environment.ts';
import { StoredBootControl } from './stored-boot-control.ts';
import { TrybootStore } from './tryboot.ts';
import { UBootStore } from './uboot.ts';

type Profile = BoardParts['boot'];

export interface OpenBootControlOptions {
  /** For boards whose slots are files. */
  stateFolder: string;
  log: Logger;
}

/**
 * To be called once a start: some boards' boot loaders leave to it what they cannot do themselves.
 * @returns null where updates come in another way
 * @throws PupsentryError "boot-slot-unknown", "partition-missing", "boot-state-unreadable" and the like: no updates then
 */
export async function openBootControl(
  profile: Profile,
  { stateFolder, log }: OpenBootControlOptions,
): Promise<BootControl | null> {
  switch (profile.kind) {
    case 'none':
      return null;
    case 'file': {
      const store = new FileBootStore(new DiskFolder(stateFolder));
      const { A, B } = slotPaths(profile, stateFolder);
      return new StoredBootControl({ store, booted: await store.startAsBootLoader({ A: A[0]!, B: B[0]! }) });
    }
    case 'uboot':
      return openUBoot(profile, log);
    case 'tryboot': {
      const { autoboot: file, partitions } = profile;
      const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
      const store = new TrybootStore({ file, partitions, setTryboot, bootId });
      const booted = await bootedFromFirmware(partitions);
      await store.settle(booted);
      return new StoredBootControl({ store, booted });
    }
  }
}

/**
 * @returns the files or partitions of each slot, in their order
 * @throws PupsentryError "partition-missing", "partition-ambiguous"
 */
export function slotPaths(
  profile: Exclude<Profile, { kind: 'none' }>,
  stateFolder: string,
): Record<SlotName, string[]> {
  if (profile.kind === 'file')
    return { A: [join(stateFolder, 'slot-a.img')], B: [join(stateFolder, 'slot-b.img')] };
  const { A, B } = profile.slots;
  return { A: A.map((label) => findPartition(label)), B: B.map((label) => findPartition(label)) };
}

async function openUBoot(
  { environment: { first, second, sizeBytes } }: Extract<Profile, { kind: 'uboot' }>,
  log: Logger,
): Promise<BootControl> {
  const booted = await bootedFromKernel();
  const paths = [findPartition(first.device), findPartition(second.device)] as const;
  const device = await FileDevice.open(paths[0], { write: true });
  // Both copies often stand in one partition, which can be opened for writing once.
  const other = paths[1] === paths[0] ? device : await FileDevice.open(paths[1], { write: true });
  const copies = [
    { device, offset: first.offset },
    { device: other, offset: second.offset },
  ] as const;
  const environment = new RedundantEnvironment({ copies, sizeBytes, log });
  return new StoredBootControl({ store: new UBootStore(environment), booted });
}
