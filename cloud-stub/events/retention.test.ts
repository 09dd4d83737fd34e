/** What is forgotten, and what is kept. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { Accounts } from '../accounts/accounts.ts';
import { Database } from '../database/database.ts';
import { Devices } from '../devices/devices.ts';
import { Feed } from '../feed.ts';
import { TINY_JPEG } from '../simulated-device.ts';
import { Events } from './events.ts';
import { RETENTION, Retention, tooMuch } from './retention.ts';
import { Snapshots, type KeptSnapshot } from './snapshots.ts';

const test = suite('retention');
const ID = 'front-door-1';
const HOUR_MS = 3600_000;

test('pictures: the old ones, and the oldest of too many', () => {
  const kept = [1, 2, 3, 4].map((n): KeptSnapshot => ({
    deviceId: ID,
    eventId: `${n}`,
    bytes: 10,
    writtenMs: n * 100,
  }));
  const ids = (beforeMs: number, maxBytes: number) =>
    tooMuch(kept, beforeMs, maxBytes)
      .map(({ eventId }) => eventId)
      .sort();
  assert.equal(ids(0, 100), []);
  assert.equal(ids(250, 100), ['1', '2']);
  assert.equal(ids(0, 25), ['1', '2']);
  assert.equal(ids(0, 0), ['1', '2', '3', '4']);
});

test('a sweep removes files and rows, and tells the rows what is gone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pupsentry-retention-'));
  const clock = new FakeClock(Date.now());
  const database = new Database({ folder });
  await database.start();
  const db = () => database.db;
  const accounts = new Accounts({ db, clock });
  const devices = new Devices({ db, accounts, clock, feed: new Feed() });
  const householdId = (await devices.ensure({ id: ID }))!;
  const snapshots = new Snapshots({ folder: join(folder, 'snapshots') });
  const events = new Events({ db });
  const limits = { events: 3, messages: 4 };
  const retention = new Retention({ db, snapshots, accounts, clock, log: silentLogger(), limits });
  try {
    const ids = Array.from({ length: 6 }, () => randomUUID());
    for (const [i, id] of ids.entries()) {
      await clock.advance(HOUR_MS);
      const now = clock.nowMs();
      await snapshots.keep(ID, id, TINY_JPEG);
      utimesSync(join(folder, 'snapshots', ID, `${id}.jpg`), now / 1000, now / 1000);
      const snapshot = { jpeg: TINY_JPEG, takenMs: now };
      const message = {
        id,
        kind: 'ring',
        startedMs: now,
        endedMs: null,
        presses: 1,
        late: false,
        ...{ labels: [], zones: [], peak: 0, quiet: false, clip: null },
        snapshot,
      } as const;
      await events.record({ deviceId: ID, bootEpoch: 1, seq: i + 1 }, message, {
        householdId,
        receivedMs: now,
      });
    }
    await snapshots.promote(ID, ids[5]!);
    await clock.advance(RETENTION.snapshotMs - HOUR_MS / 2); // all but the last are too old
    await retention.start();
    const { events: left } = (await events.page(householdId, { limit: 50 }))!;
    assert.equal(
      left.map(({ id, snapshot }) => [id, snapshot]),
      [
        [ids[5], true],
        [ids[4], false],
        [ids[3], false],
      ],
    );
    assert.is(await snapshots.read(ID, ids[4]!), null);
    assert.equal(await snapshots.read(ID, null), TINY_JPEG);
    const marks = await database.db.selectFrom('event_messages').select('seq').execute();
    assert.is(marks.length, 4, 'the newest marks stay');

    await clock.advance(HOUR_MS); // by its own timer
    await retention.sweep();
    assert.is(await snapshots.read(ID, null), null);
    assert.is((await devices.get(householdId, ID))?.pictureMs, null);
    await clock.advance(RETENTION.eventMs);
    await retention.sweep();
    assert.equal((await events.page(householdId, { limit: 50 }))!.events, []);
  } finally {
    await retention.stop();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
