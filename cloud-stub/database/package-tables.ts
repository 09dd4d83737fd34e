/** The tables of cloud recording: orders, what they pay for, and what was deleted. */
import type { Kysely, Migration } from 'kysely';

export const packageTables: Migration = {
  async up(db: Kysely<unknown>) {
    // Of an order nothing else is kept; a test holds that.
    await db.schema
      .createTable('orders')
      .addColumn('number', 'text', (c) => c.primaryKey())
      .addColumn('device_id', 'text', (c) => c.references('devices.id').onDelete('set null'))
      .addColumn('product', 'text', (c) => c.notNull())
      .addColumn('amount_minor', 'integer', (c) => c.notNull())
      .addColumn('currency', 'text', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('created_ms', 'bigint', (c) => c.notNull())
      .addColumn('changed_ms', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema.createIndex('orders_of').on('orders').columns(['device_id', 'created_ms']).execute();
    await db.schema.createIndex('orders_open').on('orders').columns(['status', 'created_ms']).execute();
    await db.schema
      .createTable('subscriptions')
      .addColumn('device_id', 'text', (c) => c.primaryKey().references('devices.id').onDelete('cascade'))
      .addColumn('product', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('days_kept', 'integer', (c) => c.notNull())
      .addColumn('paid_until_ms', 'bigint', (c) => c.notNull())
      .addColumn('erase_at_ms', 'bigint')
      .addColumn('shrink_days', 'integer')
      .addColumn('shrink_at_ms', 'bigint')
      .addColumn('changed_ms', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('clip_deletions')
      .addColumn('device_id', 'text', (c) => c.notNull().references('devices.id').onDelete('cascade'))
      .addColumn('day', 'integer', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('first_ms', 'bigint', (c) => c.notNull())
      .addColumn('last_ms', 'bigint', (c) => c.notNull())
      .addColumn('clips', 'integer', (c) => c.notNull())
      .addColumn('bytes', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('clip_deletions_once', ['device_id', 'day', 'reason'])
      .execute();
  },
};
