/** Cloud recording through the real door, with a clock that is set ahead and a shelf of clips in memory. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { ClipDeletion, DevicePackage, Order, PackageOffer, Problem } from '../api.ts';
import { ClockUnderTest } from '../testing/clock-under-test.ts';
import { CloudUnderTest } from '../testing/cloud-under-test.ts';
import { readCatalogue } from './catalogue.ts';
import { FakePackageClips } from './fake-package-clips.ts';
import type { Entitlement } from './subscriptions.ts';
import { TestPayment } from './test-payment.ts';

const DAY_MS = 24 * 3600 * 1000;

interface Context {
  stub: CloudUnderTest;
  clock: ClockUnderTest;
  shelf: FakePackageClips;
  told: [string, Entitlement][];
  /** A device of its own for a test. */
  fresh: () => Promise<string>;
}
const test = suite<Context>('cloud recording');

test.before(async (context) => {
  const { clock, shelf, told } = Object.assign(context, {
    clock: new ClockUnderTest(),
    shelf: new FakePackageClips(),
    told: [] as Context['told'],
  });
  context.stub = await CloudUnderTest.start({
    ...{ clock, packageClips: shelf, payment: new TestPayment() },
    onEntitlement: (id, entitlement) => void told.push([id, entitlement]),
  });
  let devices = 0;
  context.fresh = async () => {
    const id = `camera-${String(++devices).padStart(3, '0')}`;
    const { householdId } = await context.stub.cloud.accounts.home();
    const row = { id, household_id: householdId, name: `Camera ${devices}`, product: 'camera' as const };
    await context.stub.cloud.database.db
      .insertInto('devices')
      .values({ ...row, since_ms: 0 })
      .execute();
    return id;
  };
});
test.after(({ stub }) => stub?.stop());
test.after.each(({ clock, told, shelf }) => {
  clock.aheadMs = 0;
  told.length = 0;
  shelf.clips = [];
  shelf.broken.clear();
});

const problemOf = async (response: Response) => [response.status, ((await response.json()) as Problem).code];
const packageOf = (stub: CloudUnderTest, id: string) => stub.get<DevicePackage>(`/api/devices/${id}/package`);

async function place(
  stub: CloudUnderTest,
  id: string,
  product: string,
): Promise<{ order: Order; pay: string | null }> {
  const response = await stub.post(`/api/devices/${id}/orders`, { product });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as { order: Order; pay: string | null };
}
async function decide(stub: CloudUnderTest, number: string, decision: 'pay' | 'refuse'): Promise<Order> {
  return (await (await stub.post(`/api/test-payments/${number}`, { decision })).json()) as Order;
}
async function bought(stub: CloudUnderTest, id: string, product: string): Promise<Order> {
  return decide(stub, (await place(stub, id, product)).order.number, 'pay');
}
const clips = (deviceId: string, now: number, ...agesDays: number[]) =>
  agesDays.map((age) => ({ deviceId, startedMs: now - age * DAY_MS, bytes: 1000 }));
async function deletionsOf(stub: CloudUnderTest, id: string): Promise<[string, number, number][]> {
  const { deletions } = await stub.get<{ deletions: ClipDeletion[] }>(`/api/devices/${id}/deletions`);
  return deletions.map(({ reason, clips, bytes }) => [reason, clips, bytes]);
}

test('what is on offer', async ({ stub }) => {
  const { packages, payment } = await stub.get<PackageOffer>('/api/packages');
  assert.equal(
    packages.map(({ id, daysKept }) => [id, daysKept]),
    [
      ['trial', 3],
      ['week', 7],
      ['month', 30],
    ],
  );
  assert.equal(payment, { provider: 'test', canOrder: true });
});

