import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createLogger, silentLogger } from '#kit/log.ts';
import { EventHistory, type HistoryEvent } from './event-history.ts';

const test = suite<{ folder: string; file: string }>('event history');
test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'history-'));
  context.file = join(context.folder, 'events.jsonl');
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

function event(n: number, more: Partial<HistoryEvent> = {}): HistoryEvent {
  return {
    ...{
      id: `event-${n}`,
      kind: 'ring',
      startedMs: n,
      endedMs: null,
      presses: 1,
      labels: ['ring'],
      zones: [],
    },
    ...{ peak: 1, quiet: false, clip: null, snapshot: false, accepted: true },
    ...more,
  };
}

async function opened(file: string, limit?: number): Promise<EventHistory> {
  const history = new EventHistory({ file, log: silentLogger(), ...(limit && { limit }) });
  await history.start();
  return history;
}

const ids = (history: EventHistory) => history.recent(1000).map(({ id }) => id);

test('outlives a restart: newest first, each in its last state', async ({ file }) => {
  const first = await opened(file);
  first.record(event(1));
  first.record(event(2));
  first.record(event(1, { endedMs: 9, presses: 3, snapshot: true }));
  await first.stop();
  const second = await opened(file);
  assert.equal(second.recent(10), [event(2), event(1, { endedMs: 9, presses: 3, snapshot: true })]);
  assert.equal(second.recent(1), [event(2)]);
  assert.is(statSync(file).mode & 0o777, 0o600);
});

test('keeps the last events only, in memory and on disk', async ({ file }) => {
  const history = await opened(file, 10);
  for (let round = 0; round < 30; round++) {
    for (let n = 0; n < 10; n++) history.record(event(round * 10 + n));
    await history.stop();
  }
  assert.is(ids(history).length, 10);
  assert.ok(readFileSync(file, 'utf8').split('\n').length <= 10 * 5 + 2);
  assert.equal(ids(await opened(file, 10)), ids(history));
});

test('what is recorded before it has been read comes after it', async ({ file }) => {
  const first = await opened(file);
  first.record(event(1));
  await first.stop();
  const second = new EventHistory({ file, log: silentLogger() });
  const started = second.start();
  second.record(event(2));
  await started;
  await second.stop();
  assert.equal(new Set(ids(await opened(file))), new Set(['event-1', 'event-2']));
});

test('torn and foreign lines are skipped, and gone after the next write', async ({ file }) => {
  const first = await opened(file);
  first.record(event(1));
  first.record(event(2));
  await first.stop();
  appendFileSync(file, 'garbage\n[]\nnull\n{"id":7}\n{"id":"x","kind":"door"}\n\0\0\0\n{"id":"event-3","kin');
  const second = await opened(file);
  assert.equal(ids(second), ['event-2', 'event-1']);
  second.record(event(4));
  await second.stop();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  assert.equal(
    lines.map((line) => (JSON.parse(line) as HistoryEvent).id),
    ['event-1', 'event-2', 'event-4'],
  );
});

test('any cut or flipped byte: it starts, and keeps whole lines only', async ({ file }) => {
  const first = await opened(file);
  for (let n = 0; n < 5; n++) first.record(event(n));
  await first.stop();
  const whole = readFileSync(file);
  for (let at = 0; at < whole.length; at += 7) {
    writeFileSync(file, whole.subarray(0, at));
    const cut = ids(await opened(file));
    assert.equal(cut, ids(await opened(file)));
    const flipped = Buffer.from(whole);
    flipped[at]! ^= 0x40;
    writeFileSync(file, flipped);
    assert.ok(ids(await opened(file)).length >= 4 - 1);
  }
});

test('a huge file is read from its end', async ({ file }) => {
  const line = (n: number) => JSON.stringify(event(n)) + '\n';
  writeFileSync(file, Array.from({ length: 30_000 }, (_, n) => line(n)).join(''));
  const history = await opened(file);
  assert.is(history.recent(100_000).length, 2000);
  assert.is(ids(history)[0], 'event-29999');
});

test('a disk that refuses: events stay in memory, the fault is named once, and mends itself', async ({
  folder,
}) => {
  const file = join(folder, 'events.jsonl');
  mkdirSync(file); // writing to a folder fails, also for root
  const lines: string[] = [];
  const history = new EventHistory({ file, log: createLogger({ write: (line) => lines.push(line) }) });
  await history.start();
  for (let n = 0; n < 5; n++) {
    history.record(event(n));
    await history.stop();
  }
  assert.is(ids(history).length, 5);
  assert.match(history.problem, /EISDIR|ENOTEMPTY|EEXIST/);
  assert.ok(lines.length <= 3, `${lines.length} lines`);
  rmSync(file, { recursive: true });
  history.record(event(5));
  await history.stop();
  assert.is(history.problem, '');
  assert.equal(ids(await opened(file)), ids(history));
});

test('what is recorded while a write fails is written at once, not with the next event', async ({ file }) => {
  mkdirSync(file);
  const history = new EventHistory({
    file,
    log: createLogger({
      write: () => {
        if (ids(history).length !== 1) return; // it could not be read either
        rmSync(file, { recursive: true });
        history.record(event(2));
      },
    }),
  });
  await history.start();
  history.record(event(1));
  await history.stop();
  assert.is(history.problem, '');
  assert.equal(ids(await opened(file)), ['event-2', 'event-1']);
});

test.run();
