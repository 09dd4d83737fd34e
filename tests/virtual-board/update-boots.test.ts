// time limit: 600 s
/**
 * Real boots of a real kernel from verified slots, with our boot control, installer and release server, on a disk that loses
 * power: releases that are good and bad, cuts at random and while the boot environment is written. BOOTS=500 for long.
 */
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadBoard } from '#board/board.ts';
import { makeInitialRam } from '#board/virtual/initial-ram.ts';
import { enterNetworkNamespace } from '#board/virtual/network-namespace.ts';
import { ARTIFACTS, prepareBoard } from '#board/virtual/prepared-board.ts';
import { HOST_ADDRESS, plugIn } from '#board/virtual/tap.ts';
import { makeUpdateDisk, type UpdateDisk } from '#board/virtual/update-disk.ts';
import { seededRandom } from '#kit/seeded-random.ts';
import { otherSlot, type SlotName } from '#ota/boot/boot-control.ts';
import { encodeLabel, LABEL_BYTES } from '#ota/boot/slot-label.ts';
import { serveReleases, type ReleaseServer } from '#ota/release/serve.ts';
import type { Release } from '#ota/trust/release.ts';
import { BootLoader } from './update-boots/boot-loader.ts';
import { Campaign } from './update-boots/campaign.ts';
import { Machine } from './update-boots/machine.ts';
import { releaseMaker } from './update-boots/releases.ts';

await enterNetworkNamespace();

const BOOTS = Number(process.env.BOOTS ?? 20);
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const FOLDER = join(ARTIFACTS, 'update-boots');
const SLOT_MIB = 16;
const MIB = 1024 * 1024;
/** An installation of these images has about so many writes and flushes. */
const OPERATIONS = 12;

const test = suite('updates by real boots');
const random = seededRandom(SEED);
let server: ReleaseServer;
let disk: UpdateDisk;
let bootLoader: BootLoader;
let machine: Machine;
let campaign: Campaign;
/** Three that are good: never two of the same in the slots and on the way. */
let good: Release[];
let bad: Record<'sick' | 'broken', Release>;

test.before(async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  await plugIn();
  const prepared = await prepareBoard((line) => process.stderr.write(`virtual board: ${line}\n`));
  const releases = join(FOLDER, 'releases');
  const make = await releaseMaker({ root: prepared.root, folder: releases });
  good = [await make('1.0.0', 'ok'), await make('1.1.0', 'ok'), await make('1.2.0', 'ok')];
  bad = { sick: await make('2.0.0', 'sick'), broken: await make('3.0.0', 'broken') };
  const images = new Map<string, Buffer>();
  for (const { version, path } of [...good, ...Object.values(bad)])
    images.set(version, await readFile(join(releases, path)));
  const image = join(FOLDER, 'disk.img');
  disk = await makeUpdateDisk(image, { slotMiB: SLOT_MIB });
  const { boot } = await loadBoard('virtual');
  assert.is(boot.kind, 'uboot');
  if (boot.kind !== 'uboot') return;
  bootLoader = new BootLoader({ image, disk, environment: boot.environment });
  // As the factory leaves it: slot A and nothing else, not even an environment.
  bootLoader.put(disk.offsets.A, images.get(good[0]!.version)!);
  bootLoader.put(disk.offsets.A + disk.slotBytes - LABEL_BYTES, encodeLabel(good[0]!));
  const initialRam = join(FOLDER, 'initial-ram');
  const program = (path: string) => readFile(new URL(`../../${path}`, import.meta.url));
  const programs = {
    init: await program('board-support/virtual/guest/disk-over-network'),
    first: await program('ota/boot/initramfs/init'),
  };
  await makeInitialRam({ root: prepared.root, programs, out: initialRam });
  server = await serveReleases({ folder: releases, port: 0, host: HOST_ADDRESS });
  machine = await Machine.create({ prepared, image, initialRam, bootLoader, folder: FOLDER });
  campaign = new Campaign({ machine, bootLoader, disk, images, mirror: server.url, random });
});
test.after(async () => {
  await machine?.stop();
  await server?.close();
});

