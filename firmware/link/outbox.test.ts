import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { FakeDisk } from '#kit/fake-disk.ts';
import { parseSegmentName } from '#kit/journal-format.ts';
import { silentLogger } from '#kit/log.ts';
import { Outbox, type OutboxMessage, type OutboxOptions } from './outbox.ts';

const test = suite('outbox');
const BOOT = '6a3fb6ce-2c1b-4b52-9d7c-0e8f1a2b3c4d';
const OTHER_BOOT = '00000000-0000-4000-8000-000000000001';

async function openOutbox(options: Partial<OutboxOptions> = {}) {
  const disk = (options.folder as FakeDisk | undefined) ?? new FakeDisk();
  const clock = (options.clock as FakeClock | undefined) ?? new FakeClock();
  const outbox = new Outbox({ log: silentLogger(), bootId: BOOT, ...options, folder: disk, clock });
  await outbox.open();
  return { outbox, disk, clock };
}

async function takeAll(outbox: Outbox): Promise<OutboxMessage[]> {
  const messages: OutboxMessage[] = [];
  for (let message = await outbox.take(); message; message = await outbox.take()) messages.push(message);
  return messages;
}

const textsOf = (messages: OutboxMessage[]) => messages.map(({ envelope }) => envelope.toString());
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof PupsentryError ? error.code : String(error)),
  );

test('messages come in order, once, and again after the link was lost until they are done', async () => {
  const { outbox } = await openOutbox();
  for (const text of ['a', 'b', 'c']) await outbox.add(Buffer.from(text), 1);
  const first = await takeAll(outbox);
  assert.equal(textsOf(first), ['a', 'b', 'c']);
  assert.is(await outbox.take(), null);
  first[0]!.done();
  first[2]!.done(); // a broker may acknowledge out of order
  outbox.rewind();
  assert.equal(textsOf(await takeAll(outbox)), ['b']);
  assert.is(outbox.info().messages, 2, 'c waits for b before it leaves the disk');
});

test('what was accepted survives a power cut, with the epoch it belongs to', async () => {
  const { outbox, disk, clock } = await openOutbox();
  for (let i = 0; i < 20; i++) await outbox.add(Buffer.from(`event ${i}`), 70 + i);
  for (const message of (await takeAll(outbox)).slice(0, 5)) message.done();
  const { outbox: after } = await openOutbox({ folder: disk.afterPowerCut(() => 0), clock });
  const texts = textsOf(await takeAll(after));
  assert.equal(
    texts.slice(-15),
    Array.from({ length: 15 }, (_, i) => `event ${i + 5}`),
  );
  assert.is(after.highestEpoch, 89);
});

test('a message can be taken before the disk has it', async () => {
  const { outbox, disk } = await openOutbox();
  let taken: Promise<OutboxMessage | null> | undefined;
  let syncsAtTake = -1;
  outbox.onAdded = () => {
    taken = outbox.take();
    syncsAtTake = disk.syncs;
  };
  await outbox.add(Buffer.from('press'), 1);
  assert.is((await taken)?.envelope.toString(), 'press');
  assert.is(syncsAtTake, 0);
  assert.ok(disk.syncs > 0, 'and it was synced when add resolved');
});

test('age: monotonic within a boot, whatever the wall clock does', async () => {
  const { outbox, clock, disk } = await openOutbox();
  await outbox.add(Buffer.from('x'), 1);
  clock.setWall(Date.UTC(2031, 0, 1));
  await clock.advance(25_000);
  assert.equal((await outbox.take())!.age, { ms: 25_000, isExact: true });
  // The daemon restarts, the machine does not: CLOCK_MONOTONIC goes on.
  const { outbox: restarted } = await openOutbox({ folder: disk, clock });
  await clock.advance(5000);
  assert.equal((await restarted.take())!.age, { ms: 30_000, isExact: true });
});

test('age across boots: by the wall clock when both were synced, else at least this boot', async () => {
  const { outbox, disk } = await openOutbox({ clock: new FakeClock(Date.UTC(2026, 0, 1)) });
  await outbox.add(Buffer.from('x'), 1);
  const rebooted = new FakeClock(Date.UTC(2026, 0, 1, 1));
  const { outbox: synced } = await openOutbox({ folder: disk, clock: rebooted, bootId: OTHER_BOOT });
  assert.equal((await synced.take())!.age, { ms: 3_600_000, isExact: true });
  rebooted.setWall(Date.UTC(2025, 0, 1), 'floor');
  synced.rewind();
  assert.equal((await synced.take())!.age, { ms: rebooted.monotonicMs(), isExact: false });
});