test('ordered, paid, told to device and phones', async ({ stub, fresh, told, clock }) => {
  const id = await fresh();
  assert.equal((await packageOf(stub, id)).state, 'none');
  const stream = await stub.stream();
  const { order, pay } = await place(stub, id, 'week');
  assert.equal(
    [order.status, order.amountMinor, order.currency, pay],
    ['open', 299, 'EUR', `/#test-payment/${order.number}`],
  );
  assert.is((await packageOf(stub, id)).state, 'none', 'nothing before it is paid');
  const page = await stub.get<{ description: string }>(`/api/test-payments/${order.number}`);
  assert.is(page.description, 'Cloud recording, A week, Camera 1');
  assert.is((await decide(stub, order.number, 'pay')).status, 'paid');
  const now = await packageOf(stub, id);
  assert.equal([now.state, now.product, now.daysKept], ['active', 'week', 7]);
  assert.ok(Math.abs(now.paidUntilMs! - clock.nowMs() - 30 * DAY_MS) < 60_000);
  await stream.until('package', (data) => data.deviceId === id && data.state === 'active');
  assert.equal(told, [[id, { on: true, daysKept: 7 }]]);
  assert.equal(await stub.cloud.subscriptions.entitlementOf(id), { on: true, daysKept: 7 });
});

test('a payment counts once, however often it is told of', async ({ stub, fresh, told }) => {
  const id = await fresh();
  const { number } = await bought(stub, id, 'week');
  const until = (await packageOf(stub, id)).paidUntilMs;
  const call = () =>
    fetch(`${stub.url}/api/payments/${number}/callback`, {
      method: 'POST',
      body: 'status=paid',
      headers: { 'content-type': 'text/odd' },
    });
  const answers = await Promise.all(Array.from({ length: 10 }, call));
  assert.ok(answers.every(({ status }) => status === 204));
  await decide(stub, number, 'pay');
  assert.is((await packageOf(stub, id)).paidUntilMs, until);
  assert.is(told.length, 1);
});

test('a callback is not believed, and tells nothing about numbers', async ({ stub, fresh }) => {
  const id = await fresh();
  const { order } = await place(stub, id, 'week');
  const call = (number: string) =>
    fetch(`${stub.url}/api/payments/${number}/callback`, {
      method: 'POST',
      body: '{"status":"paid"}',
      headers: { 'content-type': 'application/json' },
    });
  assert.is((await call(order.number)).status, 204);
  assert.is((await stub.get<Order>(`/api/orders/${order.number}`)).status, 'open');
  assert.is((await call('P-AAAAAAAAAAAA')).status, 204);
});

test('refused, given up, replaced by another order', async ({ stub, fresh, clock }) => {
  const id = await fresh();
  const first = (await place(stub, id, 'week')).order.number;
  assert.is((await decide(stub, first, 'refuse')).status, 'refused');
  const second = (await place(stub, id, 'week')).order.number;
  const third = (await place(stub, id, 'month')).order.number;
  assert.is((await stub.get<Order>(`/api/orders/${second}`)).status, 'expired');
  clock.aheadMs = DAY_MS + 60_000;
  await stub.cloud.packageSweep.sweep();
  assert.is((await stub.get<Order>(`/api/orders/${third}`)).status, 'expired');
  assert.is((await packageOf(stub, id)).state, 'none');
  assert.is((await decide(stub, third, 'pay')).status, 'paid', 'money that came late still counts');
  assert.is((await packageOf(stub, id)).product, 'month');
  const { orders } = await stub.get<{ orders: Order[] }>(`/api/devices/${id}/orders`);
  assert.equal(orders.map(({ status }) => status).sort(), ['expired', 'paid', 'refused']);
});

test('a trial costs nothing, and is had once', async ({ stub, fresh, clock }) => {
  const id = await fresh();
  const { order, pay } = await place(stub, id, 'trial');
  assert.equal([order.status, order.amountMinor, pay], ['paid', 0, null]);
  assert.equal((await packageOf(stub, id)).daysKept, 3);
  clock.aheadMs = 100 * DAY_MS;
  for (let i = 0; i < 3; i++) await stub.cloud.packageSweep.sweep();
  clock.aheadMs = 200 * DAY_MS;
  for (let i = 0; i < 3; i++) await stub.cloud.packageSweep.sweep();
  clock.aheadMs = 0; // the sign-in would be over too
  assert.is((await packageOf(stub, id)).state, 'ended');
  assert.equal(await problemOf(await stub.post(`/api/devices/${id}/orders`, { product: 'trial' })), [
    409,
    'trial-used',
  ]);
});

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