/** A good release that neither slot has. */
function nextRelease(): Release {
  const there = bootLoader.labels().map(({ label }) => label?.version);
  return good.find(({ version }) => !there.includes(version))!;
}

const any = (below: number) => Math.floor(random() * below);

function damage(slot: SlotName, position: number, bytes: Buffer): void {
  bootLoader.put(disk.offsets[slot] + position, bytes);
  campaign.damaged.add(slot);
}

async function comesToNothing(release: Release, mishap: Parameters<Campaign['pursue']>[1] = null) {
  const before = (await campaign.running()).version;
  assert.is(await campaign.pursue(release, mishap), 'failed');
  const { version, booted } = await campaign.running();
  assert.equal([version, booted.isTrial, booted.isFailsafe], [before, false, false]);
}

async function succeeds(mishap: Parameters<Campaign['pursue']>[1] = null, release = nextRelease()) {
  assert.is(await campaign.pursue(release, mishap), 'runs');
  const state = bootLoader.state()!;
  assert.equal([state.trial, bootLoader.label(state.order[0]!)!.version], [null, release.version]);
}

/** The slot that is about to be tried. */
const tried = () => bootLoader.state()!.trial!.slot;
const environment = () => ({ start: disk.offsets.environment, end: disk.offsets.environment + MIB });

const SCENARIOS: Record<string, () => Promise<void>> = {
  'a good release': () => succeeds(),
  'a panic, a first program that ends, a hang': async () => {
    const before = machine.ends.length;
    await comesToNothing(bad.broken);
    const ends = machine.ends.slice(before).filter((end) => end !== 'restarted');
    // The kernel panics when its first program ends.
    assert.equal(ends.toSorted(), ['hung', 'panicked', 'panicked']);
  },
  'power cut while it is installed': () => succeeds({ at: 'install', cut: { nth: 1 + any(OPERATIONS) } }),
  'a block that was tampered with': () => {
    const damageIt = () => damage(tried(), 4096 * any(300), Buffer.alloc(4096, 0xa5));
    return comesToNothing(nextRelease(), { at: 'restart', damage: damageIt });
  },
  'power cut while it is staged': () => succeeds({ at: 'stage', cut: { within: environment(), nth: 1 } }),
  'power cut while the old one is given up': () =>
    succeeds({ at: 'invalidate', cut: { within: environment(), nth: 1 } }),
  'failing health': () => comesToNothing(bad.sick),
  'power cut while it is confirmed': () =>
    succeeds({ at: 'confirm', cut: { within: environment(), nth: 1 } }),
  'an image that was cut short': () => {
    const damageIt = () => {
      const position = 4096 * any(700);
      damage(tried(), position, Buffer.alloc(disk.slotBytes - LABEL_BYTES - position)); // the label stays
    };
    return comesToNothing(nextRelease(), { at: 'restart', damage: damageIt });
  },
  'the slot that runs decays: the other one runs, and repairs it': async () => {
    await succeeds(); // so that both are good
    const { booted, version } = await campaign.running();
    await campaign.restart();
    damage(booted.slot, 0, Buffer.alloc(4096, 0x5a));
    const rescued = await campaign.running();
    assert.equal(rescued.booted, { slot: otherSlot(booted.slot), isTrial: false, isFailsafe: true });
    await succeeds(
      null,
      good.find((release) => release.version === version)!,
    );
  },
};

test(`at least ${BOOTS} boots: the slot that must run does, and nothing is bricked`, async () => {
  const startedMs = performance.now();
  try {
    for (let round = 0; machine.boots < BOOTS || round < Object.keys(SCENARIOS).length; round++) {
      const names = Object.keys(SCENARIOS);
      const name = names[round < names.length ? round : any(names.length)]!;
      process.stdout.write(`${machine.boots} boots, ${machine.cuts} cuts: ${name}\n`);
      await SCENARIOS[name]!();
    }
    process.stdout.write('every boot was the one that had to be\n');
  } finally {
    const seconds = (performance.now() - startedMs) / 1000;
    const { boots, cuts } = machine;
    process.stdout.write(`${boots} boots, ${cuts} cuts, ${seconds.toFixed(1)} s (SEED=${SEED})\n`);
  }
});

test.run();