test('full: says so, and keeps room for alarms when pictures fill it', async () => {
  const { outbox } = await openOutbox({ maxBytes: 400_000, maxMessages: 100 });
  const picture = Buffer.alloc(100_000);
  for (let i = 0; i < 3; i++) await outbox.add(picture, 1);
  assert.is(await codeOf(outbox.add(picture, 1)), 'outbox-full');
  assert.is(await codeOf(outbox.add(Buffer.from('alarm'), 1)), 'accepted');
  for (let i = 0; i < 96; i++) await outbox.add(Buffer.from('alarm'), 1);
  assert.is(await codeOf(outbox.add(Buffer.from('alarm'), 1)), 'outbox-full');
  assert.is(outbox.info().messages, 100);
  (await outbox.take())!.done();
  assert.is(await codeOf(outbox.add(Buffer.from('alarm'), 1)), 'accepted');
});

for (const failure of ['ENOSPC', 'EIO', 'EROFS'] as const) {
  test(`${failure}: the caller is told, the message is sent all the same, in order`, async () => {
    const { outbox, disk } = await openOutbox();
    await outbox.add(Buffer.from('before'), 1);
    disk.failure = failure;
    assert.is(await codeOf(outbox.add(Buffer.from('meanwhile'), 1)), 'outbox-unwritable');
    assert.match(outbox.info().problem, failure);
    disk.failure = undefined;
    assert.is(await codeOf(outbox.add(Buffer.from('after'), 1)), 'accepted');
    assert.is(outbox.info().problem, '');
    const messages = await takeAll(outbox);
    assert.equal(textsOf(messages), ['before', 'meanwhile', 'after']);
    for (const message of messages) message.done();
    await outbox.close();
    const { outbox: next } = await openOutbox({ folder: disk });
    assert.is(next.info().messages, 0);
  });
}

test('a disk that stays broken: memory is bounded', async () => {
  const disk = new FakeDisk();
  const { outbox } = await openOutbox({ folder: disk });
  disk.failure = 'EROFS';
  const codes: string[] = [];
  for (let i = 0; i < 80; i++) codes.push(await codeOf(outbox.add(Buffer.from(`${i}`), 1)));
  assert.is(codes.filter((code) => code === 'outbox-unwritable').length, 64);
  assert.is(codes.at(-1), 'outbox-full');
  assert.is((await takeAll(outbox)).length, 64);
});

test('an outbox that cannot be opened still sends', async () => {
  const disk = new FakeDisk();
  disk.failure = 'EIO';
  const { outbox } = await openOutbox({ folder: disk });
  assert.match(outbox.info().problem, 'EIO');
  assert.is(await codeOf(outbox.add(Buffer.from('x'), 1)), 'outbox-unwritable');
  assert.equal(textsOf(await takeAll(outbox)), ['x']);
  await outbox.close();
});

test('a long queue is read back from the disk, not kept in memory', async () => {
  const { outbox, disk } = await openOutbox();
  const big = (i: number) => Buffer.alloc(200_000, i);
  for (let i = 0; i < 20; i++) await outbox.add(big(i), 1);
  const segment = (await disk.open()).find((name) => parseSegmentName(name)?.first === 12)!;
  disk.contentOf(segment)[100]! ^= 1; // message 12 is damaged after it was accepted
  const messages = await takeAll(outbox);
  assert.equal(
    messages.map(({ envelope }) => envelope[0]),
    Array.from({ length: 20 }, (_, i) => i).filter((i) => i !== 12),
  );
  for (const message of messages) message.done();
  assert.equal(outbox.info(), { messages: 0, bytes: 0, problem: '' });
});

test('a picture no broker takes is given up after 8 connections, an alarm never', async () => {
  const { outbox } = await openOutbox();
  await outbox.add(Buffer.from('alarm'), 1);
  await outbox.add(Buffer.alloc(100_000), 1);
  await outbox.add(Buffer.from('next'), 1);
  for (let i = 0; i < 20; i++) {
    await takeAll(outbox);
    outbox.rewind();
  }
  assert.is(outbox.info().messages, 3, 'the alarm in front stays');
  (await outbox.take())!.done();
  for (let i = 0; i < 8; i++) {
    await takeAll(outbox);
    outbox.rewind();
  }
  assert.equal(textsOf(await takeAll(outbox)), ['next']);
});

test.run();
