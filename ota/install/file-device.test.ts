import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '#kit/seeded-random.ts';
import { BLOCK_BYTES } from './block-device.ts';
import { FileDevice } from './file-device.ts';
import { JoinedDevice } from './joined-device.ts';
import { contentOf, diskWith, randomBlocks } from './testing/made-image.ts';

interface Context {
  folder: string;
  /** A file of 8 blocks. */
  path: string;
}
const test = suite<Context>('file device');
const BLOCKS = 8;
const data = randomBlocks(BLOCKS, seededRandom(1));

test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'pupsentry-slot-'));
  context.path = join(context.folder, 'slot');
});
test.before.each(({ path }) => writeFileSync(path, data));
test.after(({ folder }) => rmSync(folder, { recursive: true }));

const codeOf = (error: unknown) => (error as { code?: string }).code;
const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

async function contentOfDevice(device: FileDevice): Promise<Buffer> {
  const into = Buffer.alloc(device.sizeBytes);
  await device.read(0, into);
  return into;
}

test('what is written is read, before and after it was flushed, and counted', async ({ path }) => {
  const device = await FileDevice.open(path, { write: true });
  assert.is(device.sizeBytes, data.length);
  const block = randomBlocks(1, seededRandom(2));
  await device.write(3 * BLOCK_BYTES, block);
  const wanted = Buffer.from(data);
  block.copy(wanted, 3 * BLOCK_BYTES);
  assert.ok((await contentOfDevice(device)).equals(wanted));
  await device.flush();
  assert.ok((await contentOfDevice(device)).equals(wanted));
  assert.is(device.writtenBytes, BLOCK_BYTES);
  await device.close();
  assert.ok(readFileSync(path).equals(wanted));
});

test('nothing is read or written beyond the end', async ({ path }) => {
  const device = await FileDevice.open(path, { write: true });
  const two = Buffer.alloc(2 * BLOCK_BYTES);
  for (const position of [-1, data.length - BLOCK_BYTES, NaN, Infinity]) {
    assert.instance(await failure(device.read(position, two)), RangeError);
    assert.instance(await failure(device.write(position, two)), RangeError);
  }
  truncateSync(path, BLOCK_BYTES);
  const error = await failure(device.read(0, two));
  assert.is(codeOf(error), 'slot-io-failed');
  await device.close();
  assert.is(readFileSync(path).length, BLOCK_BYTES);
});

test('what is no slot is told as that', async ({ folder, path }) => {
  const open = async (file: string) => codeOf(await failure(FileDevice.open(file, { write: true })));
  assert.is(await open(join(folder, 'missing')), 'slot-missing');
  assert.is(await open(folder), 'slot-unusable');
  assert.is(await open('/dev/null'), 'slot-unusable');
  truncateSync(path, BLOCK_BYTES - 1);
  assert.is(await open(path), 'slot-unusable', 'not one whole block');
});

test('what was opened for reading alone is not written', async ({ path }) => {
  const device = await FileDevice.open(path, { write: false });
  assert.is(codeOf(await failure(device.write(0, data))), 'slot-io-failed');
  assert.ok((await contentOfDevice(device)).equals(data));
  await device.close();
});

test('a loop device is a slot with a size; while it is in use nobody else writes to it or to its file', async (context) => {
  const loop = loopOf(context.path);
  if (!loop) return; // not root, or a kernel without loop devices
  try {
    const inUse = await failure(FileDevice.open(context.path, { write: true }));
    assert.is(codeOf(inUse), 'slot-in-use', 'the file behind it');
    const device = await FileDevice.open(loop, { write: true });
    assert.is(device.sizeBytes, data.length);
    await device.write(BLOCK_BYTES, data.subarray(0, BLOCK_BYTES));
    await device.flush();
    // A mount claims the device just as this does.
    assert.is(codeOf(await failure(FileDevice.open(loop, { write: true }))), 'slot-in-use');
    const reader = await FileDevice.open(loop, { write: false });
    assert.ok(
      (await contentOfDevice(reader))
        .subarray(BLOCK_BYTES)
        .equals(readFileSync(context.path).subarray(BLOCK_BYTES)),
    );
    await reader.close();
    await device.close();
  } finally {
    execFileSync('losetup', ['-d', loop]);
  }
});

function loopOf(path: string): string | null {
  try {
    closeSync(openSync('/dev/loop-control', 'r'));
    return execFileSync('losetup', ['--find', '--show', path], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

test('several devices are one, across their borders', async () => {
  const parts = [3, 1, 4].map((blocks) => diskWith(Buffer.alloc(0), blocks));
  const joined = new JoinedDevice(parts);
  assert.is(joined.sizeBytes, data.length);
  await joined.write(0, data);
  await joined.flush();
  assert.ok(Buffer.concat(parts.map(contentOf)).equals(data));
  assert.ok(parts.every(({ flushes }) => flushes === 1));
  const random = seededRandom(4);
  for (let i = 0; i < 100; i++) {
    const start = Math.floor(random() * data.length);
    const into = Buffer.alloc(Math.floor(random() * (data.length - start)));
    await joined.read(start, into);
    assert.ok(into.equals(data.subarray(start, start + into.length)), `${into.length} bytes at ${start}`);
  }
  assert.instance(await failure(joined.write(data.length - 1, Buffer.alloc(2))), RangeError);
  await joined.close();
});

test.run();
