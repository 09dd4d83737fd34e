/** A simulated device's storage: what a power cut leaves of it is what the next start finds. */
import { FakeDisk } from '#kit/fake-disk.ts';
import type { CutMode } from '#kit/write-cache.ts';
import type { SlotName } from '#ota/boot/boot-control.ts';
import { decodeLabel, type SlotLabel } from '#ota/boot/slot-label.ts';
import { BLOCK_BYTES } from '#ota/install/block-device.ts';
import { VolatileDisk } from '#ota/install/volatile-disk.ts';
import { Household } from './household.ts';

/** Where everything stands; the boot environment on the disk of the slots, or on one of its own. */
export interface Layout {
  /** Of one copy of the environment, bytes. */
  copyBytes: number;
  slotBlocks: number;
  hasEnvironmentDisk: boolean;
  /** Of the disks' volatile caches. */
  cacheBytes: number;
}

/** The part of the disk of slots before the slots; with a disk of its own the environment stands there. */
const environmentBytes = ({ copyBytes }: Layout) => Math.ceil((2 * copyBytes) / BLOCK_BYTES) * BLOCK_BYTES;

export const slotStart = (layout: Layout, slot: SlotName): number =>
  (layout.hasEnvironmentDisk ? 0 : environmentBytes(layout)) +
  (slot === 'A' ? 0 : layout.slotBlocks * BLOCK_BYTES);

/** Blocks never change, and labels are looked at all the time. */
const labels = new WeakMap<Buffer, SlotLabel | null>();

export class World {
  private constructor(
    readonly layout: Layout,
    readonly disk: VolatileDisk,
    /** The disk of the slots, or its own. */
    readonly environmentDisk: VolatileDisk,
    /** The records of trust and agent. */
    readonly files: FakeDisk,
    readonly household: Household,
  ) {}

  static blank(layout: Layout): World {
    const { slotBlocks, cacheBytes, hasEnvironmentDisk } = layout;
    const slotsBytes = 2 * slotBlocks * BLOCK_BYTES;
    const environment = environmentBytes(layout);
    const disk = new VolatileDisk({
      sizeBytes: slotsBytes + (hasEnvironmentDisk ? 0 : environment),
      cacheBytes,
    });
    const own = hasEnvironmentDisk ? new VolatileDisk({ sizeBytes: environment }) : disk;
    return new World(layout, disk, own, new FakeDisk(), Household.ofTheSmiths());
  }

  /** The same again: what is done to one is not seen by the other. */
  fork(): World {
    return this.#each(
      (disk) => disk.fork(),
      (files) => files.fork(),
      (household) => household.fork(),
    );
  }

  /** @returns what is found after a power cut at this moment; this one stays as it is */
  cut(random: () => number, mode: CutMode): World {
    return this.#each(
      (disk) => disk.cut(random, mode),
      (files) => files.afterPowerCut(random),
      (household) => household.cut(random, mode),
    );
  }

  /** A block of a slot. Not to be changed. */
  block(slot: SlotName, index: number): Buffer {
    return this.disk.block(slotStart(this.layout, slot) / BLOCK_BYTES + index);
  }

  /** The label in the slot's last block, or null when there is no sound one. */
  label(slot: SlotName): SlotLabel | null {
    const block = this.block(slot, this.layout.slotBlocks - 1);
    let label = labels.get(block);
    if (label === undefined) labels.set(block, (label = decodeLabel(block)));
    return label;
  }

  /** The same bytes stand in both. */
  async isSame(other: World): Promise<boolean> {
    const disks = [this.disk, this.environmentDisk];
    const others = [other.disk, other.environmentDisk];
    for (const [i, disk] of disks.entries())
      for (let at = 0; at < disk.sizeBytes / BLOCK_BYTES; at++)
        if (!disk.block(at).equals(others[i]!.block(at))) return false;
    const [names, otherNames] = await Promise.all([this.files.open(), other.files.open()]);
    return (
      this.household.isSame(other.household) &&
      names.join() === otherNames.join() &&
      names.every((name) => this.files.contentOf(name).equals(other.files.contentOf(name)))
    );
  }

  #each(
    disk: (disk: VolatileDisk) => VolatileDisk,
    files: (files: FakeDisk) => FakeDisk,
    household: (household: Household) => Household,
  ): World {
    const slots = disk(this.disk);
    const environment = this.layout.hasEnvironmentDisk ? disk(this.environmentDisk) : slots;
    return new World(this.layout, slots, environment, files(this.files), household(this.household));
  }
}
