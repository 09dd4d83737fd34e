import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { seededRandom } from '#kit/seeded-random.ts';
import type { InstallProgress } from '../agent/parts.ts';
import { decodeLabel } from '../boot/slot-label.ts';
import type { Release } from '../trust/release.ts';
import { BLOCK_BYTES, type BlockDevice } from './block-device.ts';
import type { ImageSource } from './image-source.ts';
import { SlotInstaller } from './slot-installer.ts';
import {
  contentOf,
  diskWith,
  makeImage,
  MemorySource,
  randomBlocks,
  releaseOf,
  type MadeImage,
} from './testing/made-image.ts';
import { imageBlocks } from './tree.ts';
import { VolatileDisk } from './volatile-disk.ts';

/** Damaged images, slots and sources; 100,000 in `make torture`. */
const DAMAGES = Number(process.env.IMAGE_DAMAGES ?? 300);
const DATA_BLOCKS = 300;
const SLOT_BLOCKS = imageBlocks(DATA_BLOCKS) + 9;

const test = suite<{ old: MadeImage; next: MadeImage }>('slot installer');

/** The next release: some blocks changed, some moved. */
test.before(async (context) => {
  const random = seededRandom(1);
  const data = randomBlocks(DATA_BLOCKS, random);
  context.old = await makeImage(data);
  const next = Buffer.concat([
    data.subarray(0, 200 * BLOCK_BYTES),
    randomBlocks(5, random),
    data.subarray(200 * BLOCK_BYTES),
  ]);
  randomBlocks(1, random).copy(next, 17 * BLOCK_BYTES);
  context.next = await makeImage(next.subarray(0, DATA_BLOCKS * BLOCK_BYTES));
});

interface Plan {
  target: BlockDevice;
  running?: { disk: BlockDevice; made: MadeImage };
  source: ImageSource;
  release: Release;
  signal?: AbortSignal;
  onProgress?: (progress: InstallProgress) => void;
}

function install({ target, running, source, release, signal, onProgress }: Plan): Promise<InstallProgress> {
  const installer = new SlotInstaller({
    targetSlot: () => Promise.resolve(target),
    runningSlot: async () => (running ? { device: running.disk, image: running.made.image } : null),
    source,
    clock: new FakeClock(),
    log: silentLogger(),
  });
  return installer.install(release, {
    signal: signal ?? new AbortController().signal,
    onProgress: onProgress ?? (() => undefined),
  });
}

const blankSlot = () => new VolatileDisk({ sizeBytes: SLOT_BLOCKS * BLOCK_BYTES });
const slotWith = ({ bytes }: MadeImage) => diskWith(bytes, SLOT_BLOCKS);
const labelOf = (slot: VolatileDisk) => decodeLabel(slot.block(SLOT_BLOCKS - 1));
const codeOf = (error: unknown) => (error as { code?: string }).code;

function assertHolds(slot: VolatileDisk, made: MadeImage, what = ''): void {
  assert.ok(
    contentOf(slot).subarray(0, made.bytes.length).equals(made.bytes),
    `the slot holds the image ${what}`,
  );
  assert.is(labelOf(slot)?.image.rootHash, made.image.rootHash, `the label names it ${what}`);
}

test('an empty slot gets all of it over the network', async ({ next }) => {
  const [target, source] = [blankSlot(), new MemorySource(next.bytes)];
  const seen: InstallProgress[] = [];
  const progress = await install({
    target,
    source,
    release: releaseOf(next),
    onProgress: (p) => seen.push(p),
  });
  assertHolds(target, next);
  const blocks = imageBlocks(DATA_BLOCKS);
  assert.equal(labelOf(target), {
    ...{ version: '2.0.0', securityVersion: 3, hardware: ['virtual'] },
    image: next.image,
  });
  assert.equal(
    { ...progress, secondsLeft: null },
    {
      ...{ step: 'read-back', blocksKept: 0, blocksCopied: 0, blocksFetched: blocks },
      ...{ blocksDone: blocks, blocksTotal: blocks, fetchedBytes: next.bytes.length },
      ...{ writtenBytes: next.bytes.length + 2 * BLOCK_BYTES, secondsLeft: null },
    },
  );
  assert.ok(
    seen.every((p, i) => i === 0 || p.step !== seen[i - 1]!.step || p.blocksDone >= seen[i - 1]!.blocksDone),
  );
  assert.ok(seen.every(({ blocksDone, blocksTotal }) => blocksDone <= blocksTotal));
});

