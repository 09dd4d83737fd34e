import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { crc32 } from './crc32.ts';
import { FakeDisk } from './fake-disk.ts';
import { Generations, MAX_GENERATION_BYTES } from './generations.ts';
import { DiskFolder, type JournalFolder } from './journal-folder.ts';
import { seededRandom } from './seeded-random.ts';

const test = suite('generations');
const on = (folder: JournalFolder) => new Generations({ folder, name: 'state' });
const loaded = async (folder: JournalFolder) => (await on(folder).load())?.toString() ?? null;
const text = (value: string) => Buffer.from(value);

test('gives back what was saved last; nothing on a new disk', async () => {
  const disk = new FakeDisk();
  const generations = on(disk);
  assert.is(await generations.load(), null);
  assert.not(generations.isDamaged);
  for (const value of ['one', 'two', '', 'a longer one', 'short']) {
    await generations.save(text(value));
    assert.is(await loaded(disk), value);
  }
});

test('real files, for the owner alone', async () => {
  const path = mkdtempSync(join(tmpdir(), 'pupsentry-generations-'));
  try {
    const folder = new DiskFolder(join(path, 'made'));
    await on(folder).save(text('one'));
    await on(folder).save(text('two'));
    assert.is(await loaded(folder), 'two');
    assert.is(statSync(join(path, 'made/state.0')).mode & 0o777, 0o600);
  } finally {
    rmSync(path, { recursive: true });
  }
});

test('a power cut before any write or sync leaves the old record or the new one', async () => {
  const random = seededRandom(5);
  let cuts = 0;
  for (let round = 0; round < 60; round++) {
    const disk = new FakeDisk();
    await on(disk).save(text('long before'));
    await on(disk).save(text('before'.repeat(1 + (round % 7))));
    const rests: FakeDisk[] = [];
    disk.beforeChange = () => rests.push(disk.afterPowerCut(random));
    await on(disk).save(text('after'.repeat(1 + (round % 5))));
    rests.push(disk.afterPowerCut(random));
    for (const [at, rest] of rests.entries()) {
      const value = await loaded(rest);
      assert.match(value ?? 'nothing', /^(before)+$|^(after)+$/);
      if (at === rests.length - 1) assert.match(value!, /^after/);
      await on(rest).save(text('next'));
      assert.is(await loaded(rest.afterPowerCut(random)), 'next');
      cuts++;
    }
  }
  assert.ok(cuts >= 60 * 5, `${cuts} cuts`);
});

test('the other record stands when one is damaged anywhere', async () => {
  const disk = new FakeDisk();
  await on(disk).save(text('old'));
  await on(disk).save(text('new'));
  const bytes = disk.contentOf('state.1');
  for (let at = 0; at < bytes.length; at++) {
    bytes[at]! ^= 0x40;
    assert.is(await loaded(disk), 'old', `byte ${at}`);
    bytes[at]! ^= 0x40;
  }
  assert.is(await loaded(disk), 'new');
});

test('both damaged: nothing, and it is known that something stood there', async () => {
  const disk = new FakeDisk();
  await on(disk).save(text('old'));
  await on(disk).save(text('new'));
  for (const name of ['state.0', 'state.1']) disk.contentOf(name)[20]! ^= 1;
  for (const name of ['state.0', 'state.1']) disk.contentOf(name)[8]! ^= 1;
  const generations = on(disk);
  assert.is(await generations.load(), null);
  assert.ok(generations.isDamaged);
  await generations.save(text('begun anew'));
  assert.is(await loaded(disk), 'begun anew');
});

test('the number wraps', async () => {
  const disk = new FakeDisk();
  const generations = on(disk);
  await generations.save(text('zero'));
  await generations.save(text('one'));
  for (const name of ['state.0', 'state.1'])
    setNumber(disk.contentOf(name), name === 'state.0' ? 2 ** 32 - 2 : 2 ** 32 - 1);
  for (const value of ['two', 'three', 'four']) {
    const last = on(disk);
    await last.load();
    await last.save(text(value));
    assert.is(await loaded(disk), value);
  }
});

/** Rewrites a record's number and checksum, as a long life would have. */
function setNumber(record: Buffer, number: number): void {
  record.writeUInt32LE(number, 4);
  record.writeUInt32LE(crc32(record.subarray(16), crc32(record.subarray(4, 12))), 12);
}

test('too large is refused, and the old one stands', async () => {
  const disk = new FakeDisk();
  await on(disk).save(text('old'));
  await on(disk)
    .save(Buffer.alloc(MAX_GENERATION_BYTES + 1))
    .then(
      () => assert.unreachable(),
      (error: Error) => assert.instance(error, RangeError),
    );
  assert.is(await loaded(disk), 'old');
});

test('a full, failing or read-only disk: refused, the old one stands, and the next one is saved', async () => {
  for (const failure of ['ENOSPC', 'EIO', 'EROFS'] as const) {
    const disk = new FakeDisk();
    const generations = on(disk);
    await generations.save(text('old'));
    await generations.save(text('newer'));
    disk.failure = failure;
    await generations.save(text('lost')).then(
      () => assert.unreachable(),
      (error: NodeJS.ErrnoException) => assert.is(error.code, failure),
    );
    disk.failure = undefined;
    assert.is(await loaded(disk), 'newer');
    await generations.save(text('newest'));
    assert.is(await loaded(disk), 'newest');
  }
});

test('saves at the same time are saved in their order', async () => {
  const disk = new FakeDisk();
  const generations = on(disk);
  await Promise.all(Array.from({ length: 20 }, (_, i) => generations.save(text(`${i}`))));
  assert.is(await loaded(disk), '19');
});

test.run();
