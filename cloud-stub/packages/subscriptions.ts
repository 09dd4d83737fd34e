/** What each device's cloud recording is: paid for or not, until when, how long clips are kept. */
import type { Selectable, Updateable } from 'kysely';
import type { Clock } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { DevicePackage, Package } from '../api.ts';
import type { Db } from '../database/database.ts';
import type { SubscriptionTable } from '../database/schema.ts';
import type { Feed } from '../feed.ts';
import { paidUntilMs } from './paid-until.ts';
import { nextState, type SubscriptionEvent } from './subscription-machine.ts';

const DAY_MS = 24 * 3600 * 1000;
/** After a lapse nothing is deleted for so long. */
export const GRACE_DAYS = 7;
/** A smaller package deletes what it no longer holds after so long, which is told when it is ordered. */
export const SHRINK_NOTICE_DAYS = 7;
const PAGE = 500;

/** What a device is told: whether it may send clips, and how long they are kept. */
export interface Entitlement {
  on: boolean;
  daysKept: number;
}

export type Subscription = Selectable<SubscriptionTable>;

export interface SubscriptionsOptions {
  db: () => Db;
  catalogue: readonly Package[];
  feed: Feed;
  clock: Clock;
  log: Logger;
  /** Tells a device, or sees to it that it will be told. What it throws is logged. */
  onEntitlement?: (deviceId: string, entitlement: Entitlement) => Promise<void> | void;
}

export class Subscriptions {
  readonly #options: SubscriptionsOptions;

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
  }

  async of(deviceId: string): Promise<Subscription | null> {
    const rows = this.#db.selectFrom('subscriptions').selectAll().where('device_id', '=', deviceId);
    return (await rows.executeTakeFirst()) ?? null;
  }

  async entitlementOf(deviceId: string): Promise<Entitlement> {
    return toEntitlement(await this.of(deviceId));
  }

  async describe(deviceId: string): Promise<DevicePackage> {
    const row = await this.of(deviceId);
    return {
      deviceId,
      state: row?.state ?? 'none',
      product: row?.product ?? null,
      daysKept: row?.days_kept ?? 0,
      paidUntilMs: row ? Number(row.paid_until_ms) : null,
      eraseAtMs: row?.state === 'grace' && row.erase_at_ms !== null ? Number(row.erase_at_ms) : null,
      shrink:
        row && row.shrink_days !== null
          ? { daysKept: row.shrink_days, atMs: Number(row.shrink_at_ms) }
          : null,
      trialUsed: row !== null,
    };
  }

  /**
   * An order was paid. Part of the transaction that notes the order as paid, so that it happens once;
   * `announce` afterwards.
   */
  async paid(tx: Db, deviceId: string, next: Package): Promise<void> {
    const now = this.#options.clock.nowMs();
    const row = await tx
      .selectFrom('subscriptions')
      .selectAll()
      .where('device_id', '=', deviceId)
      .executeTakeFirst();
    const current = row && { product: this.#package(row.product), paidUntilMs: Number(row.paid_until_ms) };
    const until = paidUntilMs(now, next, current ?? null);
    const paid = {
      state: 'active' as const,
      product: next.id,
      paid_until_ms: until,
      erase_at_ms: null,
      changed_ms: now,
    };
    // What was promised to be there stays until it has been told that it goes.
    const shrinks = row && ['active', 'grace'].includes(row.state) && next.daysKept < row.days_kept;
    const toldAlready = shrinks && row.shrink_days === next.daysKept;
    const kept = !shrinks
      ? { days_kept: next.daysKept, shrink_days: null, shrink_at_ms: null }
      : toldAlready
        ? {}
        : { shrink_days: next.daysKept, shrink_at_ms: now + SHRINK_NOTICE_DAYS * DAY_MS };
    await (row
      ? tx
          .updateTable('subscriptions')
          .set({ ...paid, ...kept })
          .where('device_id', '=', deviceId)
          .execute()
      : tx
          .insertInto('subscriptions')
          .values({
            device_id: deviceId,
            days_kept: next.daysKept,
            shrink_days: null,
            shrink_at_ms: null,
            ...paid,
          })
          .execute());
  }

  /** The household does not want it any more: its clips go at once, and the device sends no more. */
  async withdraw(deviceId: string): Promise<void> {
    const row = await this.of(deviceId);
    if (row) await this.happened(row, 'withdrawn', { erase_at_ms: null });
  }

  /** Something happened to a subscription; only where it is still as `row` says. @returns whether it was */
  async happened(
    row: Subscription,
    event: SubscriptionEvent,
    change: Updateable<SubscriptionTable> = {},
  ): Promise<boolean> {
    const next = nextState(row.state, event);
    if (!next) return false;
    const { numUpdatedRows } = await this.#db
      .updateTable('subscriptions')
      .set({ ...change, state: next.state, changed_ms: this.#options.clock.nowMs() })
      .where('device_id', '=', row.device_id)
      .where('state', '=', row.state)
      .where('paid_until_ms', '=', row.paid_until_ms)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await this.announce(row.device_id, { tell: next.effects.includes('tell') });
    return true;
  }

  /** The smaller package is in force: what it does not hold has been deleted. */
  async shrunk(row: Subscription): Promise<void> {
    await this.#db
      .updateTable('subscriptions')
      .set({ days_kept: row.shrink_days!, shrink_days: null, shrink_at_ms: null })
      .where('device_id', '=', row.device_id)
      .where('shrink_days', '=', row.shrink_days)
      .execute();
    await this.announce(row.device_id, { tell: true });
  }

  /** Tells the household's browsers, and the device when it matters to it. */
  async announce(deviceId: string, options: { tell: boolean }): Promise<void> {
    const device = await this.#db
      .selectFrom('devices')
      .select('household_id')
      .where('id', '=', deviceId)
      .executeTakeFirst();
    const data = await this.describe(deviceId);
    if (device)
      this.#options.feed.publish({ householdId: device.household_id, message: { type: 'package', data } });
    if (options.tell) await this.#tell(deviceId, toEntitlement(await this.of(deviceId)));
  }

  /** All of them, by device; rows that change meanwhile may be as before. */
  async *rows(): AsyncGenerator<Subscription> {
    let after = '';
    for (;;) {
      const rows = await this.#db
        .selectFrom('subscriptions')
        .selectAll()
        .where('device_id', '>', after)
        .orderBy('device_id')
        .limit(PAGE)
        .execute();
      yield* rows;
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.device_id;
    }
  }

  async #tell(deviceId: string, entitlement: Entitlement): Promise<void> {
    try {
      await this.#options.onEntitlement?.(deviceId, entitlement);
    } catch (error) {
      this.#options.log.warn(`${deviceId} could not be told about its cloud recording: ${explain(error)}`);
    }
  }

  #package(id: string): Package | undefined {
    return this.#options.catalogue.find((one) => one.id === id);
  }

  get #db(): Db {
    return this.#options.db();
  }
}

function toEntitlement(row: Subscription | null): Entitlement {
  return { on: row?.state === 'active', daysKept: row?.state === 'active' ? row.days_kept : 0 };
}
