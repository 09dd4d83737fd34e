import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeClock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { decodeEnvelope } from '#protocol/codec.ts';
import { parseTopic } from '#protocol/topics.ts';
import { Accounts } from '../accounts/accounts.ts';
import { Database } from '../database/database.ts';
import { Feed } from '../feed.ts';
import { Devices } from './devices.ts';
import { Mailer } from './mailer.ts';
import { Wishes } from './wishes.ts';

interface Context {
  folder: string;
  database: Database;
  wishes: Wishes;
  /** Keys and values of each message to the device. */
  told: Record<string, unknown>[];
}
const test = suite<Context>('wishes');
const ID = 'front-door-1';

test.before.each(async (context) => {
  context.folder = mkdtempSync(join(tmpdir(), 'pupsentry-wishes-'));
  const database = (context.database = new Database({ folder: context.folder }));
  await database.start();
  const db = () => database.db;
  const clock = new FakeClock();
  await new Devices({ db, accounts: new Accounts({ db, clock }), feed: new Feed(), clock }).ensure({
    id: ID,
  });
  const told: Context['told'] = (context.told = []);
  const publish = async (topic: string, payload: Buffer) => {
    const { values } = decodeEnvelope(payload, parseTopic(topic)!).settings!;
    told.push(Object.fromEntries(values!.map(({ key, flag, number }) => [key, flag ?? number])));
  };
  const mailer = new Mailer({ publish, clock, bootEpoch: () => 1 });
  context.wishes = new Wishes({ db, mailer, log: silentLogger() });
});
test.after.each(async ({ database, folder }) => {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('wishes of the same moment all stand in the last message', async ({ wishes, told }) => {
  const keys = Array.from({ length: 10 }, (_, i) => `made.up.${i}`);
  const revisions = await Promise.all(keys.map((key, i) => wishes.wish(ID, { [key]: i })));
  assert.is(new Set(revisions).size, keys.length);
  assert.equal(told.at(-1), Object.fromEntries(keys.map((key, i) => [key, i])));
});

test('what is confirmed while another wish comes takes nothing else with it', async ({ wishes, told }) => {
  for (let times = 0; times < 5; times++) {
    const revision = await wishes.wish(ID, { 'privacy.on': true });
    await Promise.all([
      wishes.confirmed(ID, revision),
      wishes.wish(ID, { 'motion.on': false }),
      wishes.confirmed(ID, revision),
    ]);
    await wishes.tellAgain();
    assert.equal(told.at(-1), { 'motion.on': false });
    await wishes.confirmed(ID, revision + 1);
  }
});

test.run();
