/** Cloud recording through the real door, with a clock that is set ahead and a shelf of clips in memory. */
import type { Test } from 'uvu';
import type { ClipDeletion, DevicePackage, Order, Problem } from '../api.ts';
import { ClockUnderTest } from '../testing/clock-under-test.ts';
import { CloudUnderTest } from '../testing/cloud-under-test.ts';
import { FakePackageClips } from './fake-package-clips.ts';
import type { Entitlement } from './subscriptions.ts';
import { TestPayment } from './test-payment.ts';

export const DAY_MS = 24 * 3600 * 1000;

export interface PackagesUnderTest {
  stub: CloudUnderTest;
  clock: ClockUnderTest;
  shelf: FakePackageClips;
  told: [string, Entitlement][];
  /** A device of its own for a test. */
  fresh: () => Promise<string>;
}

/** Gives each test of a suite one stub, with nothing left of the test before. */
export function withPackages(test: Test<PackagesUnderTest>): void {
  test.before(async (context) => {
    const { clock, shelf, told } = Object.assign(context, {
      clock: new ClockUnderTest(),
      shelf: new FakePackageClips(),
      told: [] as PackagesUnderTest['told'],
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
}

export async function problemOf(response: Response): Promise<[status: number, code: string]> {
  return [response.status, ((await response.json()) as Problem).code];
}

export function packageOf(stub: CloudUnderTest, id: string): Promise<DevicePackage> {
  return stub.get<DevicePackage>(`/api/devices/${id}/package`);
}

export async function place(
  stub: CloudUnderTest,
  id: string,
  product: string,
): Promise<{ order: Order; pay: string | null }> {
  const response = await stub.post(`/api/devices/${id}/orders`, { product });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as { order: Order; pay: string | null };
}

export async function decide(
  stub: CloudUnderTest,
  number: string,
  decision: 'pay' | 'refuse',
): Promise<Order> {
  return (await (await stub.post(`/api/test-payments/${number}`, { decision })).json()) as Order;
}

export async function bought(stub: CloudUnderTest, id: string, product: string): Promise<Order> {
  return decide(stub, (await place(stub, id, product)).order.number, 'pay');
}

export function clips(deviceId: string, now: number, ...agesDays: number[]): FakePackageClips['clips'] {
  return agesDays.map((age) => ({ deviceId, startedMs: now - age * DAY_MS, bytes: 1000 }));
}

export async function deletionsOf(stub: CloudUnderTest, id: string): Promise<[string, number, number][]> {
  const { deletions } = await stub.get<{ deletions: ClipDeletion[] }>(`/api/devices/${id}/deletions`);
  return deletions.map(({ reason, clips, bytes }) => [reason, clips, bytes]);
}
