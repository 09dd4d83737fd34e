/** The disk of the bench's device: boot script, environment, two slots, data. */
import { createReadStream } from 'node:fs';
import { cp, mkdir, mkdtemp, open, readFile, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '#board/virtual/command.ts';
import { partitionTable } from '#board/virtual/partition-table.ts';
import type { BootState, SlotName } from '#ota/boot/boot-control.ts';
import { bootStateOf } from '#ota/boot/boot-rule.ts';
import { decodeRedundant, encodeRedundant, newerCopy } from '#ota/boot/environment.ts';
import { LABEL_BYTES, encodeLabel } from '#ota/boot/slot-label.ts';
import { bundledProgram } from '../virtual-board/guest-program.ts';
import { BOOT_SCRIPT, ENVIRONMENT, bootScript } from './boot-script-file.ts';
import type { RealImage } from './real-images.ts';

const MIB = 1024 * 1024;
const SCRIPT_BYTES = 4 * MIB;
const DATA_BYTES = 128 * MIB;

export interface OtaDisk {
  file: string;
  slotBytes: number;
  /** Where each part starts, bytes. */
  offsets: Record<'script' | 'environment' | 'A' | 'B' | 'data', number>;
}

/**
 * Makes the disk with the image in slot A; slot B is empty.
 * @param options.data files of the data partition, by name
 */
export async function makeOtaDisk(
  file: string,
  { image, slotMiB, data }: { image: RealImage; slotMiB: number; data: Record<string, string> },
): Promise<OtaDisk> {
  const slotBytes = slotMiB * MIB;
  const { sizeBytes, offsets, parts } = partitionTable([
    { label: 'pupsentry-boot', sizeBytes: SCRIPT_BYTES },
    { label: 'pupsentry-env', sizeBytes: MIB },
    { label: 'pupsentry-a', sizeBytes: slotBytes },
    { label: 'pupsentry-b', sizeBytes: slotBytes },
    { label: 'pupsentry-data', sizeBytes: DATA_BYTES },
  ]);
  const [script, environment, A, B, dataAt] = offsets as [number, number, number, number, number];
  await mkdir(join(file, '..'), { recursive: true });
  const work = await mkdtemp(`${file}.`);
  const disk = await open(file, 'w+');
  try {
    await disk.truncate(sizeBytes);
    for (const { position, data: part } of parts) await disk.write(part, 0, part.length, position);
    const scriptFolder = join(work, 'script');
    await mkdir(scriptFolder);
    await bootScript(await readFile(BOOT_SCRIPT, 'utf8'), work);
    await cp(join(work, 'boot.scr'), join(scriptFolder, 'boot.scr'));
    await put(disk, await fileSystem(work, 'ext2', SCRIPT_BYTES, scriptFolder), script);
    const dataFolder = join(work, 'data');
    await mkdir(join(dataFolder, 'state'), { recursive: true });
    await cp(join(import.meta.dirname, 'bench-init'), join(dataFolder, 'bench-init'));
    const program = await bundledProgram(join(import.meta.dirname, 'update-program.ts'));
    await writeFile(join(dataFolder, 'update-program.mjs'), program);
    for (const [name, text] of Object.entries(data)) await writeFile(join(dataFolder, name), text);
    await put(disk, await fileSystem(work, 'ext4', DATA_BYTES, dataFolder), dataAt);
    await put(disk, image.file, A);
    await disk.write(encodeLabel(image.release), 0, LABEL_BYTES, A + slotBytes - LABEL_BYTES);
    const variables = new Map([['boot_order', 'A B']]);
    const copy = encodeRedundant({ flags: 0, variables }, ENVIRONMENT.sizeBytes);
    await disk.write(copy, 0, copy.length, environment + ENVIRONMENT.first);
  } finally {
    await disk.close();
    await rm(work, { recursive: true });
  }
  return { file, slotBytes, offsets: { script, environment, A, B, data: dataAt } };
}

async function fileSystem(work: string, type: string, bytes: number, folder: string): Promise<string> {
  const file = join(work, `${type}.img`);
  await writeFile(file, '');
  const sizeKiB = `${bytes / 1024}k`;
  await command(
    ['mke2fs', '-q', '-F', '-t', type, '-m', '0', '-E', 'root_owner=0:0', '-d', folder, file, sizeKiB],
    {
      from: 'e2fsprogs',
    },
  );
  return file;
}

/** Copies a file into the disk; holes stay holes. */
async function put(disk: FileHandle, from: string, position: number): Promise<void> {
  const zeros = Buffer.alloc(MIB);
  let at = position;
  for await (const chunk of createReadStream(from, { highWaterMark: MIB }) as AsyncIterable<Buffer>) {
    if (!chunk.equals(zeros.subarray(0, chunk.length))) await disk.write(chunk, 0, chunk.length, at);
    at += chunk.length;
  }
  if (at - position !== (await stat(from)).size) throw new Error(`${from} changed while it was read`);
}

/** What the boot loader would find. */
export async function bootStateOn({ file, offsets }: OtaDisk): Promise<BootState | null> {
  const disk = await open(file, 'r');
  try {
    const read = async (offset: number) => {
      const bytes = Buffer.alloc(ENVIRONMENT.sizeBytes);
      await disk.read(bytes, 0, bytes.length, offsets.environment + offset);
      return decodeRedundant(bytes);
    };
    const copies = [await read(ENVIRONMENT.first), await read(ENVIRONMENT.second)] as const;
    const newer = newerCopy(...copies);
    return newer === null ? null : bootStateOf(copies[newer]!.variables);
  } finally {
    await disk.close();
  }
}

/** Flips a bit of a slot, as flash that fails, or a hand, does. */
export async function flipBit(disk: OtaDisk, slot: SlotName, offset: number): Promise<void> {
  const file = await open(disk.file, 'r+');
  try {
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, disk.offsets[slot] + offset);
    byte[0]! ^= 1;
    await file.write(byte, 0, 1, disk.offsets[slot] + offset);
  } finally {
    await file.close();
  }
}

/** Loses the beginning of a slot, so that an update has to write it anew. */
export async function wipeSlot(disk: OtaDisk, slot: SlotName, bytes: number): Promise<void> {
  const file = await open(disk.file, 'r+');
  try {
    const zeros = Buffer.alloc(MIB);
    for (let at = 0; at < bytes; at += MIB) await file.write(zeros, 0, MIB, disk.offsets[slot] + at);
  } finally {
    await file.close();
  }
}
