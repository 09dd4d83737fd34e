/** The devices of the households, as last heard of. */
import type { Selectable } from 'kysely';
import type { Clock } from '#kit/clock.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Device, DeviceState, DeviceTelemetry } from '../api.ts';
import type { Db } from '../database/database.ts';
import type { DeviceTable } from '../database/schema.ts';
import type { Feed } from '../feed.ts';

/** More than this are not taken in: certificates are ours, but a broker of others may let anyone speak. */
const MAX_DEVICES = 10_000;

/** As an older stub may have stored it: without a word of updates. */
type StoredState = Omit<DeviceState, 'update'> & Partial<Pick<DeviceState, 'update'>>;

export interface NewDevice {
  id: string;
  name?: string;
  product?: Device['product'];
}

export class Devices {
  readonly #db: () => Db;
  readonly #accounts: Accounts;
  readonly #feed: Feed;
  readonly #clock: Clock;
  /** Device id to household, of those in the table. */
  readonly #households = new Map<string, string>();
  /** Figures of the last minute are not worth a write to disk. */
  readonly #telemetry = new Map<string, DeviceTelemetry>();

  constructor(options: { db: () => Db; accounts: Accounts; feed: Feed; clock: Clock }) {
    this.#db = options.db;
    this.#accounts = options.accounts;
    this.#feed = options.feed;
    this.#clock = options.clock;
  }

  /**
   * Makes sure that the table has this device.
   * @returns its household, or null when there are too many devices
   */
  async ensure(device: NewDevice): Promise<string | null> {
    const known = this.#households.get(device.id);
    if (known) return known;
    const { householdId } = await this.#accounts.home();
    const { count } = await this.#db()
      .selectFrom('devices')
      .select((q) => q.fn.countAll<number>().as('count'))
      .where('id', '!=', device.id)
      .executeTakeFirstOrThrow();
    if (Number(count) >= MAX_DEVICES) return null;
    await this.#db()
      .insertInto('devices')
      .values({
        id: device.id,
        household_id: householdId,
        name: device.name ?? device.id,
        product: device.product ?? 'doorbell',
        since_ms: this.#clock.nowMs(),
      })
      .onConflict((c) => c.doNothing())
      .execute();
    const row = await this.#row(device.id);
    this.#households.set(device.id, row!.household_id);
    return row!.household_id;
  }

  async list(householdId: string): Promise<Device[]> {
    const rows = await this.#db()
      .selectFrom('devices')
      .selectAll()
      .where('household_id', '=', householdId)
      .orderBy('name')
      .orderBy('id')
      .limit(MAX_DEVICES)
      .execute();
    return rows.map((row) => this.#toDevice(row));
  }

  async get(householdId: string, id: string): Promise<Device | null> {
    const row = await this.#row(id);
    return row?.household_id === householdId ? this.#toDevice(row) : null;
  }

  async idsOnline(): Promise<string[]> {
    const rows = await this.#db().selectFrom('devices').select('id').where('online', '=', 1).execute();
    return rows.map(({ id }) => id);
  }

  async setOnline(id: string, online: boolean): Promise<void> {
    const { numUpdatedRows } = await this.#db()
      .updateTable('devices')
      .set({ online: online ? 1 : 0, since_ms: this.#clock.nowMs() })
      .where('id', '=', id)
      .where('online', '=', online ? 0 : 1)
      .executeTakeFirst();
    if (!online) this.#telemetry.delete(id);
    if (numUpdatedRows > 0n) await this.announce(id);
  }

  /** @param about.name what the device calls itself, followed here */
  async setState(
    id: string,
    state: DeviceState,
    about: { name: string | null; product: Device['product'] | null },
  ): Promise<void> {
    await this.#db()
      .updateTable('devices')
      .set({
        state: JSON.stringify(state),
        ...(about.name && { name: about.name }),
        ...(about.product && { product: about.product }),
      })
      .where('id', '=', id)
      .execute();
    await this.announce(id);
  }

  async setPicture(id: string, pictureMs: number): Promise<void> {
    await this.#db().updateTable('devices').set({ picture_ms: pictureMs }).where('id', '=', id).execute();
    await this.announce(id);
  }

  setTelemetry(id: string, householdId: string, telemetry: DeviceTelemetry): void {
    this.#telemetry.set(id, telemetry);
    this.#feed.publish({
      householdId,
      message: { type: 'telemetry', data: { deviceId: id, telemetry } },
    });
  }

  /** Tells the household's browsers how the device is now. */
  async announce(id: string): Promise<void> {
    const row = await this.#row(id);
    if (!row) return;
    const message = { type: 'device' as const, data: this.#toDevice(row) };
    this.#feed.publish({ householdId: row.household_id, message });
  }

  #row(id: string): Promise<Selectable<DeviceTable> | undefined> {
    return this.#db().selectFrom('devices').selectAll().where('id', '=', id).executeTakeFirst();
  }

  #toDevice(row: Selectable<DeviceTable>): Device {
    return {
      id: row.id,
      name: row.name,
      product: row.product,
      online: row.online === 1,
      sinceMs: Number(row.since_ms),
      state: row.state === null ? null : { update: null, ...(JSON.parse(row.state) as StoredState) },
      telemetry: this.#telemetry.get(row.id) ?? null,
      pictureMs: row.picture_ms === null ? null : Number(row.picture_ms),
    };
  }
}
