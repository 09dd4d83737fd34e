/** Links that show one item of the album to whoever has them, until they end or are taken back. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { AlbumItem, AlbumLink } from '../api.ts';
import type { Db } from '../database/database.ts';
import type { AlbumLinkTable } from '../database/schema.ts';
import type { Album } from './album.ts';

const DAY_MS = 24 * 3600 * 1000;
export const DEFAULT_LINK_DAYS = 7;
export const MAX_LINK_DAYS = 30;
const MAX_LINKS_PER_ITEM = 20;
/** For so long a link that has ended is still said to have ended; then nobody knows it. */
const REMEMBERED_MS = 30 * DAY_MS;

export type Opened =
  | { state: 'open'; householdId: string; item: AlbumItem; expiresMs: number }
  | { state: 'ended' }
  | { state: 'unknown' };

/** 256 random bits; the database knows only their SHA-256. */
const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url');

export class ShareLinks {
  readonly #db: () => Db;
  readonly #album: Album;
  readonly #clock: Clock;

  constructor(options: { db: () => Db; album: Album; clock: Clock }) {
    this.#db = options.db;
    this.#album = options.album;
    this.#clock = options.clock;
  }

  /**
   * @returns the link and its token, which nobody can tell a second time
   * @throws PupsentryError "no-such-item" or "too-many-links"
   */
  async make(
    householdId: string,
    itemId: string,
    options: { days: number; by: string },
  ): Promise<{ link: AlbumLink; token: string }> {
    await this.#album.get(householdId, itemId);
    const now = this.#clock.nowMs();
    await this.#forgetOld(now);
    const token = randomBytes(32).toString('base64url');
    const row = {
      id: randomUUID(),
      item_id: itemId,
      hash: hashOf(token),
      created_ms: now,
      created_by: options.by,
    };
    const added = await this.#db()
      .transaction()
      .execute(async (tx) => {
        const made = await tx
          .insertInto('album_links')
          .values({ ...row, expires_ms: now + options.days * DAY_MS, opened: 0, opened_ms: null })
          .returningAll()
          .executeTakeFirstOrThrow();
        const { count } = await tx
          .selectFrom('album_links')
          .select((q) => q.fn.countAll<number>().as('count'))
          .where('item_id', '=', itemId)
          .where('expires_ms', '>', now)
          .executeTakeFirstOrThrow();
        if (Number(count) > MAX_LINKS_PER_ITEM)
          throw new PupsentryError(
            'too-many-links',
            `It has ${MAX_LINKS_PER_ITEM} links already. End one first.`,
          );
        return made;
      });
    await this.#album.announce(householdId, itemId);
    return { link: toLink(added), token };
  }

  /** Those that still lead somewhere, newest first. @throws PupsentryError "no-such-item" */
  async list(householdId: string, itemId: string): Promise<AlbumLink[]> {
    await this.#album.get(householdId, itemId);
    const rows = await this.#db()
      .selectFrom('album_links')
      .selectAll()
      .where('item_id', '=', itemId)
      .where('expires_ms', '>', this.#clock.nowMs())
      .orderBy('created_ms', 'desc')
      .orderBy('id')
      .limit(MAX_LINKS_PER_ITEM)
      .execute();
    return rows.map(toLink);
  }

  /** At once; one that is not there is fine. @throws PupsentryError "no-such-item" */
  async revoke(householdId: string, itemId: string, linkId: string): Promise<void> {
    await this.#album.get(householdId, itemId);
    await this.#db()
      .deleteFrom('album_links')
      .where('item_id', '=', itemId)
      .where('id', '=', linkId)
      .execute();
    await this.#album.announce(householdId, itemId);
  }

  /** @param options.counts it is somebody opening the page, not a part of it being fetched */
  async open(token: string, options: { counts: boolean }): Promise<Opened> {
    const found = await this.#db()
      .selectFrom('album_links')
      .innerJoin('album_items', 'album_items.id', 'album_links.item_id')
      .select([
        'album_links.id',
        'album_links.expires_ms',
        'album_items.household_id',
        'album_items.id as item_id',
      ])
      .where('hash', '=', hashOf(token))
      .executeTakeFirst();
    if (!found) return { state: 'unknown' };
    const now = this.#clock.nowMs();
    const expiresMs = Number(found.expires_ms);
    if (expiresMs <= now) return { state: 'ended' };
    if (options.counts)
      await this.#db()
        .updateTable('album_links')
        .set((row) => ({ opened: row('opened', '+', 1), opened_ms: now }))
        .where('id', '=', found.id)
        .execute();
    const item = await this.#album.get(found.household_id, found.item_id);
    return { state: 'open', householdId: found.household_id, item, expiresMs };
  }

  async #forgetOld(now: number): Promise<void> {
    await this.#db()
      .deleteFrom('album_links')
      .where('expires_ms', '<', now - REMEMBERED_MS)
      .execute();
  }
}

function toLink(row: Selectable<AlbumLinkTable>): AlbumLink {
  return {
    id: row.id,
    by: row.created_by,
    createdMs: Number(row.created_ms),
    expiresMs: Number(row.expires_ms),
    opened: row.opened,
    openedMs: row.opened_ms === null ? null : Number(row.opened_ms),
  };
}
