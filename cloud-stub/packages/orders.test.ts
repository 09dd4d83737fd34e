/** Packages on offer, ordered and paid through the real door. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sql } from 'kysely';
import type { Order, PackageOffer } from '../api.ts';
import { CloudUnderTest } from '../testing/cloud-under-test.ts';
import {
  DAY_MS,
  bought,
  decide,
  packageOf,
  place,
  problemOf,
  withPackages,
  type PackagesUnderTest,
} from './packages-under-test.ts';

const test = suite<PackagesUnderTest>('orders of packages');
withPackages(test);

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

test.run();