test('withdrawn: its clips go at once', async ({ stub, fresh, clock, shelf, told }) => {
  const id = await fresh();
  await bought(stub, id, 'week');
  shelf.clips = clips(id, clock.nowMs(), 0, 1);
  await stub.cloud.subscriptions.withdraw(id);
  assert.equal(told.at(-1), [id, { on: false, daysKept: 0 }]);
  await stub.cloud.packageSweep.sweep();
  assert.equal([shelf.clips.length, (await packageOf(stub, id)).state], [0, 'ended']);
  assert.equal(await deletionsOf(stub, id), [['withdrawn', 2, 2000]]);
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

test('nothing is kept of an order but number, product, amount and status, times and device', async ({
  stub,
}) => {
  const columns = async (table: string) =>
    (
      await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(
        stub.cloud.database.db,
      )
    ).rows
      .map(({ name }) => name)
      .sort();
  assert.equal(await columns('orders'), [
    'amount_minor',
    'changed_ms',
    'created_ms',
    'currency',
    'device_id',
    'number',
    'product',
    'status',
  ]);
  assert.equal(await columns('subscriptions'), [
    'changed_ms',
    'days_kept',
    'device_id',
    'erase_at_ms',
    'paid_until_ms',
    'product',
    'shrink_at_ms',
    'shrink_days',
    'state',
  ]);
  const tables = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(
    stub.cloud.database.db,
  );
  assert.equal(
    tables.rows.map(({ name }) => name).filter((name) => /pay|card|invoice|bill/.test(name)),
    [],
  );
});

test('what cannot be ordered', async ({ stub, fresh }) => {
  const id = await fresh();
  const order = (product: unknown) => stub.post(`/api/devices/${id}/orders`, { product });
  assert.equal(await problemOf(await order('forever')), [404, 'no-such-package']);
  assert.equal(await problemOf(await order("x' or 1")), [400, 'invalid']);
  assert.equal(await problemOf(await stub.post('/api/devices/nobodys-device/orders', { product: 'week' })), [
    404,
    'no-such-device',
  ]);
  assert.equal(await problemOf(await stub.fetch('/api/orders/P-AAAAAAAAAAAA')), [404, 'no-such-order']);
  for (let i = 0; i < 13; i++) await bought(stub, id, 'week');
  assert.equal(await problemOf(await order('week')), [409, 'paid-ahead']);
});

test('without a provider there is the trial and nothing else', async () => {
  const stub = await CloudUnderTest.start();
  try {
    await stub.device('camera-none');
    assert.equal((await stub.get<PackageOffer>('/api/packages')).payment, {
      provider: 'none',
      canOrder: false,
    });
    const order = (product: string) => stub.post('/api/devices/camera-none/orders', { product });
    assert.equal(await problemOf(await order('week')), [409, 'no-payment']);
    assert.is((await order('trial')).status, 200);
    const page = stub.post('/api/test-payments/P-AAAAAAAAAAAA', { decision: 'pay' });
    assert.equal(await problemOf(await page), [404, 'not-found'], 'no test payment without its option');
  } finally {
    await stub.stop();
  }
});

test('a list of packages is read strictly', ({ stub }) => {
  const file = join(stub.folder, 'packages.json');
  const list = [
    { id: 'ten', name: 'Ten days', daysKept: 10, priceMinor: 399, currency: 'CHF', periodDays: 30 },
  ];
  writeFileSync(file, JSON.stringify(list));
  assert.equal(readCatalogue(file), list);
  for (const [wrong, says] of [
    ['[]', /\/: expected array length/],
    ['{', /JSON/],
    [JSON.stringify([{ ...list[0], daysKept: 0, price: 3 }]), /\/0\/price.*\/0\/dayskept|\/0\/daysKept.*/],
    [JSON.stringify([list[0], list[0]]), /same id/],
    [JSON.stringify([list[0], { ...list[0], id: 'b', currency: 'EUR' }]), /more than one currency/],
  ] as const) {
    writeFileSync(file, wrong);
    assert.throws(() => readCatalogue(file), says);
  }
});

test.run();
