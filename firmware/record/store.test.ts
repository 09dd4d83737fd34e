/** What happens to recordings when the storage fails (F13), is damaged (F15), fills up, goes away or lies. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { FakeStorage } from './fake-storage.ts';
import { parseFileName } from './file-name.ts';
import type { Piece } from './fragmenter.ts';
import { recoverFile } from './recover.ts';
import { RecordingReader } from './reader.ts';
import { RecordingStore, type KeepRules } from './store.ts';
import type { StorageFault } from './storage-fault.ts';
import { makeScene, sceneUnits } from './testing/scene-units.ts';
import { piecesOf, seeded } from './testing/write-recording.ts';

const CASES = Number(process.env.ROUNDS ?? 500);
const DAY_MS = 86_400_000;
const OFFSET_MS = Date.UTC(2026, 10, 26, 12);

const test = suite('recording store');
const scene = makeScene({ kbps: 20, fps: 5 });
const minute = piecesOf(sceneUnits(scene, { seconds: 60 }));

class Bench {
  readonly clock = new FakeClock(OFFSET_MS);
  readonly storage = new FakeStorage();
  readonly faults: (StorageFault | null)[] = [];
  rules: KeepRules = { days: 2, maxBytes: 0, reserveBytes: 0 };
  store = this.#store();

  #store(): RecordingStore {
    const { clock, storage } = this;
    const onFault = (fault: StorageFault | null) => void this.faults.push(fault);
    return new RecordingStore({ storage, clock, onFault, rules: () => this.rules, log: silentLogger() });
  }

  put(pieces: Iterable<Piece>, offsetMs = OFFSET_MS): void {
    for (const piece of pieces) this.store.put(piece, 'main', offsetMs);
  }

  async restart(): Promise<void> {
    await this.store.stop();
    this.store = this.#store();
    this.store.start();
    await this.settled();
  }

  /** Lets what can be done be done: the storage in memory needs no time of its own. */
  async settled(): Promise<void> {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Start of every fragment that is whole, s since the scene began. */
  async stored(): Promise<number[]> {
    const found: number[] = [];
    for (const path of [...this.storage.files.keys()].filter((name) => name.endsWith('.mp4')).sort()) {
      const name = parseFileName(path.split('/')[1]!)!;
      const { entries } = await recoverFile(this.storage, path, name);
      const fileMs = name.startMs - OFFSET_MS - 1000;
      found.push(...entries.map(({ startUs }) => Math.round((fileMs + startUs / 1000) / 100) / 10));
    }
    // One that failed after it was written is written again: there twice is as good as once.
    return [...new Set(found)].sort((a, b) => a - b);
  }
}

const STARTS = minute.map(({ startUs }) => (startUs - 1e6) / 1e6);

test('a minute is stored; a file is at most 5 minutes; a step of the clock begins a new one', async () => {
  const bench = new Bench();
  bench.store.start();
  bench.put(piecesOf(sceneUnits(scene, { seconds: 400 })));
  await bench.store.idle();
  const { files } = bench.store.catalogue;
  assert.equal(
    files.map(({ startMs, endMs }) => [startMs - OFFSET_MS - 1000, endMs - OFFSET_MS - 1000]),
    [
      [0, 300_000],
      [300_000, 400_000],
    ],
  );
  const before = files.length;
  bench.put(piecesOf(sceneUnits(scene, { seconds: 4, startUs: 401e6 })), OFFSET_MS);
  bench.put(piecesOf(sceneUnits(scene, { seconds: 4, startUs: 405e6 })), OFFSET_MS + 60_000);
  await bench.store.idle();
  assert.is(bench.store.catalogue.files.length, before + 1);
  assert.is(bench.store.catalogue.files.at(-1)!.startMs, OFFSET_MS + 405_000 + 60_000, 'by the new clock');
  await bench.store.stop();
});

