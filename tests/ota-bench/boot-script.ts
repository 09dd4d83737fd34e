// time limit: 900 s
/**
 * The boot script in the real U-Boot chooses and writes what the rule in ota/boot/boot-rule.ts says, whatever stands in the
 * environment and the slots: `make ota-bench`; STATES=n for another number of states, SEED=n for others.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { open, readFile, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { command } from '#board/virtual/command.ts';
import { partitionTable } from '#board/virtual/partition-table.ts';
import { seededRandom } from '#kit/seeded-random.ts';
import type { SlotName } from '#ota/boot/boot-control.ts';
import { bootStateOf, nextStart } from '#ota/boot/boot-rule.ts';
import { decodeRedundant, encodeRedundant, newerCopy, type EnvironmentCopy } from '#ota/boot/environment.ts';
import { LABEL_BYTES, encodeLabel } from '#ota/boot/slot-label.ts';
import { BOOT_SCRIPT, ENVIRONMENT, bootScript } from './boot-script-file.ts';
import { UBootPrompt } from './u-boot.ts';

const STATES = Number(process.env.STATES ?? 200);
const SEED = Number(process.env.SEED ?? 1);
const MIB = 1024 * 1024;
const SECTOR = 512;
const SCRIPT_AT = '0x40200000';
/** Blocks of the root before the boot part; of a number that is not the same in hexadecimal. */
const ROOT_BLOCKS = 29;

const test = suite('boot script in U-Boot');
const work = mkdtempSync(join(tmpdir(), 'pup-u-boot-'));
const random = seededRandom(SEED);
const below = (n: number) => Math.floor(random() * n);
const oneOf = <T>(list: readonly T[]): T => list[below(list.length)]!;

let disk: FileHandle;
let offsets: { script: number; environment: number; A: number; B: number };
let fit: Buffer;
let prompt: UBootPrompt;

test.before(async () => {
  fit = await tinyFit();
  const {
    sizeBytes,
    offsets: at,
    parts,
  } = partitionTable(
    ['pupsentry-script', 'pupsentry-env', 'pupsentry-a', 'pupsentry-b'].map((label) => ({
      label,
      sizeBytes: MIB,
    })),
  );
  const [script, environment, A, B] = at as [number, number, number, number];
  offsets = { script, environment, A, B };
  const file = join(work, 'disk');
  disk = await open(file, 'w+');
  await disk.truncate(sizeBytes);
  for (const { position, data } of parts) await put(data, position);
  // All of it but the kernel's start.
  const text = (await readFile(BOOT_SCRIPT, 'utf8')).split('# --- Start')[0]!;
  const compiled = await bootScript(`${text}\necho "@@ ${'${chosen}'} ${'${chosen_how}'} @@"\n`, work);
  await put(compiled, script);
  prompt = await UBootPrompt.start(file);
  await prompt.run('virtio scan');
  // Blocks that it remembers would be those of the state before.
  assert.not.match(await prompt.run('blkcache configure 0 0'), 'Unknown');
  const sectors = Math.ceil(compiled.length / SECTOR);
  await prompt.run(`virtio read ${SCRIPT_AT} ${(script / SECTOR).toString(16)} ${sectors.toString(16)}`);
});

test.after(async () => {
  await prompt?.stop();
  await disk?.close();
  rmSync(work, { recursive: true, force: true });
});

const put = (data: Buffer, position: number) => disk.write(data, 0, data.length, position);

/** A boot part that is whole, for the check alone. */
async function tinyFit(): Promise<Buffer> {
  await writeFile(join(work, 'kernel'), Buffer.alloc(5000, 7));
  const its = join(work, 'tiny.its');
  await writeFile(
    its,
    `/dts-v1/; / { description = "tiny"; #address-cells = <1>;
      images { kernel { data = /incbin/("kernel"); type = "kernel"; arch = "arm64"; os = "linux"; compression = "none";
        load = <0x40400000>; entry = <0x40400000>; hash { algo = "sha256"; }; }; };
      configurations { default = "conf"; conf { kernel = "kernel"; }; }; };`,
  );
  await command(['mkimage', '-q', '-f', its, join(work, 'tiny.fit')], { from: 'u-boot-tools', cwd: work });
  return readFile(join(work, 'tiny.fit'));
}

interface Copy {
  bytes: Buffer;
  copy: EnvironmentCopy | null;
}

