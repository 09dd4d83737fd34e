import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '#kit/seeded-random.ts';
import { CUT_MODES, SECTOR_BYTES, type CutMode } from '#kit/write-cache.ts';
import { BLOCK_BYTES } from './block-device.ts';
import { VolatileDisk } from './volatile-disk.ts';

const test = suite('volatile disk');
const BLOCKS = 8;
const newDisk = (cacheBytes?: number) => new VolatileDisk({ sizeBytes: BLOCKS * BLOCK_BYTES, cacheBytes });
const filled = (value: number, bytes = BLOCK_BYTES) => Buffer.alloc(bytes, value);

async function content(disk: VolatileDisk, position = 0, bytes = disk.sizeBytes): Promise<Buffer> {
  const into = Buffer.alloc(bytes);
  await disk.read(position, into);
  return into;
}

/** What stands at each sector, as long as sectors are filled with one value each; -1 for a mixture. */
async function sectors(disk: VolatileDisk): Promise<number[]> {
  const all = await content(disk);
  return Array.from({ length: all.length / SECTOR_BYTES }, (_, i) => {
    const sector = all.subarray(i * SECTOR_BYTES, (i + 1) * SECTOR_BYTES);
    return sector.every((byte) => byte === sector[0]) ? sector[0]! : -1;
  });
}

/** All states that many cuts at this moment leave. */
async function outcomes(disk: VolatileDisk, mode: CutMode, cuts = 400): Promise<Set<string>> {
  const random = seededRandom(5);
  const found = new Set<string>();
  for (let i = 0; i < cuts; i++) found.add((await sectors(disk.cut(random, mode))).join());
  return found;
}

test('reading gives what was written, flushed or not, at any position', async () => {
  const disk = newDisk();
  const model = Buffer.alloc(disk.sizeBytes);
  const random = seededRandom(1);
  for (let i = 0; i < 300; i++) {
    const position = Math.floor(random() * model.length);
    const data = filled(i % 256, Math.floor(random() * Math.min(3 * BLOCK_BYTES, model.length - position)));
    await disk.write(position, data);
    data.copy(model, position);
    data.fill(0xee); // the caller may use its memory again
    if (random() < 0.1) await disk.flush();
    const from = Math.floor(random() * model.length);
    const bytes = Math.floor(random() * (model.length - from));
    assert.ok((await content(disk, from, bytes)).equals(model.subarray(from, from + bytes)));
  }
  assert.ok((await content(disk.cut(random, 'kept'))).equals(model));
  await disk.flush();
  for (const mode of CUT_MODES) assert.ok((await content(disk.cut(random, mode))).equals(model), mode);
});

test('lost: what was flushed and no more', async () => {
  const disk = newDisk();
  await disk.write(0, filled(1));
  await disk.flush();
  await disk.write(0, filled(2));
  await disk.write(BLOCK_BYTES, filled(3));
  const left = await sectors(disk.cut(seededRandom(1), 'lost'));
  assert.equal([...new Set(left.slice(0, 8))], [1]);
  assert.equal([...new Set(left.slice(8))], [0]);
});

test('subset: each write whole or not at all, every combination', async () => {
  const disk = newDisk();
  for (const i of [0, 1, 2]) await disk.write(i * BLOCK_BYTES, filled(i + 1));
  const found = await outcomes(disk, 'subset');
  assert.is(found.size, 8);
  for (const state of found)
    for (const i of [0, 1, 2])
      assert.is(new Set(state.split(',').slice(i * 8, i * 8 + 8)).size, 1, 'no block is torn');
});

