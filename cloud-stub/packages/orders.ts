/** Orders of packages. Of an order the stub keeps its number, product, amount and status, and nothing about who paid how. */
import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Clock } from '#kit/clock.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Device, Order, Package } from '../api.ts';
import type { Db } from '../database/database.ts';
import type { OrderTable } from '../database/schema.ts';
import type { PaymentProvider } from './payment-provider.ts';
import type { Subscriptions } from './subscriptions.ts';

const DAY_MS = 24 * 3600 * 1000;
/** An order nobody pays is over by then. */
const OPEN_MS = DAY_MS;
/** Nobody pays for more than this ahead. */
const MAX_AHEAD_MS = 365 * DAY_MS;
const MAX_EXPIRED_PER_SWEEP = 100;
/** No letters that look like others: people read it out. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

export interface OrdersOptions {
  db: () => Db;
  catalogue: readonly Package[];
  payment: PaymentProvider;
  subscriptions: Subscriptions;
  clock: Clock;
  log: Logger;
}

export class Orders {
  readonly #options: OrdersOptions;

  constructor(options: OrdersOptions) {
    this.#options = options;
  }

  /**
   * Orders a package for a device. An order for it that is still open ends.
   * @returns where to pay; null when it costs nothing and is in force already
   * @throws PupsentryError "no-such-package", "trial-used", "no-payment", "paid-ahead" or "payment-failed"
   */
  async place(
    device: Pick<Device, 'id' | 'name'>,
    product: string,
  ): Promise<{ order: Order; pay: string | null }> {
    const { catalogue, payment, subscriptions, clock } = this.#options;
    const chosen = catalogue.find(({ id }) => id === product);
    if (!chosen) throw new PupsentryError('no-such-package', 'There is no such package.');
    const { state, trialUsed, paidUntilMs } = await subscriptions.describe(device.id);
    const free = chosen.priceMinor === 0;
    if (free && trialUsed) throw new PupsentryError('trial-used', `${device.name} has had its trial.`);
    if (!free && !payment.canOrder)
      throw new PupsentryError('no-payment', 'Payment is not set up at this cloud.');
    const now = clock.nowMs();
    if (state === 'active' && paidUntilMs! > now + MAX_AHEAD_MS)
      throw new PupsentryError('paid-ahead', `${device.name} is paid for more than a year ahead.`);
    await this.#end(device.id);
    const number = newNumber();
    const row = {
      number,
      device_id: device.id,
      product,
      amount_minor: chosen.priceMinor,
      currency: chosen.currency,
    };
    const values = { ...row, status: 'open' as const, created_ms: now, changed_ms: now };
    await this.#db.insertInto('orders').values(values).execute();
    if (free) {
      await this.#paid(number);
      return { order: (await this.get(number))!, pay: null };
    }
    const description = `Cloud recording, ${chosen.name}, ${device.name}`;
    const toPay = { number, description, amountMinor: chosen.priceMinor, currency: chosen.currency };
    try {
      const { url } = await payment.begin(toPay);
      return { order: (await this.get(number))!, pay: url };
    } catch (cause) {
      await this.#set(number, 'refused');
      const message = `The payment could not begin: ${explain(cause)}`;
      throw new PupsentryError('payment-failed', message, '', { cause });
    }
  }

  /**
   * Looks at the provider how a payment stands, and acts on it. As often as anybody likes: a payment counts once.
   * @returns the order as it is now, or null when there is none of this number
   */
  async settle(number: string): Promise<Order | null> {
    const order = await this.get(number);
    if (!order || order.status === 'paid') return order;
    const status = await this.#options.payment.status(number);
    // Money that came counts, also when the order was given up here.
    if (status === 'paid') await this.#paid(number);
    else if (status === 'refused' && order.status === 'open') await this.#set(number, 'refused');
    return this.get(number);
  }

  async get(number: string): Promise<Order | null> {
    const row = await this.#db
      .selectFrom('orders')
      .selectAll()
      .where('number', '=', number)
      .executeTakeFirst();
    return row ? toOrder(row) : null;
  }

  /** Newest first. @returns null when `before` is no cursor of ours */
  async page(
    deviceId: string,
    query: { limit: number; before?: string },
  ): Promise<{ orders: Order[]; next: string | null } | null> {
    let rows = this.#db.selectFrom('orders').selectAll().where('device_id', '=', deviceId);
    if (query.before !== undefined) {
      const cursor = /^(\d{1,16})_(P-[A-Z0-9]{12})$/.exec(query.before);
      if (!cursor) return null;
      const [atMs, number] = [Number(cursor[1]), cursor[2]!];
      rows = rows.where((w) =>
        w.or([w('created_ms', '<', atMs), w.and([w('created_ms', '=', atMs), w('number', '<', number)])]),
      );
    }
    const found = await rows
      .orderBy('created_ms', 'desc')
      .orderBy('number', 'desc')
      .limit(query.limit + 1)
      .execute();
    const orders = found.slice(0, query.limit).map(toOrder);
    const last = orders.at(-1);
    return { orders, next: last && found.length > query.limit ? `${last.createdMs}_${last.number}` : null };
  }

  /** Ends orders nobody paid, after asking once more. */
  async expire(): Promise<void> {
    const before = this.#options.clock.nowMs() - OPEN_MS;
    const old = await this.#db
      .selectFrom('orders')
      .select('number')
      .where('status', '=', 'open')
      .where('created_ms', '<', before)
      .orderBy('created_ms')
      .limit(MAX_EXPIRED_PER_SWEEP)
      .execute();
    for (const { number } of old) {
      const order = await this.settle(number);
      if (order?.status === 'open') await this.#set(number, 'expired');
    }
  }

  async #paid(number: string): Promise<void> {
    const { catalogue, subscriptions, clock } = this.#options;
    const deviceId = await this.#db.transaction().execute(async (tx) => {
      const paid = await tx
        .updateTable('orders')
        .set({ status: 'paid', changed_ms: clock.nowMs() })
        .where('number', '=', number)
        .where('status', '!=', 'paid')
        .returning(['device_id', 'product'])
        .executeTakeFirst();
      if (!paid?.device_id) return null; // counted already, or the device has left
      const chosen = catalogue.find(({ id }) => id === paid.product);
      if (!chosen) throw new Error(`order ${number} is for "${paid.product}", which is not offered any more`);
      await subscriptions.paid(tx, paid.device_id, chosen);
      return paid.device_id;
    });
    if (deviceId) await subscriptions.announce(deviceId, { tell: true });
  }

  #end(deviceId: string): Promise<unknown> {
    return this.#db
      .updateTable('orders')
      .set({ status: 'expired', changed_ms: this.#options.clock.nowMs() })
      .where('device_id', '=', deviceId)
      .where('status', '=', 'open')
      .execute();
  }

  #set(number: string, status: 'refused' | 'expired'): Promise<unknown> {
    return this.#db
      .updateTable('orders')
      .set({ status, changed_ms: this.#options.clock.nowMs() })
      .where('number', '=', number)
      .where('status', '=', 'open')
      .execute();
  }

  get #db(): Db {
    return this.#options.db();
  }
}

/** 58 random bits: it is no secret, but nobody should stumble over another's. */
function newNumber(): string {
  return `P-${[...randomBytes(12)].map((byte) => LETTERS[byte % LETTERS.length]).join('')}`;
}

function toOrder(row: Selectable<OrderTable>): Order {
  return {
    number: row.number,
    deviceId: row.device_id,
    product: row.product,
    amountMinor: row.amount_minor,
    currency: row.currency,
    status: row.status,
    createdMs: Number(row.created_ms),
    changedMs: Number(row.changed_ms),
  };
}