test('of a later release only what changed is fetched; what moved is copied', async ({ old, next }) => {
  const [target, source] = [slotWith(old), new MemorySource(next.bytes)];
  const running = { disk: slotWith(old), made: old };
  const progress = await install({ target, running, source, release: releaseOf(next) });
  assertHolds(target, next);
  const changedTree = 4; // the top, and all three below it: in each a hash changed or moved
  assert.is(progress.blocksFetched, 5 + 1 + changedTree);
  assert.is(progress.blocksCopied, 95);
  assert.is(progress.blocksKept, 199);
  assert.is(progress.fetchedBytes, progress.blocksFetched * BLOCK_BYTES);
});

test('a slot that holds it already is proven and labelled', async ({ next }) => {
  const [target, source] = [slotWith(next), new MemorySource(next.bytes)];
  const progress = await install({ target, source, release: releaseOf(next) });
  assertHolds(target, next);
  assert.is(progress.fetchedBytes, 0);
  assert.is(progress.writtenBytes, 2 * BLOCK_BYTES, 'the label, off and on');
});

test('one damaged block is repaired by fetching that one block', async ({ next }) => {
  for (const block of [0, 150, DATA_BLOCKS, DATA_BLOCKS + 2]) {
    const [target, source] = [slotWith(next), new MemorySource(next.bytes)];
    await target.write(block * BLOCK_BYTES + 99, Buffer.from([~target.block(block)[99]!]));
    await install({ target, source, release: releaseOf(next) });
    assertHolds(target, next);
    assert.equal(source.runs, [{ first: block, blocks: 1 }]);
  }
});

test('an image of one block, and one without salt', async () => {
  for (const [blocks, salt] of [
    [1, ''],
    [1, 'aa'],
    [129, ''],
  ] as const) {
    const made = await makeImage(randomBlocks(blocks, seededRandom(blocks)), salt);
    const target = blankSlot();
    await install({ target, source: new MemorySource(made.bytes), release: releaseOf(made) });
    assertHolds(target, made);
  }
});

test('what was done before it was stopped is not done again', async ({ old, next }) => {
  for (let stop = 1; stop < 12; stop++) {
    const target = blankSlot();
    const running = { disk: slotWith(old), made: old };
    const source = new MemorySource(next.bytes);
    const abort = new AbortController();
    const reason = new Error('stopped');
    let events = 0;
    const stopped = await install({
      ...{ target, running, source, release: releaseOf(next), signal: abort.signal },
      onProgress: () => ++events === stop && abort.abort(reason),
    }).catch((error: unknown) => error);
    if (stopped !== reason) assert.is((stopped as InstallProgress).step, 'read-back', `${stop}`);
    else assert.is(labelOf(target), null, 'a slot that is not finished has no label');
    await install({ target, running, source, release: releaseOf(next) });
    assertHolds(target, next);
    assert.is(source.blocks, 10, `each block was fetched once, stopped at ${stop}`);
  }
});

test('what cannot fit or cannot be is refused before anything is written', async ({ next }) => {
  const release = releaseOf(next);
  const wrong: [string, number, Release][] = [
    ['image-too-large', imageBlocks(DATA_BLOCKS), release],
    ['image-invalid', SLOT_BLOCKS, { ...release, image: { ...next.image, dataBlocks: 2 ** 40 } }],
    ['image-invalid', SLOT_BLOCKS, { ...release, image: { ...next.image, rootHash: '' } }],
    ['image-invalid', SLOT_BLOCKS, { ...release, version: 'x'.repeat(65) }],
    ['image-invalid', SLOT_BLOCKS, { ...release, hardware: ['a\0b=c'] }],
  ];
  for (const [code, blocks, wrongRelease] of wrong) {
    const target = new VolatileDisk({ sizeBytes: blocks * BLOCK_BYTES });
    const error = await install({
      target,
      source: new MemorySource(next.bytes),
      release: wrongRelease,
    }).catch((thrown: unknown) => thrown);
    assert.is(codeOf(error), code);
    assert.is(target.writtenBytes, 0, code);
  }
});

test('memory that forgets what was written is found out, and gets no label', async ({ next }) => {
  const target = blankSlot();
  const write = target.write.bind(target);
  let forgets = 33;
  target.write = (position, data) => {
    if (
      position === forgets * BLOCK_BYTES ||
      (position < forgets * BLOCK_BYTES && position + data.length > forgets * BLOCK_BYTES)
    ) {
      const damaged = Buffer.from(data);
      damaged[forgets * BLOCK_BYTES - position]! ^= 0x10;
      return write(position, damaged);
    }
    return write(position, data);
  };
  const plan = () => ({ target, source: new MemorySource(next.bytes), release: releaseOf(next) });
  const error = await install(plan()).catch((thrown: unknown) => thrown);
  assert.is(codeOf(error), 'read-back-failed');
  assert.match((error as Error).message, /Block 33 /);
  assert.is(labelOf(target), null);
  forgets = SLOT_BLOCKS - 1;
  assert.is(codeOf(await install(plan()).catch((thrown: unknown) => thrown)), 'read-back-failed');
  assert.is(labelOf(target), null);
});

