/** The record of which clips the packages deleted: per device, day and reason, kept for as long as the device. */
import type { Selectable } from 'kysely';
import type { ClipDeletion } from '../api.ts';
import type { Db } from '../database/database.ts';
import type { ClipDeletionTable } from '../database/schema.ts';
import type { Deleted } from './package-clips.ts';

const DAY_MS = 24 * 3600 * 1000;

export class ClipDeletions {
  readonly #db: () => Db;

  constructor(options: { db: () => Db }) {
    this.#db = options.db;
  }

  async record(deviceId: string, reason: ClipDeletion['reason'], { clips, bytes }: Deleted, nowMs: number) {
    if (clips === 0) return;
    const key = { device_id: deviceId, day: Math.floor(nowMs / DAY_MS), reason };
    await this.#db()
      .insertInto('clip_deletions')
      .values({ ...key, first_ms: nowMs, last_ms: nowMs, clips, bytes })
      .onConflict((c) =>
        c.columns(['device_id', 'day', 'reason']).doUpdateSet((row) => ({
          last_ms: nowMs,
          clips: row('clip_deletions.clips', '+', clips),
          bytes: row('clip_deletions.bytes', '+', bytes),
        })),
      )
      .execute();
  }

  /** Newest first. @returns null when `before` is no cursor of ours */
  async page(
    deviceId: string,
    query: { limit: number; before?: string },
  ): Promise<{ deletions: ClipDeletion[]; next: string | null } | null> {
    let rows = this.#db().selectFrom('clip_deletions').selectAll().where('device_id', '=', deviceId);
    if (query.before !== undefined) {
      const cursor = /^(\d{1,8})_([a-z]{1,20})$/.exec(query.before);
      if (!cursor) return null;
      const [day, reason] = [Number(cursor[1]), cursor[2] as ClipDeletion['reason']];
      rows = rows.where((w) =>
        w.or([w('day', '<', day), w.and([w('day', '=', day), w('reason', '<', reason)])]),
      );
    }
    const found = await rows
      .orderBy('day', 'desc')
      .orderBy('reason', 'desc')
      .limit(query.limit + 1)
      .execute();
    const shown = found.slice(0, query.limit);
    const last = shown.at(-1);
    const next = last && found.length > query.limit ? `${last.day}_${last.reason}` : null;
    return { deletions: shown.map(toDeletion), next };
  }
}

function toDeletion(row: Selectable<ClipDeletionTable>): ClipDeletion {
  return {
    reason: row.reason,
    firstMs: Number(row.first_ms),
    lastMs: Number(row.last_ms),
    clips: row.clips,
    bytes: Number(row.bytes),
  };
}
