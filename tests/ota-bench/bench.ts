// time limit: 5400 s
/**
 * Updates of a whole arm64 system under the real U-Boot, from the real release server: `make ota-bench`, half an hour or more.
 * CUTS=n for another number of power cuts at random moments, SEED=n for other moments, LEVEL=n for images packed as releases
 * are (15). What it measured is in artifacts/ota-bench/figures.json, what the device said in console.log beside it.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HOST_ADDRESS } from '#board/virtual/arm64/qemu.ts';
import type { CutTrigger, PowerCut } from '#board/virtual/power-cut/nbd-server.ts';
import { seededRandom } from '#kit/seeded-random.ts';
import type { UpdateReport } from '#ota/agent/state.ts';
import type { SlotName } from '#ota/boot/boot-control.ts';
import { BLOCK_BYTES } from '#ota/install/block-device.ts';
import { generateKeyRing } from '#ota/release/keys.ts';
import { Repository } from '#ota/release/repository.ts';
import { serveReleases, type ReleaseServer } from '#ota/release/serve.ts';
import { bootStateOn, flipBit, makeOtaDisk, wipeSlot } from './ota-disk.ts';
import { OtaMachine } from './ota-machine.ts';
import { realImage, realImages, type RealImage } from './real-images.ts';

const FOLDER = join(import.meta.dirname, '../../artifacts/ota-bench');
const CUTS = Number(process.env.CUTS ?? 3);
const SEED = Number(process.env.SEED ?? 1);
const LEVEL = Number(process.env.LEVEL ?? 3);
const MIB = 1024 * 1024;
const SLOT_MIB = 256;
/** An emulated machine on a busy one: ten times what it mostly takes. */
const BOOT_LIMIT_MS = 300_000;
const UPDATE_LIMIT_MS = 900_000;
const POWER_CYCLES = 5;
/** What is lost of a slot before its power is cut, so that there is something to write. */
const WIPED_BYTES = 32 * MIB;
/** An update makes the disk flush at least so often. */
const FLUSHES = 12;
/** What is written into the environment in an update, in this order. */
const ENVIRONMENT_WRITES = ['invalidate', 'stage', 'one try less', 'confirm'];
/** Lines between which nothing or little is written: the power goes when one is there. */
const QUIET_MOMENTS = [
  'update: phase read-back',
  'pupsentry: slot',
  'bench: version',
  'update: phase health',
];

const test = suite('updates under U-Boot');
const random = seededRandom(SEED);
const below = (n: number) => Math.floor(random() * n);
const figures: Record<string, number | string> = { seed: SEED };
let images: { old: RealImage; new: RealImage; faulty: RealImage };
let repository: Repository;
let server: ReleaseServer;
let machine: OtaMachine;
/** A test has failed: the machine is not where the next one begins. */
let isStuck = false;
/** Reports that came already: one whose acknowledgement was cut off comes again. */
const told = new Set<string>();

const say = (line: string) => void process.stderr.write(`ota-bench: ${line}\n`);
const secondsSince = (ms: number) => Math.round((performance.now() - ms) / 100) / 10;

test.before(async () => {
  rmSync(join(FOLDER, 'releases'), { recursive: true, force: true });
  const folder = join(FOLDER, `images-${LEVEL}`);
  const options = { level: LEVEL, say };
  const pair = await realImages(folder, options);
  const third = { version: '1.0.2', builtMs: Date.UTC(2026, 2, 1) };
  images = { ...pair, faulty: await realImage(folder, 'faulty', third, { ...options, isFaulty: true }) };
  repository = await Repository.create({ folder: join(FOLDER, 'releases'), keys: generateKeyRing() });
  await list(images.old);
  server = await serveReleases({ folder: join(FOLDER, 'releases'), port: 0, host: '127.0.0.1' });
  const mirror = server.url.replace('127.0.0.1', HOST_ADDRESS);
  const data = { 'bench.json': JSON.stringify({ mirror, pinnedRoot: await repository.root(1) }) };
  const disk = await makeOtaDisk(join(FOLDER, 'disk.img'), { image: images.old, slotMiB: SLOT_MIB, data });
  machine = new OtaMachine(disk, FOLDER);
});

test.after(async () => {
  await machine?.powerOff();
  await server?.close();
  figures['in all, s'] = secondsSince(0);
  const table = JSON.stringify(figures, null, 2);
  writeFileSync(join(FOLDER, 'figures.json'), `${table}\n`);
  process.stdout.write(`${table}\n`);
});

/** Each goes on from where the one before has left the machine. */
function step(name: string, run: () => Promise<void>): void {
  test(name, async () => {
    if (isStuck) throw new Error('not tried: an earlier step has failed');
    isStuck = true;
    machine.note(name);
    await run();
    isStuck = false;
  });
}

