import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { crc32 } from './crc32.ts';
import { FakeDisk } from './fake-disk.ts';
import { Journal, type JournalOpening, type JournalRecord } from './journal.ts';
import {
  SEGMENT_HEADER,
  encodeRecord,
  formatSegmentName,
  parseSegmentName,
  scanSegment,
} from './journal-format.ts';
import { DiskFolder, type JournalFolder } from './journal-folder.ts';
import { seededRandom } from './seeded-random.ts';

const test = suite('journal');

async function openJournal(folder: JournalFolder, segmentBytes = 1024 * 1024) {
  const journal = new Journal({ folder, segmentBytes });
  const found: JournalRecord[] = [];
  const opening = await journal.open((record) =>
    found.push({ ...record, payload: Buffer.from(record.payload) }),
  );
  return { journal, found, opening, texts: found.map(({ payload }) => payload.toString()) };
}

const CLEAN: JournalOpening = { damaged: 0, cutBytes: 0, unreadableSegments: 0 };
const isSegment = (name: string) => parseSegmentName(name) !== null;

function inFolder(run: (path: string) => Promise<void>): () => Promise<void> {
  return async () => {
    const path = mkdtempSync(join(tmpdir(), 'pupsentry-journal-'));
    try {
      await run(path);
    } finally {
      rmSync(path, { recursive: true });
    }
  };
}

test('crc32 gives the check value of the standard', () => {
  assert.is(crc32(Buffer.from('123456789')), 0xcbf43926);
  assert.is(crc32(Buffer.from('6789'), crc32(Buffer.from('12345'))), 0xcbf43926);
});

test(
  'records come back in order after a restart, acknowledged ones do not',
  inFolder(async (path) => {
    const first = await openJournal(new DiskFolder(path));
    for (const text of ['a', 'b', 'c', 'd']) await first.journal.append(Buffer.from(text)).stored;
    first.journal.acknowledge(2);
    await first.journal.close();

    const second = await openJournal(new DiskFolder(path));
    assert.equal(second.texts, ['c', 'd']);
    assert.equal(second.opening, CLEAN);
    assert.is((await second.journal.read(3)).toString(), 'd');
    const { index, stored } = second.journal.append(Buffer.from('e'));
    assert.is(index, 4, 'the index goes on');
    await stored;
    second.journal.acknowledge(5);
    await second.journal.close();
    assert.equal(readdirSync(path).filter(isSegment), [], 'acknowledged segments are deleted');

    const third = await openJournal(new DiskFolder(path));
    assert.equal(third.texts, []);
    assert.is(third.journal.append(Buffer.from('f')).index, 5, 'an index is never used again');
    await third.journal.close();
  }),
);

test('appends that come together share a sync', async () => {
  const disk = new FakeDisk();
  const { journal } = await openJournal(disk);
  await journal.append(Buffer.from('first')).stored;
  disk.syncs = 0;
  await Promise.all(Array.from({ length: 100 }, (_, i) => journal.append(Buffer.from(`${i}`)).stored));
  assert.ok(disk.syncs <= 2, `${disk.syncs} syncs for 100 appends`);
  await journal.close();
});

test('space comes back by whole segments while it runs', async () => {
  const disk = new FakeDisk();
  const { journal } = await openJournal(disk, 500);
  for (let i = 0; i < 100; i++) {
    const { index, stored } = journal.append(Buffer.alloc(100, i));
    await stored;
    journal.acknowledge(index + 1);
  }
  assert.ok(journal.bytes < 1300, `${journal.bytes} bytes left`);
  assert.ok((await disk.open()).length <= 3);
  await journal.close();
});

test('closed, nothing is written or removed any more', async () => {
  const disk = new FakeDisk();
  const { journal } = await openJournal(disk, 100);
  for (let i = 0; i < 3; i++) await journal.append(Buffer.alloc(100, i)).stored;
  let release = () => undefined as void;
  const held = new Promise<void>((resolve) => (release = resolve));
  let removals = 0;
  const remove = disk.remove.bind(disk);
  disk.remove = (name) => (removals++ === 0 ? held.then(() => remove(name)) : remove(name));
  journal.acknowledge(1);
  journal.acknowledge(3);
  let isClosed = false;
  const closing = journal.close().then(() => (isClosed = true));
  await new Promise(setImmediate);
  assert.not(isClosed, 'a slow disk still removes the first segment');
  release();
  await closing;
  assert.equal((await disk.open()).filter(isSegment), []);
});

