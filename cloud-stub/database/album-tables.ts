/** The album's tables. */
import type { Kysely, Migration } from 'kysely';

export const albumTables: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('album_items')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('household_id', 'text', (c) => c.notNull().references('households.id').onDelete('cascade'))
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('device_id', 'text', (c) => c.notNull())
      .addColumn('device_name', 'text', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('event_id', 'text')
      .addColumn('origin', 'text')
      .addColumn('taken_ms', 'bigint', (c) => c.notNull())
      .addColumn('kept_ms', 'bigint', (c) => c.notNull())
      .addColumn('kept_by', 'text', (c) => c.notNull())
      .addColumn('caption', 'text', (c) => c.notNull().defaultTo(''))
      .addColumn('favourite', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('bytes', 'bigint', (c) => c.notNull())
      .addColumn('width', 'integer')
      .addColumn('height', 'integer')
      .addColumn('duration_ms', 'bigint')
      .addColumn('thumbnail', 'integer', (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('album_newest')
      .on('album_items')
      .columns(['household_id', 'taken_ms', 'id'])
      .execute();
    // Where origin is null, rows are never the same: so in SQLite and in PostgreSQL.
    await db.schema
      .createIndex('album_once')
      .on('album_items')
      .columns(['household_id', 'origin'])
      .unique()
      .execute();
    await db.schema
      .createTable('album_links')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('item_id', 'text', (c) => c.notNull().references('album_items.id').onDelete('cascade'))
      .addColumn('hash', 'text', (c) => c.notNull().unique())
      .addColumn('created_ms', 'bigint', (c) => c.notNull())
      .addColumn('created_by', 'text', (c) => c.notNull())
      .addColumn('expires_ms', 'bigint', (c) => c.notNull())
      .addColumn('opened', 'integer', (c) => c.notNull())
      .addColumn('opened_ms', 'bigint')
      .execute();
    await db.schema
      .createIndex('album_links_of')
      .on('album_links')
      .columns(['item_id', 'expires_ms'])
      .execute();
  },
};