test('a block of the target that cannot be read is written anew', async ({ next }) => {
  const target = slotWith(next);
  const read = target.read.bind(target);
  let reads = 0;
  target.read = (position, into) =>
    position === 0 && ++reads === 1 ? Promise.reject(new Error('EIO')) : read(position, into);
  const progress = await install({ target, source: new MemorySource(next.bytes), release: releaseOf(next) });
  assertHolds(target, next);
  assert.is(progress.blocksFetched, 64, 'the blocks that were read with it');
});

test('a running slot that says it is what it is not lends what is sound, or nothing', async ({
  old,
  next,
}) => {
  for (const image of [
    next.image,
    { ...old.image, salt: '' },
    { ...old.image, dataBlocks: 2 ** 40 },
    { ...old.image, dataBlocks: 9_000 },
  ]) {
    const target = blankSlot();
    const running = { disk: slotWith(old), made: { ...old, image } };
    await install({ target, running, source: new MemorySource(next.bytes), release: releaseOf(next) });
    assertHolds(target, next);
  }
});

/** Where the damage is and what of it. */
interface Damage {
  at: 'server' | 'target' | 'running';
  kind: 'bit' | 'zeros' | 'swapped' | 'cut';
}

function damaged(bytes: Buffer, kind: Damage['kind'], random: () => number): Buffer {
  const copy = Buffer.from(bytes);
  const block = () => Math.floor(random() * (copy.length / BLOCK_BYTES));
  const [a, b] = [block() * BLOCK_BYTES, block() * BLOCK_BYTES];
  if (kind === 'bit') copy[Math.floor(random() * copy.length)]! ^= 1 << Math.floor(random() * 8);
  if (kind === 'zeros') copy.fill(0, a, a + BLOCK_BYTES);
  if (kind === 'swapped') {
    bytes.copy(copy, a, b, b + BLOCK_BYTES);
    bytes.copy(copy, b, a, a + BLOCK_BYTES);
  }
  return kind === 'cut' ? copy.subarray(0, Math.floor(random() * copy.length)) : copy;
}

test(`${DAMAGES} damaged images, trees and slots: none is accepted`, async ({ old, next }) => {
  const reasons = new Map<string, number>();
  for (let seed = 0; seed < DAMAGES; seed++) {
    const random = seededRandom(seed);
    const pick = <T>(...choices: T[]): T => choices[Math.floor(random() * choices.length)]!;
    const damage: Damage = {
      at: pick('server', 'target', 'running'),
      kind: pick('bit', 'zeros', 'swapped', 'cut'),
    };
    const what = `(case ${seed}: ${damage.kind} at the ${damage.at})`;
    const harmed = (at: Damage['at'], bytes: Buffer) =>
      damage.at === at ? damaged(bytes, damage.kind, random) : bytes;
    const whole = (bytes: Buffer) => diskWith(bytes, SLOT_BLOCKS);
    const target = whole(harmed('target', pick(old, next).bytes));
    const lent = harmed('running', old.bytes);
    const running = {
      disk: diskWith(lent, damage.kind === 'cut' ? Math.ceil(lent.length / BLOCK_BYTES) : SLOT_BLOCKS),
      made: old,
    };
    const plan = {
      target,
      running,
      source: new MemorySource(harmed('server', next.bytes)),
      release: releaseOf(next),
    };
    const error = await install(plan).catch((thrown: unknown) => thrown);
    if (!(error instanceof Error)) assertHolds(target, next, what);
    else {
      assert.is(damage.at, 'server', what);
      assert.ok(['wrong-bytes', 'wrong-length'].includes(codeOf(error)!), `${error.stack} ${what}`);
      assert.is(labelOf(target), null, what);
      reasons.set(codeOf(error)!, (reasons.get(codeOf(error)!) ?? 0) + 1);
      await install({ ...plan, source: new MemorySource(next.bytes) });
      assertHolds(target, next, what);
    }
  }
  assert.equal([...reasons.keys()].sort(), ['wrong-bytes', 'wrong-length'], 'some were refused');
});

test.run();
