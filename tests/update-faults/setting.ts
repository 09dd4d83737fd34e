/** A simulated device before something happens to it, and what is to happen. */
import { seededRandom } from '#kit/seeded-random.ts';
import { otherSlot, type Booted, type BootState, type SlotName } from '#ota/boot/boot-control.ts';
import { withBootState } from '#ota/boot/boot-rule.ts';
import { encodeRedundant } from '#ota/boot/environment.ts';
import { encodeLabel, type SlotLabel } from '#ota/boot/slot-label.ts';
import { BLOCK_BYTES } from '#ota/install/block-device.ts';
import { TrustRecords } from '#ota/trust/record.ts';
import { silentLogger } from '#kit/log.ts';
import { textOf, type Device } from './device.ts';
import type { SimulatedImage } from './images.ts';
import { Ledger } from './ledger.ts';
import { slotStart, World, type Layout } from './world.ts';

/** What a start of the device comes to. */
export type Outcome = 'reboot' | 'done';

export interface Setting {
  world: World;
  ledger: Ledger;
  /** The slot that runs lends its blocks. */
  lends: boolean;
  /** Blocks that come from the source at a time. */
  pieceBlocks: number;
  /** What comes after what runs, in this order. */
  wanted: readonly SimulatedImage[];
  /** A bad release tells the boot loader so; otherwise it crashes. */
  rejects: boolean;
  /** What the running system does; the same after every start. */
  live: (device: Device, booted: Booted) => Promise<Outcome>;
  imageOf(label: SlotLabel | null): SimulatedImage | null;
  isBad(image: SimulatedImage): boolean;
  /** How it ends. */
  expected: {
    runs: SimulatedImage;
    hasFailed: boolean;
    /** Parts of what the ledger then holds, by name. */
    kept: Record<string, string>;
  };
}

export interface Start {
  seed: number;
  images: readonly SimulatedImage[];
  /** Slot that runs, and what is in it; what the other one holds, and whether it may start. */
  home: SlotName;
  runs: SimulatedImage;
  other: { blocks: readonly Buffer[]; label: SimulatedImage | null };
  boot?: Partial<BootState>;
  /** Of the newer copy of the environment. */
  flags?: number;
}

/** Other people's variables, which must survive. With them ours are in another sector than the checksum. */
const FOREIGN = [
  ['bootcmd', `run load; ${'#'.repeat(600)}`],
  ['ethaddr', '02:00:00:00:00:01'],
  ['bootdelay', '0'],
  ['serial', '0'],
] as const;
const CACHES = [16 * BLOCK_BYTES, 16 * 1024 * 1024];

/** @returns the storage of a device that has been running for a while, and what it has been promised to keep */
export async function startOf(start: Start): Promise<{ world: World; ledger: Ledger }> {
  const random = seededRandom(start.seed);
  const one = <T>(choices: readonly T[]) => choices[Math.floor(random() * choices.length)]!;
  const layout: Layout = {
    copyBytes: one([1024, 2048, 4096]),
    slotBlocks: Math.max(...start.images.map(({ blocks }) => blocks.length)) + one([1, 2, 9]),
    hasEnvironmentDisk: one([true, false]),
    cacheBytes: one(CACHES),
  };
  const world = World.blank(layout);
  await fill(world, start.home, start.runs.blocks, start.runs);
  await fill(world, otherSlot(start.home), start.other.blocks, start.other.label);
  const state = { order: [start.home, otherSlot(start.home)], trial: null, failed: null, ...start.boot };
  const variables = withBootState(new Map(FOREIGN), state);
  const flags = start.flags ?? Math.floor(random() * 256);
  for (const [i, of] of [flags, (flags + 255) % 256].entries())
    await world.environmentDisk.write(
      i * layout.copyBytes,
      encodeRedundant({ flags: of, variables: i === 0 ? variables : new Map(FOREIGN) }, layout.copyBytes),
    );
  await Promise.all([world.disk.flush(), world.environmentDisk.flush()]);
  const trust = await new TrustRecords({ folder: world.files, log: silentLogger() }).load();
  const held = (image: SimulatedImage | null) => ({ kept: image?.release.image.rootHash ?? '' });
  const ledger = new Ledger([
    ['boot', { kept: textOf(variables) }],
    ['trust', { kept: JSON.stringify(trust) }],
    ['agent', { kept: '' }],
    ['household', { kept: 'all' }],
    [`slot ${start.home}`, held(start.runs)],
    [`slot ${otherSlot(start.home)}`, held(start.other.label)],
  ]);
  return { world, ledger };
}

async function fill(
  world: World,
  slot: SlotName,
  blocks: readonly Buffer[],
  label: SimulatedImage | null,
): Promise<void> {
  const { layout, disk } = world;
  const start = slotStart(layout, slot);
  for (const [i, block] of blocks.entries()) await disk.write(start + i * BLOCK_BYTES, block);
  if (label) await disk.write(start + (layout.slotBlocks - 1) * BLOCK_BYTES, encodeLabel(label.release));
  await disk.flush();
}
