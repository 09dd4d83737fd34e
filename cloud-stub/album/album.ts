/** What a household chose to keep: pictures and clips, until somebody deletes them. */
import { randomUUID } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Insertable, Updateable } from 'kysely';
import type { Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { AlbumItem, AlbumPage, AlbumUsage } from '../api.ts';
import type { Db } from '../database/database.ts';
import type { AlbumItemTable } from '../database/schema.ts';
import type { Feed } from '../feed.ts';
import { AlbumFiles, type AlbumKind, type ItemName } from './album-files.ts';
import { checkMp4 } from './check-mp4.ts';
import { cleanJpeg } from './clean-jpeg.ts';
import { itemsOf, readAlbumCursor, rowsBefore, usageOf } from './item-rows.ts';
import { receiveUpload, tooLarge } from './receive-upload.ts';
import { Thumbnailer } from './thumbnailer.ts';

export const ALBUM_LIMITS = {
  pictureBytes: 8 * 1024 ** 2,
  clipBytes: 64 * 1024 ** 2,
  /** Of a household. */
  items: 2000,
  bytes: 5e9,
  /** At the same time, of all households. */
  uploads: 4,
};

/** What is said of a picture or clip when it is kept. */
export interface About {
  householdId: string;
  deviceId: string;
  deviceName: string;
  source: AlbumItem['source'];
  eventId: string | null;
  takenMs: number;
  /** Name of the person. */
  keptBy: string;
  /** What it is a copy of: the same is kept once. Null: always something new. */
  origin: string | null;
}

/** What only the browser knows of a clip. */
export interface ClipFigures {
  width?: number;
  height?: number;
  durationMs?: number;
}

export interface AlbumOptions {
  db: () => Db;
  folder: string;
  feed: Feed;
  clock: Clock;
  log: Logger;
  limits?: Partial<typeof ALBUM_LIMITS>;
}

export class Album implements Service {
  readonly name = 'album';
  readonly files: AlbumFiles;
  readonly #options: AlbumOptions;
  readonly #limits: typeof ALBUM_LIMITS;
  readonly #thumbnailer = new Thumbnailer();
  #uploads = 0;

  constructor(options: AlbumOptions) {
    this.#options = options;
    this.#limits = { ...ALBUM_LIMITS, ...options.limits };
    this.files = new AlbumFiles(options);
  }

  async start(): Promise<void> {
    await this.#thumbnailer.start();
    await this.files.open();
    const known = async (householdId: string) => {
      const rows = await this.#db
        .selectFrom('album_items')
        .select('id')
        .where('household_id', '=', householdId)
        .execute();
      return new Set(rows.map(({ id }) => id));
    };
    const removed = await this.files.sweepOrphans(known);
    if (removed > 0)
      this.#options.log.info(`${removed} files of the album belonged to nothing and were removed`);
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  /**
   * Takes in what a browser sends.
   * @throws PupsentryError "bad-media", "too-large", "too-slow", "busy", "album-full" or "storage-full"
   */
  async upload(kind: AlbumKind, body: Readable, about: About, figures: ClipFigures = {}): Promise<AlbumItem> {
    await this.#mustHaveRoom(about.householdId);
    if (kind === 'picture')
      return this.#receive(body, this.#limits.pictureBytes, async (path) =>
        this.keepPicture(await readFile(path), about),
      );
    return this.#receive(body, this.#limits.clipBytes, (path, bytes) =>
      this.#keepClip(path, bytes, about, figures),
    );
  }

  /** @throws PupsentryError "bad-media", "too-large", "album-full" or "storage-full" */
  async keepPicture(jpeg: Buffer, about: About): Promise<AlbumItem> {
    if (jpeg.length > this.#limits.pictureBytes) throw tooLarge(this.#limits.pictureBytes);
    const clean = cleanJpeg(jpeg).bytes;
    const thumbnail = await this.#thumbnailer.make(clean);
    const name = this.#newName(about.householdId, 'picture');
    const { width, height } = thumbnail;
    const bytes = clean.length + thumbnail.jpeg.length;
    return this.#keep(name, about, { bytes, width, height, duration_ms: null, thumbnail: 1 }, async () => {
      await this.files.write(name, 'file', clean);
      await this.files.write(name, 'thumbnail', thumbnail.jpeg);
    });
  }

  /** The picture of a clip in lists: a frame of it, drawn by the browser that kept it. */
  async setThumbnail(householdId: string, id: string, body: Readable): Promise<AlbumItem> {
    const item = await this.get(householdId, id);
    if (item.kind !== 'clip' || item.thumbnail)
      throw new PupsentryError('thumbnail-there', 'It has its thumbnail already.');
    const thumbnail = await this.#receive(body, this.#limits.pictureBytes, async (path) =>
      this.#thumbnailer.make(cleanJpeg(await readFile(path)).bytes),
    );
    await this.files.write({ householdId, id, kind: 'clip' }, 'thumbnail', thumbnail.jpeg);
    return this.#change(householdId, id, { thumbnail: 1, bytes: item.bytes + thumbnail.jpeg.length });
  }

  /** @throws PupsentryError "no-such-item" */
  async get(householdId: string, id: string): Promise<AlbumItem> {
    const [item] = await itemsOf(this.#db, this.#options.clock.nowMs(), (rows) =>
      rows.where('album_items.household_id', '=', householdId).where('album_items.id', '=', id),
    );
    if (!item) throw new PupsentryError('no-such-item', 'This is not in the album any more.');
    return item;
  }

  /** Newest first by when it was taken. @returns null when `before` is no cursor of ours */
  async page(
    householdId: string,
    query: { limit: number; before?: string; favourites?: boolean; kind?: AlbumKind },
  ): Promise<AlbumPage | null> {
    const cursor = query.before === undefined ? undefined : readAlbumCursor(query.before);
    if (cursor === null) return null;
    const found = await itemsOf(this.#db, this.#options.clock.nowMs(), (rows) => {
      let of = rows.where('album_items.household_id', '=', householdId).limit(query.limit + 1);
      if (query.favourites) of = of.where('favourite', '=', 1);
      if (query.kind) of = of.where('kind', '=', query.kind);
      return cursor ? rowsBefore(of, cursor) : of;
    });
    const items = found.slice(0, query.limit);
    const last = items.at(-1);
    const next = last && found.length > query.limit ? `${last.takenMs}_${last.id}` : null;
    return { items, next, usage: await this.usage(householdId) };
  }

  async usage(householdId: string): Promise<AlbumUsage> {
    const { items, bytes } = this.#limits;
    return { ...(await usageOf(this.#db, householdId)), maxItems: items, maxBytes: bytes };
  }

  /** @throws PupsentryError "no-such-item" */
  change(
    householdId: string,
    id: string,
    change: { favourite?: boolean; caption?: string },
  ): Promise<AlbumItem> {
    return this.#change(householdId, id, {
      ...(change.favourite !== undefined && { favourite: change.favourite ? 1 : 0 }),
      ...(change.caption !== undefined && { caption: change.caption }),
    });
  }

  /** Deletes for good, links to it too; what is not there (any more) is passed over. @returns how many */
  async delete(householdId: string, ids: readonly string[]): Promise<number> {
    const gone = await this.#db
      .deleteFrom('album_items')
      .where('household_id', '=', householdId)
      .where('id', 'in', ids.length > 0 ? [...ids] : [''])
      .returning(['id', 'kind'])
      .execute();
    this.#tell(householdId, { items: [], removed: gone.map(({ id }) => id) });
    // A crash before this leaves orphans, which the next start removes.
    for (const { id, kind } of gone) await this.files.remove({ householdId, id, kind });
    return gone.length;
  }

  /** Tells the household's browsers that an item has changed. */
  async announce(householdId: string, id: string): Promise<AlbumItem> {
    const item = await this.get(householdId, id);
    this.#tell(householdId, { items: [item], removed: [] });
    return item;
  }

  /** Lets `use` have what arrives, as a file that is gone afterwards. */
  async #receive<T>(
    body: Readable,
    maxBytes: number,
    use: (path: string, bytes: number) => Promise<T>,
  ): Promise<T> {
    if (this.#uploads >= this.#limits.uploads)
      throw new PupsentryError('busy', 'Others are keeping something right now. Try again in a moment.');
    this.#uploads++;
    const path = this.files.incomingPath();
    try {
      const bytes = await receiveUpload(body, { path, maxBytes, clock: this.#options.clock });
      return await use(path, bytes);
    } finally {
      this.#uploads--;
      await rm(path, { force: true });
    }
  }

  async #keepClip(path: string, bytes: number, about: About, figures: ClipFigures): Promise<AlbumItem> {
    const file = await open(path);
    await checkMp4(file, bytes).finally(() => file.close());
    const name = this.#newName(about.householdId, 'clip');
    const { width = null, height = null, durationMs = null } = figures;
    const row = { bytes, width, height, duration_ms: durationMs, thumbnail: 0 };
    return this.#keep(name, about, row, () => this.files.adopt(name, path));
  }

  /** Files first, then the row: a row always has its files. */
  async #keep(
    name: ItemName,
    about: About,
    figures: Pick<Insertable<AlbumItemTable>, 'bytes' | 'width' | 'height' | 'duration_ms' | 'thumbnail'>,
    write: () => Promise<void>,
  ): Promise<AlbumItem> {
    try {
      await write();
      const kept = await this.#db.transaction().execute(async (tx) => {
        // Of several at the same time each sees the ones before: the household's row is the lock.
        await tx
          .updateTable('households')
          .set((row) => ({ name: row.ref('name') }))
          .where('id', '=', name.householdId)
          .execute();
        if (about.origin !== null) {
          const before = tx
            .selectFrom('album_items')
            .select('id')
            .where('household_id', '=', name.householdId);
          const same = await before.where('origin', '=', about.origin).executeTakeFirst();
          if (same) return same.id;
        }
        const used = await usageOf(tx, name.householdId);
        if (used.items >= this.#limits.items || used.bytes + figures.bytes > this.#limits.bytes) throw full();
        const { deviceId, deviceName, source, eventId, takenMs, keptBy, origin } = about;
        const ids = { id: name.id, household_id: name.householdId, kind: name.kind, device_id: deviceId };
        const said = { device_name: deviceName, source, event_id: eventId, origin, kept_by: keptBy };
        const times = { taken_ms: takenMs, kept_ms: this.#options.clock.nowMs() };
        await tx
          .insertInto('album_items')
          .values({ ...ids, ...said, ...times, ...figures })
          .execute();
        return name.id;
      });
      if (kept !== name.id) await this.files.remove(name);
      return await this.announce(name.householdId, kept);
    } catch (error) {
      await this.files.remove(name).catch(() => undefined); // the next start does
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      throw new PupsentryError('storage-full', 'The disk of the cloud is full. Nothing was kept.', '', {
        cause: error,
      });
    }
  }

  async #change(householdId: string, id: string, change: Updateable<AlbumItemTable>): Promise<AlbumItem> {
    if (Object.keys(change).length > 0)
      await this.#db
        .updateTable('album_items')
        .set(change)
        .where('household_id', '=', householdId)
        .where('id', '=', id)
        .execute();
    return this.announce(householdId, id);
  }

  /** Before a long upload; what counts is asked again when it is there. */
  async #mustHaveRoom(householdId: string): Promise<void> {
    const { items, bytes, maxItems, maxBytes } = await this.usage(householdId);
    if (items >= maxItems || bytes >= maxBytes) throw full();
  }

  #newName(householdId: string, kind: AlbumKind): ItemName {
    return { householdId, id: randomUUID(), kind };
  }

  #tell(householdId: string, data: { items: AlbumItem[]; removed: string[] }): void {
    this.#options.feed.publish({ householdId, message: { type: 'album', data } });
  }

  get #db(): Db {
    return this.#options.db();
  }
}

function full(): PupsentryError {
  return new PupsentryError('album-full', 'The album is full. Delete something first.');
}