function randomCopy(): Copy {
  const variables = new Map<string, string>([['other', `kept ${below(1000)}`]]);
  const put = (name: string, values: readonly (string | null)[]) => {
    const value = oneOf(values);
    if (value !== null) variables.set(name, value);
  };
  put('boot_order', ['A B', 'B A', 'A', 'B', 'A B', 'B A', null, '', 'B B', 'C A']);
  put('boot_trial', ['A', 'B', 'A', 'B', null, '', 'C']);
  put('boot_tries', ['3', '2', '1', '0', null, '4', 'x']);
  put('boot_failed', ['A', 'B', null]);
  const flags = oneOf([0, 1, 2, 127, 128, 254, 255, below(256)]);
  const bytes = encodeRedundant({ flags, variables }, ENVIRONMENT.sizeBytes);
  damage(bytes, 0.25);
  return { bytes, copy: decodeRedundant(bytes) };
}

/** Flips a bit, or loses the end, or all of it. */
function damage(bytes: Buffer, probability: number): void {
  if (random() >= probability) return;
  const kind = below(3);
  if (kind === 0) bytes[below(150)]! ^= 1 << below(8);
  else bytes.fill(oneOf([0, 0xff]), kind === 1 ? below(bytes.length) : 0);
}

/** Writes a slot. @returns whether it can start */
async function randomSlot(slot: SlotName): Promise<boolean> {
  const bootBlocks = Math.ceil(fit.length / LABEL_BYTES);
  const dataBlocks = ROOT_BLOCKS + bootBlocks;
  const image = { rootHash: 'ab'.repeat(32), salt: '', dataBlocks, bootBlocks };
  const label = encodeLabel({ version: '1.0.0', securityVersion: 0, hardware: ['x'], image });
  const isLabelled = random() < 0.75;
  if (!isLabelled) label[oneOf([0, 3, 4, 20, 100])]! ^= 0x10;
  const boot = Buffer.alloc(bootBlocks * LABEL_BYTES);
  fit.copy(boot);
  const isWhole = random() < 0.85;
  if (!isWhole) boot[fit.length >> 1]! ^= 1;
  await put(boot, offsets[slot] + ROOT_BLOCKS * LABEL_BYTES);
  await put(label, offsets[slot] + MIB - LABEL_BYTES);
  return isLabelled && isWhole;
}

test(`the script and the rule agree on ${STATES} states`, async () => {
  const seen = new Map<string, number>();
  for (let i = 0; i < STATES; i++) {
    const copies = [randomCopy(), randomCopy()] as const;
    const places = [ENVIRONMENT.first, ENVIRONMENT.second].map((at) => offsets.environment + at);
    for (const [n, { bytes }] of copies.entries()) await put(bytes, places[n]!);
    const canStart = { A: await randomSlot('A'), B: await randomSlot('B') };
    const newer = newerCopy(copies[0].copy, copies[1].copy);
    const variables = newer === null ? null : copies[newer].copy!.variables;
    const { start, write } = nextStart(variables && bootStateOf(variables), canStart);
    const how = !start ? 'none' : start.isTrial ? 'trial' : start.isFailsafe ? 'failsafe' : 'order';
    const expected = `@@ ${start?.slot ?? 'none'} ${how} @@`;
    const what = `state ${i} of seed ${SEED}: ${JSON.stringify([...(variables ?? [])])} ${JSON.stringify(canStart)}`;

    const output = await prompt.run(`source ${SCRIPT_AT}`);
    const said = /^@@ .*@@/m.exec(output)?.[0];
    assert.is(said, expected, `${what}\n${output.slice(-4000)}`);
    seen.set(how, (seen.get(how) ?? 0) + 1);

    for (const n of [0, 1] as const) {
      const bytes = Buffer.alloc(ENVIRONMENT.sizeBytes);
      await disk.read(bytes, 0, bytes.length, places[n]!);
      if (!write || n === newer) assert.ok(bytes.equals(copies[n].bytes), `${what}: copy ${n} was written`);
      else {
        const written = decodeRedundant(bytes);
        assert.ok(written, `${what}: what was written is sound`);
        assert.equal(bootStateOf(written.variables), write, what);
        assert.is(written.flags, (copies[newer!].copy!.flags + 1) % 256, what);
        assert.is(written.variables.get('other'), variables!.get('other'), what);
        const names = [...written.variables.keys()].filter((name) => !name.startsWith('boot_'));
        assert.equal(names, ['other'], what);
      }
    }
  }
  process.stdout.write(`${STATES} states: ${JSON.stringify(Object.fromEntries(seen))}\n`);
  assert.is(seen.size, 4, 'each way of starting was there');
});

test.run();
