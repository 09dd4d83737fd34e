/** Clips in the cloud, sealed: what the stub knows of them, and for whom they are sealed. */
import type { Kysely, Migration } from 'kysely';

export const clipTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('clips')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('device_id', 'text', (c) => c.notNull().references('devices.id').onDelete('cascade'))
      .addColumn('household_id', 'text', (c) => c.notNull())
      .addColumn('event_id', 'text', (c) => c.notNull())
      .addColumn('created_ms', 'bigint', (c) => c.notNull())
      .addColumn('bytes', 'bigint', (c) => c.notNull())
      .addColumn('head_bytes', 'integer', (c) => c.notNull())
      .addColumn('head_digest', 'text', (c) => c.notNull())
      .addColumn('segments', 'integer', (c) => c.notNull())
      .addColumn('segment_bytes', 'integer', (c) => c.notNull())
      .addColumn('received', 'integer', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('grown_ms', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('clips_newest')
      .on('clips')
      .columns(['device_id', 'created_ms', 'id'])
      .execute();
    await db.schema.createIndex('clips_state').on('clips').columns(['state', 'grown_ms']).execute();
    await db.schema
      .createTable('household_keys')
      .addColumn('household_id', 'text', (c) =>
        c.primaryKey().references('households.id').onDelete('cascade'),
      )
      .addColumn('revision', 'bigint', (c) => c.notNull())
      .addColumn('list', 'text', (c) => c.notNull())
      .execute();
  },
};