test(`${CASES} failures at every operation: what was acknowledged stays, what waits is stored later`, async () => {
  const random = seeded(13);
  const codes = ['ENOSPC', 'EIO', 'EROFS', 'ENOENT', 'EDQUOT'];
  for (let i = 0; i < CASES; i++) {
    const bench = new Bench();
    const code = codes[i % codes.length]!;
    const from = 1 + (Math.floor(i / codes.length) % 60);
    const length = 1 + Math.floor(random() * 8);
    bench.storage.fails = (_, count) => (count >= from && count < from + length ? code : undefined);
    bench.store.start();
    for (const piece of minute) {
      bench.put([piece]);
      if (random() < 0.5) await bench.settled();
    }
    for (let tries = 0; tries < 12; tries++) {
      await bench.clock.advance(60_000);
      await bench.settled();
    }
    assert.is(bench.store.fault, null, `case ${i}: mended`);
    // A disk that says that it is full has the oldest removed; no other failure costs anything.
    const stored = await bench.stored();
    const isFull = code === 'ENOSPC' || code === 'EDQUOT';
    if (isFull)
      assert.ok(stored.length > 0 && stored.at(-1) === STARTS.at(-1), `case ${i}: ${stored.join(' ')}`);
    else assert.equal(stored, STARTS, `case ${i}: ${code} from operation ${from}, ${length} times`);
    await bench.store.stop();
  }
});

test('every failure is told by its own code, and mended when it is over', async () => {
  const told: Record<string, string> = {
    ENOSPC: 'storage-full',
    EDQUOT: 'storage-full',
    EIO: 'storage-failing',
    EROFS: 'storage-read-only',
    ENOENT: 'storage-missing',
    EACCES: 'storage-denied',
    ESTALE: 'storage-failing',
  };
  for (const [errno, code] of Object.entries(told)) {
    const bench = new Bench();
    bench.storage.fails = () => errno;
    bench.store.start();
    await bench.settled();
    assert.is(bench.faults.at(-1)?.code, code);
    assert.match(bench.faults.at(-1)!.remedy, 'kept in memory');
    bench.storage.fails = () => undefined;
    await bench.clock.advance(5000);
    await bench.settled();
    assert.is(bench.faults.at(-1), null);
    await bench.store.stop();
  }
});

test('no card for long: the newest 32 MB wait in memory and are stored when it is back', async () => {
  const bench = new Bench();
  bench.storage.fails = () => 'ENOENT';
  bench.store.start();
  const big = minute.map((piece) => ({ ...piece, bytes: 3 * 1024 * 1024 }));
  bench.put(big);
  await bench.settled();
  const { waitingBytes, droppedFragments } = bench.store.figures();
  assert.is(waitingBytes, 30 * 1024 * 1024);
  assert.is(droppedFragments, minute.length - 10);
  bench.storage.fails = () => undefined;
  await bench.clock.advance(120_000);
  await bench.settled();
  assert.equal(await bench.stored(), STARTS.slice(-10));
  assert.is(bench.store.figures().waitingBytes, 0);
  await bench.store.stop();
});

test('a disk that loses what it has acknowledged is found', async () => {
  const bench = new Bench();
  bench.storage.lies = true;
  bench.store.start();
  bench.put(minute.slice(0, 2));
  await bench.settled();
  assert.is(bench.store.fault?.code, 'storage-lying');
  await bench.store.stop();
});

test('a disk that does not answer is told', async () => {
  const bench = new Bench();
  let answer: () => void = () => undefined;
  const sync = bench.storage.freeBytes.bind(bench.storage);
  bench.storage.freeBytes = () => new Promise((resolve) => (answer = () => resolve(sync())));
  bench.store.start();
  await bench.clock.advance(30_000);
  assert.is(bench.store.fault?.code, 'storage-slow');
  bench.storage.freeBytes = sync;
  answer();
  await bench.settled();
  assert.is(bench.store.fault, null);
  await bench.store.stop();
});

test('full: the oldest go first, the reserve is kept, before every fragment', async () => {
  const bench = new Bench();
  const hour = piecesOf(sceneUnits(scene, { seconds: 1800 }));
  bench.storage.capacityBytes = 4_500_000;
  bench.rules = { days: 2, maxBytes: 0, reserveBytes: 300_000 };
  bench.store.start();
  let least = Infinity;
  for (const piece of hour) {
    bench.put([piece]);
    await bench.store.idle();
    least = Math.min(least, bench.storage.capacityBytes - bench.storage.usedBytes);
  }
  assert.is(bench.store.fault, null);
  assert.ok(least >= 300_000 - 2000, `${least} bytes were left at least`); // indexes, 16 bytes a fragment, are not counted
  const { files } = bench.store.catalogue;
  assert.ok(files.length >= 2 && files[0]!.startMs > OFFSET_MS + 300_000, 'the newest are there');
  assert.is(files.at(-1)!.endMs, OFFSET_MS + 1_801_000);

  bench.rules = { ...bench.rules, maxBytes: 600_000 };
  bench.put(piecesOf(sceneUnits(scene, { seconds: 4, startUs: 1_801e6 })));
  await bench.store.idle();
  assert.ok(bench.store.catalogue.bytes <= 600_000 || bench.store.catalogue.files.length === 1);
  await bench.store.stop();
});

