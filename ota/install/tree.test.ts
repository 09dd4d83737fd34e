import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdtempSync,
  openSync,
  closeSync,
  writeSync,
  readFileSync,
  rmSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '#kit/seeded-random.ts';
import type { Image } from '../trust/release.ts';
import { BLOCK_BYTES } from './block-device.ts';
import { FileDevice } from './file-device.ts';
import { randomBlocks } from './testing/made-image.ts';
import { checkImage, HashTree, imageBlocks, treeLayers, writeTree } from './tree.ts';

const test = suite<{ folder: string }>('hash tree');

test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'pupsentry-tree-'));
});
test.after(({ folder }) => rmSync(folder, { recursive: true }));

/** Zeros but for a few blocks, so that large ones are made in a moment. */
function makeData(path: string, dataBlocks: number): void {
  const random = seededRandom(dataBlocks);
  const file = openSync(path, 'w');
  for (let i = 0; i < 20; i++)
    writeSync(file, randomBlocks(1, random), 0, BLOCK_BYTES, Math.floor(random() * dataBlocks) * BLOCK_BYTES);
  closeSync(file);
  truncateSync(path, imageBlocks(dataBlocks) * BLOCK_BYTES);
}

/** @returns the root hash that the real program names; it writes its tree behind the data */
function veritysetup(path: string, { dataBlocks, salt }: Pick<Image, 'dataBlocks' | 'salt'>): string {
  const said = execFileSync('veritysetup', [
    ...['format', '--no-superblock', '--format=1', '--hash=sha256', `--salt=${salt || '-'}`],
    ...[`--data-blocks=${dataBlocks}`, `--hash-offset=${dataBlocks * BLOCK_BYTES}`, path, path],
  ]).toString();
  return /^Root hash:\s+(\w+)$/m.exec(said)![1]!;
}

test('it is the one that veritysetup writes', async ({ folder }) => {
  const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
  for (const dataBlocks of [1, 128, 129, 16385])
    for (const salt of ['', 'a5'.repeat(32)]) {
      const what = `${dataBlocks} blocks, salt "${salt}"`;
      makeData(ours, dataBlocks);
      copyFileSync(ours, theirs);
      const device = await FileDevice.open(ours, { write: true });
      const rootHash = await writeTree(device, { dataBlocks, salt });
      await device.close();
      assert.is(rootHash, veritysetup(theirs, { dataBlocks, salt }), what);
      assert.ok(readFileSync(ours).equals(readFileSync(theirs)), what);
    }
});

test('layers stand behind the data, the top one first', () => {
  assert.equal(treeLayers(1), [{ first: 0, blocks: 1 }]);
  assert.equal(treeLayers(128), [
    { first: 128, blocks: 1 },
    { first: 0, blocks: 128 },
  ]);
  assert.equal(treeLayers(16385), [
    { first: 16385, blocks: 1 },
    { first: 16386, blocks: 2 },
    { first: 16388, blocks: 129 },
    { first: 0, blocks: 16385 },
  ]);
  assert.is(imageBlocks(16385), 16385 + 132);
});

test('a block is known from the block above it, and only at its place', async ({ folder }) => {
  const path = join(folder, 'image');
  const dataBlocks = 300;
  makeData(path, dataBlocks);
  const device = await FileDevice.open(path, { write: true });
  const rootHash = await writeTree(device, { dataBlocks, salt: 'aa' });
  const tree = new HashTree({ rootHash, salt: 'aa', dataBlocks, bootBlocks: 0 });
  const block = Buffer.alloc(BLOCK_BYTES);
  for (const [level, layer] of tree.layers.entries())
    for (let index = 0; index < layer.blocks; index++) {
      await device.read((layer.first + index) * BLOCK_BYTES, block);
      assert.ok(tree.isSound(level, index, block), `layer ${level}, block ${index}`);
      tree.content(level)?.set(block, index * BLOCK_BYTES);
      block[4095]! ^= 1;
      assert.not(tree.isSound(level, index, block));
    }
  await device.close();
});

test('what no image can be is refused, with all that is wrong', () => {
  const image = { rootHash: 'ab'.repeat(32), salt: 'aa', dataBlocks: 10, bootBlocks: 2 };
  checkImage(image);
  const wrong: Partial<Image>[] = [
    { rootHash: 'ab'.repeat(31) },
    { rootHash: 'AB'.repeat(32) },
    { salt: 'abc' },
    { salt: 'a5'.repeat(33) },
    { dataBlocks: 0 },
    { dataBlocks: 1.5 },
    { dataBlocks: 2 ** 53 },
    { dataBlocks: NaN },
    { bootBlocks: -1 },
    { bootBlocks: 10 },
    { bootBlocks: 0.1 },
  ];
  for (const part of wrong)
    assert.throws(
      () => checkImage({ ...image, ...part }),
      (error: { code?: string }) => error.code === 'image-invalid',
      JSON.stringify(part),
    );
  assert.throws(() => checkImage({ ...image, salt: 'x', dataBlocks: -3 }), /salt "x", -3 blocks of data/);
});

test.run();
