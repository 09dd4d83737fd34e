/** How the tables came to be, step by step. A step that has been released is never edited. */
import type { Kysely, Migration } from 'kysely';
import { clipTables } from './clip-tables.ts';
import { albumTables } from './album-tables.ts';
import { packageTables } from './package-tables.ts';

const first: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('meta')
      .addColumn('key', 'text', (c) => c.primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('households')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('created_ms', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('users')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('household_id', 'text', (c) => c.notNull().references('households.id').onDelete('cascade'))
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('created_ms', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('sign_in_tokens')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('expires_ms', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('sessions')
      .addColumn('hash', 'text', (c) => c.primaryKey())
      .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
      .addColumn('created_ms', 'bigint', (c) => c.notNull())
      .addColumn('expires_ms', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('devices')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('household_id', 'text', (c) => c.notNull().references('households.id').onDelete('cascade'))
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('product', 'text', (c) => c.notNull())
      .addColumn('online', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('since_ms', 'bigint', (c) => c.notNull())
      .addColumn('state', 'text')
      .addColumn('picture_ms', 'bigint')
      .addColumn('settings_revision', 'bigint', (c) => c.notNull().defaultTo(0))
      .addColumn('wishes', 'text', (c) => c.notNull().defaultTo('{}'))
      .execute();
    await db.schema
      .createTable('events')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('device_id', 'text', (c) => c.notNull().references('devices.id').onDelete('cascade'))
      .addColumn('household_id', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('started_ms', 'bigint', (c) => c.notNull())
      .addColumn('ended_ms', 'bigint')
      .addColumn('presses', 'integer', (c) => c.notNull())
      .addColumn('late', 'integer', (c) => c.notNull())
      .addColumn('received_ms', 'bigint', (c) => c.notNull())
      .addColumn('snapshot', 'integer', (c) => c.notNull())
      .addColumn('seen', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema
      .createIndex('events_newest')
      .on('events')
      .columns(['household_id', 'started_ms', 'id'])
      .execute();
    await db.schema.createIndex('events_unseen').on('events').columns(['household_id', 'seen']).execute();
    await db.schema
      .createTable('event_messages')
      .addColumn('device_id', 'text', (c) => c.notNull())
      .addColumn('boot_epoch', 'bigint', (c) => c.notNull())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .addColumn('received_ms', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('event_messages_once', ['device_id', 'boot_epoch', 'seq'])
      .execute();
    await db.schema.createIndex('event_messages_age').on('event_messages').column('received_ms').execute();
  },
};

/** What the alarms say of an event. */
const alarms: Migration = {
  async up(db: Kysely<unknown>) {
    const text = (name: string) =>
      db.schema
        .alterTable('events')
        .addColumn(name, 'text', (c) => c.notNull().defaultTo('[]'))
        .execute();
    const time = (name: string) => db.schema.alterTable('events').addColumn(name, 'bigint').execute();
    // One column at a time: SQLite adds no more.
    await text('labels');
    await text('zones');
    await db.schema
      .alterTable('events')
      .addColumn('peak', 'double precision', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema
      .alterTable('events')
      .addColumn('quiet', 'integer', (c) => c.notNull().defaultTo(0))
      .execute();
    for (const name of ['clip_from_ms', 'clip_to_ms', 'snapshot_ms']) await time(name);
  },
};

export const MIGRATIONS: Record<string, Migration> = {
  '0001-first': first,
  '0002-alarms': alarms,
  '0003-clips': clipTables,
  '0004-album': albumTables,
  '0005-packages': packageTables,
};