test(
  'a segment cut at every byte keeps every record before the cut, and takes new ones',
  inFolder(async (path) => {
    const { journal } = await openJournal(new DiskFolder(path));
    const ends: number[] = [];
    for (let i = 0; i < 6; i++) {
      await journal.append(Buffer.from(`record ${i} `.repeat(i + 1))).stored;
      ends.push(journal.bytes);
    }
    await journal.close();
    const name = readdirSync(path).find(isSegment)!;
    const whole = readFileSync(join(path, name));
    for (let cut = 0; cut <= whole.length; cut++) {
      rmSync(path, { recursive: true });
      const folder = new DiskFolder(path);
      await folder.open();
      writeFileSync(join(path, name), whole.subarray(0, cut));
      const { journal, found, opening } = await openJournal(folder);
      const complete = ends.filter((end) => end <= cut).length;
      assert.equal(
        found.map((record) => record.index),
        Array.from({ length: complete }, (_, i) => i),
        `cut at ${cut}`,
      );
      assert.is(opening.damaged, 0);
      assert.is(journal.append(Buffer.from('new')).index, complete);
      await journal.close();
      const again = await openJournal(folder);
      assert.is(again.found.length, complete + 1);
      await again.journal.close();
    }
  }),
);

test('any single damaged byte costs one record at most, and never yields a bad one', async () => {
  const disk = new FakeDisk();
  const { journal } = await openJournal(disk);
  const texts = Array.from({ length: 8 }, (_, i) => `record ${i} with some text`);
  for (const text of texts) await journal.append(Buffer.from(text)).stored;
  const name = (await disk.open()).find(isSegment)!;
  const { length } = disk.contentOf(name);
  for (let at = 0; at < length; at++) {
    const damaged = disk.afterPowerCut(() => 1);
    damaged.contentOf(name)[at]! ^= 1 << (at % 8);
    const { texts: left, opening } = await openJournal(damaged);
    assert.ok(left.length >= texts.length - 1, `byte ${at}: ${left.length} records left`);
    assert.equal(
      left,
      texts.filter((text) => left.includes(text)),
      `byte ${at}: order`,
    );
    const isReported = opening.damaged === 1 || opening.cutBytes > 0;
    assert.is(isReported, left.length < texts.length, `byte ${at}: what was lost is reported`);
  }
  await journal.close();
});

test('20,000 mangled segments: only records that were written come out, in order', () => {
  const random = seededRandom(99);
  const below = (n: number) => Math.floor(random() * n);
  const name = { first: 10, salt: 0xabcdef };
  const payloads = Array.from({ length: 6 }, (_, i) => Buffer.from(`payload ${i} `.repeat(i + 1)));
  const records = payloads.map((payload, i) => encodeRecord(name.salt, name.first + i, payload));
  const segment = Buffer.concat([SEGMENT_HEADER, ...records]);
  for (let i = 0; i < 20_000; i++) {
    const mangled = Buffer.from(segment);
    for (let flips = below(6); flips > 0; flips--) mangled[below(mangled.length)]! ^= 1 << below(8);
    const [from, to] = [below(mangled.length), below(mangled.length)];
    if (below(2) === 0) mangled.copy(mangled, to, from, from + below(200)); // blocks in the wrong place
    const { records: found } = scanSegment(name, mangled.subarray(0, below(3) === 0 ? to : undefined));
    let last = -1;
    for (const { index, payload } of found) {
      assert.ok(index > last && payload.equals(payloads[index - name.first]!), `case ${i}`);
      last = index;
    }
  }
});

test('a record of another segment, though whole, does not pass', async () => {
  const disk = new FakeDisk();
  const name = { first: 0, salt: 7 };
  const file = await disk.file(formatSegmentName(name));
  await file.write(Buffer.concat([Buffer.alloc(8), encodeRecord(8, 0, Buffer.from('stale'))]), 0);
  const { found, opening } = await openJournal(disk);
  assert.is(found.length, 0);
  assert.ok(opening.cutBytes > 0);
});

