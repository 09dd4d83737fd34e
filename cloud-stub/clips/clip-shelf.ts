/**
 * The sealed clips of all devices: what is known of them in the database, their bytes in the store. The stub reads
 * the plain head and nothing else: it has no key.
 */
import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import { parseHeader, type ParsedHeader } from '#protocol/sealed/header.ts';
import { sealedLayout, type SealedLayout } from '#protocol/sealed/layout.ts';
import { SealError } from '#protocol/sealed/seal-error.ts';
import type { Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { ClipPage, CloudClip } from '../api.ts';
import type { Db } from '../database/database.ts';
import type { ClipTable } from '../database/schema.ts';
import type { ClipStore } from './clip-store.ts';

export const CLIP_LIMITS = {
  /** Five minutes at 8 Mbit/s. */
  clipBytes: 320 * 1024 ** 2,
  /** Begun and not complete, of one device. */
  receiving: 32,
  /** A clip that has not grown for this long will not, ms. */
  receivingMs: 7 * 24 * 3600 * 1000,
};
/** So many are looked at in one turn of a deletion. */
const BATCH = 100;

/** Answered to a device at its door. */
export interface ClipProgress {
  received: number;
  segments: number;
  isComplete: boolean;
}

export type KeptClip = Selectable<ClipTable>;

export class ClipShelf {
  readonly #db: () => Db;
  readonly #store: ClipStore;
  readonly #clock: Clock;

  constructor(options: { db: () => Db; store: ClipStore; clock: Clock }) {
    this.#db = options.db;
    this.#store = options.store;
    this.#clock = options.clock;
  }

  /**
   * A device announces a clip with its head. Repeated it changes nothing; another head begins an incomplete clip
   * anew, and a complete one stays as it is.
   * @throws PupsentryError "bad-clip", "clip-too-large", "too-many-clips", those of the store
   */
  async begin(
    device: { id: string; householdId: string },
    clipId: string,
    head: Uint8Array,
    totalBytes: number,
  ): Promise<ClipProgress> {
    const { header, layout } = readHead(head, totalBytes);
    if (header.clipId !== clipId || header.deviceId !== device.id)
      throw new PupsentryError('bad-clip', 'The head belongs to another clip or device.');
    const digest = digestOf(head);
    const known = await this.#row(device.id, clipId);
    if (
      known &&
      (known.state === 'complete' || (known.state === 'receiving' && known.head_digest === digest))
    )
      return progress(known);
    if (known) await this.#erase([known]);
    else await this.#mustHaveRoom(device.id);
    await this.#store.put(`${device.id}/${clipId}/head`, head);
    const row = await this.#db()
      .insertInto('clips')
      .values({
        ...{ id: clipId, device_id: device.id, household_id: device.householdId, event_id: header.eventId },
        ...{
          created_ms: header.createdMs,
          bytes: totalBytes,
          head_bytes: layout.headBytes,
          head_digest: digest,
        },
        ...{ segments: layout.segments, segment_bytes: layout.segmentLength(0), received: 0 },
        ...{ state: 'receiving', grown_ms: this.#clock.nowMs() },
      })
      .onConflict((c) => c.doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) throw new PupsentryError('out-of-order', 'This clip is being begun already.');
    return progress(row);
  }

  /**
   * Takes one segment in. They come in order; one that is there already is only acknowledged.
   * @throws PupsentryError "no-such-clip", "bad-clip" for a wrong length, "out-of-order", those of the store
   */
  async put(deviceId: string, clipId: string, n: number, bytes: Uint8Array): Promise<ClipProgress> {
    const row = await this.#row(deviceId, clipId);
    if (!row || row.state === 'deleting')
      throw new PupsentryError('no-such-clip', 'This clip was not announced, or was deleted.');
    if (n < row.received) return progress(row);
    if (n > row.received)
      throw new PupsentryError('out-of-order', `Segment ${n} came before segment ${row.received}.`);
    if (bytes.length !== segmentLength(row, n))
      throw new PupsentryError('bad-clip', `Segment ${n} has a wrong length.`);
    await this.#store.put(`${deviceId}/${clipId}/${n}`, bytes);
    const isLast = n + 1 === row.segments;
    const grown = await this.#db()
      .updateTable('clips')
      .set({ received: n + 1, grown_ms: this.#clock.nowMs(), state: isLast ? 'complete' : 'receiving' })
      .where('id', '=', clipId)
      .where('state', '=', 'receiving')
      .where('head_digest', '=', row.head_digest)
      .where('received', '=', n)
      .returningAll()
      .executeTakeFirst();
    if (grown) return progress(grown);
    throw new PupsentryError('out-of-order', 'This clip has changed meanwhile.');
  }

  /** Newest first. @returns null when `before` is no cursor of ours */
  async page(
    householdId: string,
    deviceId: string,
    query: { limit: number; before?: string },
  ): Promise<ClipPage | null> {
    const cursor = query.before === undefined ? null : /^(\d{1,16})_([0-9a-f-]{36})$/.exec(query.before);
    if (query.before !== undefined && !cursor) return null;
    let rows = this.#db()
      .selectFrom('clips')
      .selectAll()
      .where('household_id', '=', householdId)
      .where('device_id', '=', deviceId)
      .where('state', '!=', 'deleting');
    if (cursor) {
      const [createdMs, id] = [Number(cursor[1]), cursor[2]!];
      rows = rows.where((w) =>
        w.or([w('created_ms', '<', createdMs), w.and([w('created_ms', '=', createdMs), w('id', '<', id)])]),
      );
    }
    const found = await rows
      .orderBy('created_ms', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const clips = found.slice(0, query.limit).map(toClip);
    const last = clips.at(-1);
    return { clips, next: last && found.length > query.limit ? `${last.createdMs}_${last.id}` : null };
  }

  async get(householdId: string, clipId: string): Promise<KeptClip | null> {
    const row = await this.#db()
      .selectFrom('clips')
      .selectAll()
      .where('id', '=', clipId)
      .where('household_id', '=', householdId)
      .where('state', '!=', 'deleting')
      .executeTakeFirst();
    return row ?? null;
  }

  /** How much of it can be read: all of a complete one. */
  readableBytes(clip: KeptClip): number {
    return clip.received === clip.segments
      ? Number(clip.bytes)
      : Number(clip.head_bytes) + clip.received * clip.segment_bytes;
  }

  /** The sealed bytes from `start` up to, not with, `end`. @throws PupsentryError "store-down" when one is lost */
  async *read(clip: KeptClip, start: number, end: number): AsyncGenerator<Buffer> {
    const pieces = [
      { name: 'head', at: 0, length: Number(clip.head_bytes) },
      ...Array.from({ length: clip.received }, (_, n) => ({
        name: String(n),
        at: Number(clip.head_bytes) + n * clip.segment_bytes,
        length: segmentLength(clip, n),
      })),
    ];
    for (const { name, at, length } of pieces) {
      if (at >= end || at + length <= start) continue;
      const bytes = await this.#store.get(`${clip.device_id}/${clip.id}/${name}`);
      if (bytes?.length !== length)
        throw new PupsentryError('store-down', `A piece of clip ${clip.id} is lost: ${name}.`);
      yield bytes.subarray(Math.max(0, start - at), Math.min(length, end - at));
    }
  }

  /** @returns whether there was one */
  async delete(householdId: string, clipId: string): Promise<boolean> {
    const clip = await this.get(householdId, clipId);
    if (clip) await this.#erase([clip]);
    return clip !== null;
  }

  /**
   * For retention: deletes what began before a time, oldest first.
   * @param limit at most so many: call again while it returns as many
   */
  deleteBefore(deviceId: string, beforeMs: number, limit: number): Promise<{ clips: number; bytes: number }> {
    return this.#deleteSome(deviceId, beforeMs, limit);
  }

  /** Deletes every clip of a device, incomplete ones too. */
  deleteAll(deviceId: string): Promise<{ clips: number; bytes: number }> {
    return this.#deleteSome(deviceId, Number.MAX_SAFE_INTEGER, Infinity);
  }

  /** What a device takes up. */
  async usage(deviceId: string): Promise<{ clips: number; bytes: number }> {
    const row = await this.#db()
      .selectFrom('clips')
      .select((q) => [q.fn.countAll<number>().as('clips'), q.fn.sum<number | null>('bytes').as('bytes')])
      .where('device_id', '=', deviceId)
      .executeTakeFirstOrThrow();
    return { clips: Number(row.clips), bytes: Number(row.bytes ?? 0) };
  }

  /** Finishes deletions that were cut, and gives up clips that stopped arriving. @returns how many went */
  async sweep(): Promise<number> {
    const rows = await this.#db()
      .selectFrom('clips')
      .selectAll()
      .where((w) =>
        w.or([
          w('state', '=', 'deleting'),
          w.and([
            w('state', '=', 'receiving'),
            w('grown_ms', '<', this.#clock.nowMs() - CLIP_LIMITS.receivingMs),
          ]),
        ]),
      )
      .limit(BATCH)
      .execute();
    await this.#erase(rows);
    return rows.length;
  }

  async #deleteSome(
    deviceId: string,
    beforeMs: number,
    limit: number,
  ): Promise<{ clips: number; bytes: number }> {
    const gone = { clips: 0, bytes: 0 };
    while (gone.clips < limit) {
      const most = Math.min(BATCH, limit - gone.clips);
      const rows = await this.#db()
        .selectFrom('clips')
        .selectAll()
        .where('device_id', '=', deviceId)
        .where('created_ms', '<', beforeMs)
        .orderBy('created_ms')
        .limit(most)
        .execute();
      await this.#erase(rows);
      gone.clips += rows.length;
      gone.bytes += rows.reduce((sum, { bytes }) => sum + Number(bytes), 0);
      if (rows.length < most) break;
    }
    return gone;
  }

  /** Marked first, the row last: a cut between leaves something that the sweep finds, never bytes nobody knows of. */
  async #erase(rows: readonly KeptClip[]): Promise<void> {
    for (const { id, device_id, received, segments } of rows) {
      await this.#db().updateTable('clips').set({ state: 'deleting' }).where('id', '=', id).execute();
      // One more than is known: it may have been stored when the row was not told yet.
      const known = Math.min(segments, received + 1);
      const names = ['head', ...Array.from({ length: known }, (_, n) => String(n))];
      await this.#store.delete(names.map((name) => `${device_id}/${id}/${name}`));
      await this.#db().deleteFrom('clips').where('id', '=', id).execute();
    }
  }

  async #mustHaveRoom(deviceId: string): Promise<void> {
    const { count } = await this.#db()
      .selectFrom('clips')
      .select((q) => q.fn.countAll<number>().as('count'))
      .where('device_id', '=', deviceId)
      .where('state', '=', 'receiving')
      .executeTakeFirstOrThrow();
    if (Number(count) >= CLIP_LIMITS.receiving)
      throw new PupsentryError('too-many-clips', 'Too many clips of this device are begun and not complete.');
  }

  async #row(deviceId: string, clipId: string): Promise<KeptClip | undefined> {
    const row = await this.#db().selectFrom('clips').selectAll().where('id', '=', clipId).executeTakeFirst();
    if (row && row.device_id !== deviceId)
      throw new PupsentryError('bad-clip', 'The id is that of a clip of another device.');
    return row;
  }
}

function readHead(head: Uint8Array, totalBytes: number): ParsedHeader & { layout: SealedLayout } {
  if (totalBytes > CLIP_LIMITS.clipBytes)
    throw new PupsentryError('clip-too-large', `A clip has at most ${CLIP_LIMITS.clipBytes} bytes.`);
  try {
    const parsed = parseHeader(head);
    const layout = sealedLayout(parsed, totalBytes);
    if (!layout || parsed.headBytes !== head.length)
      throw new SealError('malformed', 'The lengths do not fit together.');
    return { ...parsed, layout };
  } catch (error) {
    if (error instanceof SealError) throw new PupsentryError('bad-clip', error.message);
    throw error;
  }
}

function segmentLength(row: KeptClip, n: number): number {
  const isLast = n === row.segments - 1;
  return isLast ? Number(row.bytes) - Number(row.head_bytes) - n * row.segment_bytes : row.segment_bytes;
}

function progress({ received, segments, state }: KeptClip): ClipProgress {
  return { received, segments, isComplete: state === 'complete' };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url');
}

function toClip(row: KeptClip): CloudClip {
  return {
    id: row.id,
    deviceId: row.device_id,
    eventId: row.event_id,
    createdMs: Number(row.created_ms),
    bytes: Number(row.bytes),
    headBytes: Number(row.head_bytes),
    state: row.state === 'complete' ? 'complete' : 'receiving',
  };
}
