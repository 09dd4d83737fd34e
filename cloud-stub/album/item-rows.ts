/** Items of the album as the table has them, read into the shape of api.ts. */
import type { SelectQueryBuilder, Selectable } from 'kysely';
import type { AlbumItem } from '../api.ts';
import type { Db } from '../database/database.ts';
import type { AlbumItemTable, Tables } from '../database/schema.ts';

type Rows = SelectQueryBuilder<Tables, 'album_items', Selectable<AlbumItemTable> & { links: number | null }>;

/** Newest first. @param choose narrows what is read */
export async function itemsOf(db: Db, nowMs: number, choose: (rows: Rows) => Rows): Promise<AlbumItem[]> {
  const rows: Rows = db
    .selectFrom('album_items')
    .selectAll('album_items')
    .select((q) =>
      q
        .selectFrom('album_links')
        .select((of) => of.fn.countAll<number>().as('links'))
        .whereRef('album_links.item_id', '=', 'album_items.id')
        .where('album_links.expires_ms', '>', nowMs)
        .as('links'),
    )
    .orderBy('taken_ms', 'desc')
    .orderBy('id', 'desc');
  return (await choose(rows).execute()).map(toItem);
}

export function rowsBefore(rows: Rows, cursor: { takenMs: number; id: string }): Rows {
  return rows.where((w) =>
    w.or([
      w('taken_ms', '<', cursor.takenMs),
      w.and([w('taken_ms', '=', cursor.takenMs), w('id', '<', cursor.id)]),
    ]),
  );
}

/** @returns null for what is no cursor of ours */
export function readAlbumCursor(text: string): { takenMs: number; id: string } | null {
  const match = /^(\d{1,16})_([0-9a-f-]{36})$/.exec(text);
  return match ? { takenMs: Number(match[1]), id: match[2]! } : null;
}

export async function usageOf(db: Db, householdId: string): Promise<{ items: number; bytes: number }> {
  const { items, bytes } = await db
    .selectFrom('album_items')
    .select((q) => [q.fn.countAll<number>().as('items'), q.fn.sum<number | null>('bytes').as('bytes')])
    .where('household_id', '=', householdId)
    .executeTakeFirstOrThrow();
  return { items: Number(items), bytes: Number(bytes ?? 0) };
}

function toItem(row: Selectable<AlbumItemTable> & { links: number | null }): AlbumItem {
  return {
    id: row.id,
    kind: row.kind,
    deviceId: row.device_id,
    deviceName: row.device_name,
    source: row.source,
    eventId: row.event_id,
    takenMs: Number(row.taken_ms),
    keptMs: Number(row.kept_ms),
    keptBy: row.kept_by,
    caption: row.caption,
    favourite: row.favourite === 1,
    bytes: Number(row.bytes),
    width: row.width,
    height: row.height,
    durationMs: row.duration_ms === null ? null : Number(row.duration_ms),
    thumbnail: row.thumbnail === 1,
    links: Number(row.links ?? 0),
  };
}