test('torn: everything before one write, some sectors of it, nothing after it', async () => {
  const disk = newDisk();
  for (const i of [0, 1, 2]) await disk.write(i * BLOCK_BYTES, filled(i + 1));
  let torn = 0;
  for (const state of await outcomes(disk, 'torn')) {
    const blocks = [0, 1, 2].map((i) =>
      state
        .split(',')
        .slice(i * 8, i * 8 + 8)
        .map(Number),
    );
    const kept = blocks.map((block, i) => block.filter((value) => value === i + 1).length);
    const first = kept.findIndex((count) => count < 8);
    if (first >= 0)
      assert.ok(
        kept.slice(first + 1).every((count) => count === 0),
        state,
      );
    if (kept[first]! > 0) torn++;
  }
  assert.ok(torn > 50, `${torn} torn states`);
});

test('reordered: of every sector any version that was not flushed, or the old one', async () => {
  const disk = newDisk();
  await disk.write(0, filled(1));
  await disk.flush();
  await disk.write(0, filled(2));
  await disk.write(0, filled(3));
  const found = [...(await outcomes(disk, 'reordered'))].map((state) => state.split(',').slice(0, 8));
  for (const sector of [0, 7])
    assert.equal([...new Set(found.map((state) => state[sector]))].sort(), ['1', '2', '3']);
  assert.ok(
    found.some((state) => new Set(state).size === 3),
    'all three in one block',
  );
});

test('forced unit access: that write survives, older ones do not come back over it, others stay volatile', async () => {
  const disk = newDisk();
  await disk.write(0, filled(1, 2 * BLOCK_BYTES));
  await disk.write(BLOCK_BYTES / 2, filled(2), { fua: true });
  for (const mode of CUT_MODES)
    for (const state of await outcomes(disk, mode, 50))
      assert.equal(state.split(',').slice(4, 12).map(Number), Array(8).fill(2), mode);
  assert.equal(
    [...(await outcomes(disk, 'lost'))].map((state) => Number(state.split(',')[0])),
    [0],
  );
  assert.ok((await outcomes(disk, 'subset')).size === 4, 'the two rests of the older write');
});

test('a full cache gives its oldest writes to the medium', async () => {
  const disk = newDisk(2 * BLOCK_BYTES);
  for (const i of [0, 1, 2]) await disk.write(i * BLOCK_BYTES, filled(i + 1));
  const left = await sectors(disk.cut(seededRandom(1), 'lost'));
  assert.equal(
    [0, 1, 2].map((i) => left[i * 8]),
    [1, 0, 0],
  );
  assert.is((await sectors(disk))[16], 3);
});

test('a fork goes its own way', async () => {
  const disk = newDisk();
  await disk.write(0, filled(1));
  const fork = disk.fork();
  await fork.write(0, filled(2, 100));
  await fork.flush();
  await disk.write(BLOCK_BYTES, filled(3));
  assert.is((await content(fork))[BLOCK_BYTES], 0);
  assert.is((await content(disk))[0], 1);
  assert.is((await content(disk.cut(seededRandom(1), 'lost')))[0], 0);
  assert.is((await content(fork.cut(seededRandom(1), 'lost')))[0], 2);
  assert.equal([disk.flushes, fork.flushes, fork.writtenBytes], [0, 1, 100]);
});

test('a cut is the same for the same seed', async () => {
  const disk = newDisk();
  for (let i = 0; i < 20; i++) await disk.write((i % 7) * BLOCK_BYTES, filled(i));
  for (const mode of CUT_MODES) {
    const [one, two] = [7, 7].map((seed) => disk.cut(seededRandom(seed), mode));
    assert.equal(await sectors(one!), await sectors(two!));
  }
});

test('nothing outside of it is read or written', async () => {
  const disk = newDisk();
  const refused = (work: Promise<void>) =>
    work.then(
      () => false,
      (error: unknown) => error instanceof RangeError,
    );
  for (const position of [-1, 0.5, disk.sizeBytes - 10, NaN]) {
    assert.ok(await refused(disk.write(position, filled(1))), `write at ${position}`);
    assert.ok(await refused(disk.read(position, filled(1))), `read at ${position}`);
  }
  assert.throws(() => new VolatileDisk({ sizeBytes: 100 }), RangeError);
});

test.run();
