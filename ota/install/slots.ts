/** The two slots of a board: what they hold, and where they are opened. */
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { HeldRelease, Slots } from '../agent/parts.ts';
import type { SlotName } from '../boot/boot-control.ts';
import { LABEL_BYTES, decodeLabel, type SlotLabel } from '../boot/slot-label.ts';
import type { BlockDevice } from './block-device.ts';
import { FileDevice } from './file-device.ts';
import { JoinedDevice } from './joined-device.ts';

const MIB = 1024 * 1024;

export interface BoardSlotsOptions {
  /** Files or partitions of each slot, in their order. */
  paths: Readonly<Record<SlotName, readonly string[]>>;
  /** Slots that are files are made when they are first written to, with this size; absent for partitions. */
  fileMiB?: number;
}

export class BoardSlots implements Slots {
  readonly #options: BoardSlotsOptions;

  constructor(options: BoardSlotsOptions) {
    this.#options = options;
  }

  /** @throws as FileDevice.open */
  async open(slot: SlotName, { write }: { write: boolean }): Promise<BlockDevice> {
    const { paths, fileMiB } = this.#options;
    if (write && fileMiB !== undefined) await makeFile(paths[slot][0]!, fileMiB * MIB);
    const parts: BlockDevice[] = [];
    try {
      for (const path of paths[slot]) parts.push(await FileDevice.open(path, { write }));
    } catch (error) {
      for (const part of parts) await part.close();
      throw error;
    }
    return parts.length === 1 ? parts[0]! : new JoinedDevice(parts);
  }

  /** @returns the label of the slot, or null where there is no sound one */
  async label(slot: SlotName): Promise<SlotLabel | null> {
    const device = await this.open(slot, { write: false }).catch(() => null);
    if (!device) return null;
    try {
      const block = Buffer.alloc(LABEL_BYTES);
      await device.read(device.sizeBytes - LABEL_BYTES, block);
      return decodeLabel(block);
    } catch {
      return null;
    } finally {
      await device.close();
    }
  }

  async held(slot: SlotName): Promise<HeldRelease | null> {
    const label = await this.label(slot);
    return label && { ...pick(label), rootHash: label.image.rootHash };
  }
}

const pick = ({ version, securityVersion }: SlotLabel) => ({ version, securityVersion });

/** Empty and without a label: blocks take room when they are written. */
async function makeFile(path: string, bytes: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, 'a', 0o600);
  try {
    const { size } = await file.stat();
    if (size !== bytes) await file.truncate(bytes);
  } finally {
    await file.close();
  }
}