async function list({ release, file }: RealImage): Promise<void> {
  await repository.addRelease(release, file);
  await repository.publish();
}

/** The next outcome of an update that nobody has waited for yet. */
async function report(outcome: UpdateReport['outcome'], version: string): Promise<UpdateReport> {
  for (;;) {
    const line = await machine.line(/update: (?:report (\{.*\})|refused (.*))/, UPDATE_LIMIT_MS);
    if (line[2] && !line[2].includes('being tried')) throw new Error(line[2]);
    if (line[2]) continue; // it is on its way
    const found = JSON.parse(line[1]!) as UpdateReport;
    if (found.outcome === 'offered' || told.has(found.id)) continue;
    told.add(found.id);
    assert.equal([found.outcome, found.version], [outcome, version], JSON.stringify(found));
    return found;
  }
}

/** "Now", until the device restarts into what it has installed. */
async function install(): Promise<void> {
  machine.tell('now');
  await machine.line(/update: reboot/, UPDATE_LIMIT_MS);
}

async function setFault(fault: string): Promise<void> {
  machine.tell(`fault ${fault}`);
  await machine.line(/update: fault/, BOOT_LIMIT_MS);
}

step('U-Boot starts slot A', async () => {
  const startedMs = performance.now();
  await machine.powerOn();
  await machine.line(/pupsentry: slot A, order/, BOOT_LIMIT_MS);
  figures['power to slot chosen, s'] = secondsSince(startedMs);
  await machine.line(/bench: version 1\.0\.0/, BOOT_LIMIT_MS);
  figures['power to first program, s'] = secondsSince(startedMs);
  const up = await machine.up();
  figures['power to update engine, s'] = secondsSince(startedMs);
  assert.equal(up, { slot: 'A', isTrial: false, isFailsafe: false, version: '1.0.0' });
});

step('an update over HTTP is installed into the empty slot B, tried, confirmed', async () => {
  await list(images.new);
  const startedMs = performance.now();
  await install();
  figures['update of an empty slot to restart, s'] = secondsSince(startedMs);
  const up = await machine.up();
  assert.equal(up, { slot: 'B', isTrial: true, isFailsafe: false, version: '1.0.1' });
  noteUpdate('update of an empty slot', startedMs, await report('updated', '1.0.1'));
  assert.is(machine.starts.at(-1), 'B, trial');
  assert.equal(await machine.bootState(), { order: ['B', 'A'], trial: null, failed: null });
});

function noteUpdate(what: string, startedMs: number, done: UpdateReport): void {
  figures[`${what} to confirmed, s`] = secondsSince(startedMs);
  figures[`${what}, blocks kept, copied, fetched`] =
    `${done.blocksKept}, ${done.blocksCopied}, ${done.blocksFetched}`;
  figures[`${what}, fetched KiB`] = Math.round(done.fetchedBytes / 1024);
}

step('power cycles in normal use never switch slots', async () => {
  for (let i = 0; i < POWER_CYCLES; i++) {
    const starts = machine.starts.length;
    await machine.pullPlug(SEED * 1000 + i);
    await machine.powerOn();
    await machine.line(i % 2 ? /pupsentry: slot/ : /bench: version 1\.0\.1/, BOOT_LIMIT_MS);
    assert.equal(machine.starts.slice(starts), ['B, order']);
  }
  const up = await machine.up();
  assert.equal(up, { slot: 'B', isTrial: false, isFailsafe: false, version: '1.0.1' });
});

/** An update to a version that is no good; what it comes to is the same whatever is wrong. */
async function fallsBack(what: string, tries: number, damage?: () => Promise<void>): Promise<void> {
  const starts = machine.starts.length;
  await install();
  const stagedMs = performance.now();
  await damage?.();
  const { reason } = await report('rolled-back', '1.0.2');
  figures[`${what}: restart to fallen back, s`] = secondsSince(stagedMs);
  say(`${what}: ${reason}`);
  assert.equal(machine.starts.slice(starts), [...Array<string>(tries).fill('A, trial'), 'B, order']);
  assert.equal(await machine.bootState(), { order: ['B'], trial: null, failed: 'A' });
}

for (const [fault, what, tries] of [
  ['panic', 'its kernel panics', 3],
  ['crash', 'its first program ends', 3],
  ['hang', 'it hangs, and the watchdog resets it', 3],
  ['unhealthy', 'it has no picture', 1],
] as const) {
  step(`a bad image falls back by itself: ${what}`, async () => {
    await list(images.faulty);
    await setFault(fault);
    const { barks } = machine;
    await fallsBack(fault, tries);
    assert.is(machine.barks - barks, fault === 'hang' ? tries : 0);
  });
}

step('a block of the root that was tampered with after it was read back: dm-verity refuses it', async () => {
  await setFault('none');
  await fallsBack('tampered root', 3, () => flipBit(machine.disk, 'A', 40)); // in its first block
});

