/** What time does to packages: lapses, grace, smaller ones, clips that are too old. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ClipDeletion, DevicePackage } from '../api.ts';
import {
  DAY_MS,
  bought,
  clips,
  deletionsOf,
  packageOf,
  problemOf,
  withPackages,
  type PackagesUnderTest,
} from './packages-under-test.ts';

const test = suite<PackagesUnderTest>('packages over time');
withPackages(test);

test('lapse, seven days of grace, then its clips go, with a record', async ({
  stub,
  fresh,
  clock,
  shelf,
  told,
}) => {
  const [id, other] = [await fresh(), await fresh()];
  await bought(stub, id, 'month');
  await bought(stub, other, 'month');
  const now = clock.nowMs();
  shelf.clips = [...clips(id, now, 1, 2, 3), ...clips(other, now, 1)];
  await bought(stub, other, 'month'); // sixty days
  told.length = 0;

  clock.aheadMs = 30 * DAY_MS + 60_000;
  await stub.signIn(); // the one before is over
  await stub.cloud.packageSweep.sweep();
  const lapsed = await packageOf(stub, id);
  assert.is(lapsed.state, 'grace');
  assert.ok(Math.abs(lapsed.eraseAtMs! - now - 37 * DAY_MS) < 120_000, 'the date is told');
  assert.equal(told, [[id, { on: false, daysKept: 0 }]]);
  clock.aheadMs = 36 * DAY_MS;
  await stub.cloud.packageSweep.sweep();
  assert.is(shelf.clips.filter(({ deviceId }) => deviceId === id).length, 3, 'still there');

  clock.aheadMs = 38 * DAY_MS;
  await stub.cloud.packageSweep.sweep();
  assert.is(shelf.clips.filter(({ deviceId }) => deviceId === id).length, 0);
  assert.is((await packageOf(stub, id)).state, 'ended');
  assert.equal(await deletionsOf(stub, id), [['lapse', 3, 3000]]);
  assert.is((await packageOf(stub, other)).state, 'active', 'others are not touched');
});

test('paid again within the grace, nothing is lost', async ({ stub, fresh, clock, shelf }) => {
  const id = await fresh();
  await bought(stub, id, 'week');
  clock.aheadMs = 31 * DAY_MS;
  await stub.signIn(); // the one before is over
  await stub.cloud.packageSweep.sweep();
  shelf.clips = clips(id, clock.nowMs(), 1, 2);
  await bought(stub, id, 'week');
  clock.aheadMs = 35 * DAY_MS;
  await stub.cloud.packageSweep.sweep();
  assert.equal([(await packageOf(stub, id)).state, shelf.clips.length], ['active', 2]);
});

test('clips older than the package holds go, and no others', async ({ stub, fresh, clock, shelf }) => {
  const id = await fresh();
  await bought(stub, id, 'week');
  shelf.clips = clips(id, clock.nowMs(), 1, 6.9, 7.1, 20);
  await stub.cloud.packageSweep.sweep();
  await stub.cloud.packageSweep.sweep();
  assert.is(shelf.clips.length, 2);
  assert.equal(await deletionsOf(stub, id), [['retention', 2, 2000]]);
});

test('a smaller package deletes after the time it told, a larger one never', async ({
  stub,
  fresh,
  clock,
  shelf,
  told,
}) => {
  const id = await fresh();
  await bought(stub, id, 'month');
  shelf.clips = clips(id, clock.nowMs(), 1, 10);
  await bought(stub, id, 'week');
  const told1 = await packageOf(stub, id);
  assert.equal([told1.daysKept, told1.shrink?.daysKept], [30, 7]);
  assert.ok(Math.abs(told1.shrink!.atMs - clock.nowMs() - 7 * DAY_MS) < 60_000);
  await stub.cloud.packageSweep.sweep();
  assert.is(shelf.clips.length, 2, 'not before');
  clock.aheadMs = 3 * DAY_MS;
  await bought(stub, id, 'week');
  assert.is((await packageOf(stub, id)).shrink!.atMs, told1.shrink!.atMs, 'paying again does not put it off');
  clock.aheadMs = 7 * DAY_MS + 60_000;
  shelf.broken.add(id);
  await stub.cloud.packageSweep.sweep();
  assert.is((await packageOf(stub, id)).daysKept, 30, 'not shrunk before the clips are gone');
  shelf.broken.clear();
  await stub.cloud.packageSweep.sweep();
  const shrunk = await packageOf(stub, id);
  assert.equal([shrunk.daysKept, shrunk.shrink, shelf.clips.length], [7, null, 0]);
  assert.equal(await deletionsOf(stub, id), [['downgrade', 2, 2000]]);
  assert.equal(told.at(-1), [id, { on: true, daysKept: 7 }]);
  await bought(stub, id, 'month');
  const grown = await packageOf(stub, id);
  assert.equal([grown.daysKept, grown.shrink], [30, null], 'at once');
});

test('withdrawn: the device hears it, its clips go at once', async ({ stub, fresh, clock, shelf, told }) => {
  const id = await fresh();
  await bought(stub, id, 'week');
  shelf.clips = clips(id, clock.nowMs(), 0, 1);
  const stream = await stub.stream();
  const answer = await stub.fetch(`/api/devices/${id}/package`, { method: 'DELETE' });
  assert.is(((await answer.json()) as DevicePackage).state, 'erasing');
  assert.equal(told.at(-1), [id, { on: false, daysKept: 0 }]);
  const { wishes } = await stub.cloud.database.db
    .selectFrom('devices')
    .select('wishes')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  assert.is((JSON.parse(wishes) as Record<string, { value: unknown }>)['cloud.recording']!.value, false);
  await stream.until('package', (data) => data.deviceId === id && data.state === 'ended');
  assert.is(shelf.clips.length, 0);
  assert.equal(await deletionsOf(stub, id), [['withdrawn', 2, 2000]]);
  const other = await stub.fetch('/api/devices/nobodys-device/package', { method: 'DELETE' });
  assert.equal(await problemOf(other), [404, 'no-such-device']);
});

test('a sweep does a bounded share, goes on the next time, and one device’s trouble is not the others’', async ({
  stub,
  fresh,
  clock,
  shelf,
}) => {
  const [broken, id] = [await fresh(), await fresh()];
  await bought(stub, broken, 'week');
  await bought(stub, id, 'week');
  const now = clock.nowMs();
  shelf.clips = Array.from({ length: 4500 }, () => clips(id, now, 9)[0]!).concat(clips(broken, now, 9));
  shelf.broken.add(broken);
  const left = () => shelf.clips.filter(({ deviceId }) => deviceId === id).length;
  await stub.cloud.packageSweep.sweep();
  assert.is(left(), 2500);
  await stub.stopStub();
  await stub.startAgain(); // sweeps
  await stub.cloud.packageSweep.sweep();
  await stub.cloud.packageSweep.sweep();
  assert.is(left(), 0);
  assert.is(shelf.clips.length, 1);
  const all = (await deletionsOf(stub, id)).reduce((sum, [, count]) => sum + count, 0);
  assert.is(all, 4500, 'all of them are on record');
});

test('a record of deletions comes in pages', async ({ stub, fresh, clock, shelf }) => {
  const id = await fresh();
  await bought(stub, id, 'week');
  for (let day = 0; day < 5; day++) {
    clock.aheadMs = day * DAY_MS;
    shelf.clips.push(...clips(id, clock.nowMs(), 8));
    await stub.cloud.packageSweep.sweep();
  }
  const seen: ClipDeletion[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: { deletions: ClipDeletion[]; next: string | null } = await stub.get(
      `/api/devices/${id}/deletions?limit=2${next && `&before=${next}`}`,
    );
    seen.push(...page.deletions);
    next = page.next;
  }
  assert.is(seen.length, 5);
  assert.equal(
    seen,
    [...seen].sort((a, b) => b.firstMs - a.firstMs),
  );
  assert.equal(await problemOf(await stub.fetch(`/api/devices/${id}/deletions?before=x`)), [400, 'invalid']);
});

test.run();