test('a segment of a later version is left alone', async () => {
  const disk = new FakeDisk();
  const file = await disk.file(formatSegmentName({ first: 0, salt: 7 }));
  await file.write(Buffer.from('PUPJ\x02\0\0\0something new'), 0);
  const { opening, journal } = await openJournal(disk);
  assert.is(opening.unreadableSegments, 1);
  await journal.append(Buffer.from('x')).stored;
  journal.acknowledge(1);
  await journal.close();
  assert.ok((await disk.open()).includes(formatSegmentName({ first: 0, salt: 7 })));
});

test('5000 power cuts: no accepted record is lost, none is bad, order holds', async () => {
  const random = seededRandom(20261123);
  let disk = new FakeDisk();
  let number = 0;
  let accepted: number[] = [];
  let acknowledgedTo = -1; // by the receiver; the journal may forget that it was told
  for (let round = 0; round < 5000; round++) {
    const { journal, found } = await openJournal(disk, 200 + Math.floor(random() * 600));
    const numbers = found.map(({ payload }) => {
      const [text, padding] = payload.toString().split(':');
      assert.is(padding, 'x'.repeat(Number(text) % 50), `round ${round}: a bad record`);
      return Number(text);
    });
    assert.equal(
      numbers,
      [...new Set(numbers)].sort((a, b) => a - b),
      `round ${round}: order`,
    );
    const expected = accepted.filter((n) => n > acknowledgedTo);
    assert.ok(
      expected.every((n) => numbers.includes(n)),
      `round ${round}: expected ${expected.join()} in ${numbers.join()}`,
    );
    const indexOf = new Map(found.map(({ index }, i) => [numbers[i]!, index]));
    accepted = numbers;

    const steps = Math.floor(random() * 8);
    let pending: Promise<unknown>[] = [];
    for (let step = 0; step < steps; step++) {
      if (random() < 0.7) {
        const n = number++;
        const { index, stored } = journal.append(Buffer.from(`${n}:${'x'.repeat(n % 50)}`));
        indexOf.set(n, index);
        pending.push(stored.then(() => accepted.push(n)));
      } else {
        await Promise.all(pending);
        pending = [];
      }
      if (random() < 0.3 && accepted.length > 0) {
        acknowledgedTo = accepted[Math.floor(random() * accepted.length)]!;
        journal.acknowledge(indexOf.get(acknowledgedTo)! + 1);
        accepted = accepted.filter((n) => n > acknowledgedTo);
      }
    }
    // Let a random part of what is under way happen, then cut.
    for (let turns = Math.floor(random() * 20); turns > 0; turns--) await Promise.resolve();
    const certain = [...accepted];
    const next = disk.afterPowerCut(random);
    await Promise.all(pending);
    accepted = certain;
    disk = next;
  }
  assert.ok(number > 10_000, 'the simulation did something');
});

for (const failure of ['ENOSPC', 'EIO', 'EROFS'] as const) {
  test(`${failure}: the append says so, and the next one works when the disk does`, async () => {
    const disk = new FakeDisk();
    const { journal } = await openJournal(disk);
    await journal.append(Buffer.from('before')).stored;
    disk.failure = failure;
    const problem = await journal.append(Buffer.from('lost')).stored.catch((error: Error) => error);
    assert.match(String(problem), failure);
    disk.failure = undefined;
    await journal.append(Buffer.from('after')).stored;
    await journal.close();
    assert.equal((await openJournal(disk)).texts, ['before', 'after']);
  });
}

test('a disk that fills up in the middle of a record leaves nothing half', async () => {
  const disk = new FakeDisk();
  const { journal } = await openJournal(disk);
  await journal.append(Buffer.from('before')).stored;
  disk.roomBytes = 30;
  const problem = await journal.append(Buffer.alloc(1000)).stored.catch((error: Error) => error);
  assert.match(String(problem), 'ENOSPC');
  const { texts, opening } = await openJournal(disk.afterPowerCut(seededRandom(1)));
  assert.equal(texts, ['before']);
  assert.equal(opening, CLEAN);
  await journal.close();
});

test('a journal that could not be opened accepts nothing', async () => {
  const disk = new FakeDisk();
  disk.failure = 'EIO';
  const journal = new Journal({ folder: disk });
  assert.match(String(await journal.open(() => undefined).catch((error: Error) => error)), 'EIO');
  disk.failure = undefined;
  assert.match(String(await journal.append(Buffer.from('x')).stored.catch((e: Error) => e)), 'not open');
  await journal.close();
});

test.run();