step('a boot part that was tampered with after it was read back: U-Boot refuses it', async () => {
  const { dataBlocks, bootBlocks } = images.faulty.release.image;
  const middle = (dataBlocks - bootBlocks / 2) * BLOCK_BYTES;
  // It is not started even once: the check comes before the choice.
  await fallsBack('tampered boot part', 0, () => flipBit(machine.disk, 'A', Math.round(middle)));
});

step('the next update repairs that block alone, and slot A runs again', async () => {
  const startedMs = performance.now();
  machine.tell('now');
  const done = await report('updated', '1.0.2');
  noteUpdate('repair of one block', startedMs, done);
  assert.is(done.blocksFetched + done.blocksCopied, 1);
  assert.equal((await machine.bootState()).order, ['A', 'B']);
});

/** An update into the slot that does not run, which has lost its beginning; the power goes meanwhile. */
async function updateWithCut(cut: (slot: SlotName) => Promise<string>): Promise<void> {
  await machine.powerOff();
  const slot: SlotName = machine.starts.at(-1)!.startsWith('A') ? 'B' : 'A';
  const [from, to] = slot === 'B' ? ['1.0.2', '1.0.1'] : ['1.0.1', '1.0.2'];
  await wipeSlot(machine.disk, slot, WIPED_BYTES);
  if (slot === 'B') repository.removeRelease(images.faulty.release.path);
  else await repository.addRelease(images.faulty.release, images.faulty.file);
  await repository.publish();
  await machine.powerOn();
  assert.is((await machine.up()).version, from);
  const what = await cut(slot);
  const left = await bootStateOn(machine.disk);
  assert.ok(left, 'a copy of the environment is sound');
  await machine.powerOn();
  const up = await machine.up();
  assert.ok([from, to].includes(up.version), JSON.stringify(up));
  assert.is(up.slot, left.trial?.slot ?? left.order[0]);
  assert.not.ok(up.isFailsafe);
  machine.tell('now'); // it may wait for its hour
  const { blocksKept, blocksCopied, blocksFetched } = await report('updated', to!);
  const order = slot === 'B' ? ['B', 'A'] : ['A', 'B'];
  assert.equal(await machine.bootState(), { order, trial: null, failed: null });
  const next = `${up.version === from ? 'the old' : 'the new'} version ran${up.isTrial ? ' on trial' : ''}`;
  const rest = `${blocksKept} kept, ${blocksCopied} copied, ${blocksFetched} fetched`;
  figures[`cut ${what}`] = `${next}; updated (${rest})`;
}

/** Where the power goes, and how it is called. */
const RANDOM_CUTS: readonly ((slot: SlotName, seed: number) => Promise<string>)[] = [
  (slot, seed) => {
    const at = below(WIPED_BYTES - MIB);
    const start = machine.disk.offsets[slot] + at;
    const trigger: CutTrigger = { on: 'write', within: { start, end: start + MIB }, nth: 1 };
    return cutAt(`at a write ${Math.round(at / MIB)} MiB into the slot`, trigger, seed);
  },
  (_, seed) => {
    const nth = 1 + below(FLUSHES);
    return cutAt(`at flush ${nth} of the disk`, { on: 'flush', nth }, seed);
  },
  async (_, seed) => {
    const line = QUIET_MOMENTS[below(QUIET_MOMENTS.length)]!;
    machine.tell('now');
    await machine.line(new RegExp(line), UPDATE_LIMIT_MS);
    return described(`at the line "${line}"`, await machine.pullPlug(seed));
  },
];

async function cutAt(what: string, trigger: CutTrigger, seed: number): Promise<string> {
  const cut = machine.pullPlugAt(trigger, seed, UPDATE_LIMIT_MS);
  machine.tell('now');
  return described(what, await cut);
}

const described = (what: string, { cachedWrites, cachedBytes, keptBytes }: PowerCut) =>
  `${what} (${cachedWrites} writes in the cache, ${keptBytes / 1024} of ${cachedBytes / 1024} KiB kept)`;

for (let i = 0; i < CUTS; i++)
  step(`power cut ${i + 1} at random, with a volatile write cache`, () =>
    updateWithCut((slot) => RANDOM_CUTS[i % RANDOM_CUTS.length]!(slot, SEED * 1000 + i)),
  );

for (const [i, what] of ENVIRONMENT_WRITES.entries())
  step(`power cut at the environment's write: ${what}`, () =>
    updateWithCut(() => {
      const start = machine.disk.offsets.environment;
      const trigger: CutTrigger = { on: 'write', within: { start, end: start + MIB }, nth: i + 1 };
      return cutAt(`at the environment's write "${what}"`, trigger, SEED * 1000 + CUTS + i);
    }),
  );

test.run();