test('no inodes left: old recordings give theirs', async () => {
  const bench = new Bench();
  bench.storage.maxFiles = 4;
  bench.store.start();
  for (let i = 0; i < 6; i++) {
    bench.put(piecesOf(sceneUnits(scene, { seconds: 4, startUs: 1e6 + i * 100e6 })));
    bench.store.end();
    await bench.store.idle();
  }
  assert.is(bench.store.fault, null);
  assert.is(bench.store.catalogue.files.at(-1)!.startMs, OFFSET_MS + 501_000);
  await bench.store.stop();
});

test('recordings are removed after their days, also while nothing is recorded, unless the clock is not sure', async () => {
  const bench = new Bench();
  bench.store.start();
  bench.put(minute);
  bench.store.end();
  await bench.store.idle();
  bench.clock.setWall(OFFSET_MS + 3 * DAY_MS, 'floor');
  await bench.clock.advance(61_000);
  await bench.settled();
  assert.is(bench.store.catalogue.files.length, 1);
  bench.clock.setWall(OFFSET_MS + 2 * DAY_MS);
  await bench.clock.advance(59_000);
  await bench.settled();
  assert.is(bench.store.catalogue.files.length, 1);
  bench.clock.setWall(OFFSET_MS + 2 * DAY_MS + 120_000);
  await bench.clock.advance(60_000);
  await bench.settled();
  assert.equal([...bench.storage.files.keys()], []);
  await bench.store.stop();
});

test(`${CASES} times damaged: recordings and indexes with flipped, missing and foreign bytes`, async () => {
  const whole = new Bench();
  whole.store.start();
  whole.put(minute);
  whole.store.end();
  whole.put(piecesOf(sceneUnits(scene, { seconds: 20, startUs: 100e6 })));
  whole.store.end();
  await whole.store.idle();
  await whole.store.stop();
  const random = seeded(15);
  for (let i = 0; i < CASES; i++) {
    const bench = new Bench();
    for (const [path, bytes] of whole.storage.files) bench.storage.files.set(path, Buffer.from(bytes));
    const paths = [...bench.storage.files.keys()];
    for (let hits = 1 + (i % 3); hits > 0; hits--) damage(bench.storage, paths, random);
    bench.store.start();
    await bench.settled();
    assert.is(bench.store.fault, null, `case ${i}`);
    const reader = new RecordingReader({
      ...bench,
      catalogue: bench.store.catalogue,
      settle: async () => undefined,
    });
    let lastMs = -Infinity;
    for await (const unit of reader.read(0, { keysOnly: i % 10 > 0 })) {
      if (unit.stream === 'audio') continue;
      assert.ok(unit.atMs >= lastMs, `case ${i}: time goes on`);
      lastMs = unit.atMs;
    }
    bench.put(piecesOf(sceneUnits(scene, { seconds: 4, startUs: 200e6 })));
    await bench.store.idle();
    assert.is(bench.store.catalogue.files.at(-1)?.endMs, OFFSET_MS + 204_000, `case ${i}: recording goes on`);
    await bench.store.stop();
  }
});

function damage(storage: FakeStorage, paths: string[], random: () => number): void {
  const path = paths[Math.floor(random() * paths.length)]!;
  const bytes = storage.files.get(path);
  if (!bytes) return;
  const at = Math.floor(random() * bytes.length);
  const kind = Math.floor(random() * 6);
  if (kind === 0) storage.files.delete(path);
  else if (kind === 1) storage.files.set(path, bytes.subarray(0, at));
  else if (kind === 2) storage.files.set(path, Buffer.concat([bytes, bytes.subarray(at)]));
  else if (kind === 3) bytes.fill(0, at);
  else if (kind === 4) storage.files.set(path.replace(/\d/, 'x'), bytes);
  else
    for (let i = 0; i < 8; i++) bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
}

test.run();
