/** Events in the database: taken in once each, read newest first. */
import { ProtocolError } from '#protocol/codec.ts';
import type { DeviceEvent, EventPage } from '../api.ts';
import type { Db } from '../database/database.ts';
import type { EventTable } from '../database/schema.ts';
import type { EventMessage } from '../ingest/read-event.ts';
import type { Selectable } from 'kysely';

/** What names a message once and for all. */
export interface MessageKey {
  deviceId: string;
  bootEpoch: number;
  seq: number;
}

export class Events {
  readonly #db: () => Db;

  constructor(options: { db: () => Db }) {
    this.#db = options.db;
  }

  /**
   * Takes one message about an event in: new, or the event as it has grown. In the database when this
   * resolves.
   * @returns the event as it is now, or null when this message has been taken in before
   * @throws ProtocolError when the id belongs to an event of another device
   */
  async record(
    key: MessageKey,
    message: EventMessage,
    about: { householdId: string; receivedMs: number },
  ): Promise<DeviceEvent | null> {
    return this.#db()
      .transaction()
      .execute(async (tx) => {
        // A write first: SQLite then holds the write lock for the reads that follow.
        const fresh = await tx
          .insertInto('event_messages')
          .values({
            device_id: key.deviceId,
            boot_epoch: key.bootEpoch,
            seq: key.seq,
            received_ms: about.receivedMs,
          })
          .onConflict((c) => c.doNothing())
          .returning('seq')
          .executeTakeFirst();
        if (!fresh) return null;
        const before = await tx
          .selectFrom('events')
          .selectAll()
          .where('id', '=', message.id)
          .executeTakeFirst();
        if (before && before.device_id !== key.deviceId)
          throw new ProtocolError('body', 'the id of an event of another device');
        if (message.snapshot) {
          // Never backwards: a picture of a late event is not the newest one.
          const { takenMs } = message.snapshot;
          await tx
            .updateTable('devices')
            .set({ picture_ms: takenMs })
            .where('id', '=', key.deviceId)
            .where((w) => w.or([w('picture_ms', 'is', null), w('picture_ms', '<', takenMs)]))
            .execute();
        }
        const row = before
          ? await tx
              .updateTable('events')
              .set({
                ended_ms: message.endedMs ?? before.ended_ms,
                presses: Math.max(before.presses, message.presses),
                ...grown(message),
              })
              .where('id', '=', message.id)
              .returningAll()
              .executeTakeFirstOrThrow()
          : await tx
              .insertInto('events')
              .values({
                id: message.id,
                device_id: key.deviceId,
                household_id: about.householdId,
                kind: message.kind,
                started_ms: message.startedMs,
                ended_ms: message.endedMs,
                presses: message.presses,
                late: message.late ? 1 : 0,
                received_ms: about.receivedMs,
                snapshot: 0,
                ...grown(message),
              })
              .returningAll()
              .executeTakeFirstOrThrow();
        return toEvent(row);
      });
  }

  /**
   * @param query.before the `next` of the page before
   * @returns null when `before` is no cursor of ours
   */
  async page(
    householdId: string,
    query: { limit: number; before?: string; device?: string },
  ): Promise<EventPage | null> {
    const cursor = query.before === undefined ? undefined : readCursor(query.before);
    if (cursor === null) return null;
    let rows = this.#db().selectFrom('events').selectAll().where('household_id', '=', householdId);
    if (query.device !== undefined) rows = rows.where('device_id', '=', query.device);
    if (cursor) {
      rows = rows.where((w) =>
        w.or([
          w('started_ms', '<', cursor.startedMs),
          w.and([w('started_ms', '=', cursor.startedMs), w('id', '<', cursor.id)]),
        ]),
      );
    }
    const found = await rows
      .orderBy('started_ms', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const events = found.slice(0, query.limit).map(toEvent);
    const last = events.at(-1);
    return {
      events,
      next: last && found.length > query.limit ? `${last.startedMs}_${last.id}` : null,
      unseen: await this.unseen(householdId),
    };
  }

  async get(householdId: string, id: string): Promise<DeviceEvent | null> {
    const row = await this.#db()
      .selectFrom('events')
      .selectAll()
      .where('household_id', '=', householdId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row ? toEvent(row) : null;
  }

  async unseen(householdId: string): Promise<number> {
    const { count } = await this.#db()
      .selectFrom('events')
      .select((q) => q.fn.countAll<number>().as('count'))
      .where('household_id', '=', householdId)
      .where('seen', '=', 0)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  /** @returns how many are unseen now */
  async markSeen(householdId: string, ids: readonly string[] | 'all'): Promise<number> {
    let update = this.#db()
      .updateTable('events')
      .set({ seen: 1 })
      .where('household_id', '=', householdId)
      .where('seen', '=', 0);
    if (ids !== 'all') update = update.where('id', 'in', ids.length > 0 ? ids : ['']);
    await update.execute();
    return this.unseen(householdId);
  }
}

function readCursor(text: string): { startedMs: number; id: string } | null {
  const match = /^(\d{1,16})_([0-9a-f-]{36})$/.exec(text);
  return match ? { startedMs: Number(match[1]), id: match[2]! } : null;
}

/** What every message says anew, as far as it says something. */
function grown({ labels, zones, peak, quiet, clip, snapshot }: EventMessage) {
  return {
    labels: JSON.stringify(labels),
    zones: JSON.stringify(zones),
    peak,
    quiet: quiet ? 1 : 0,
    ...(clip && { clip_from_ms: clip.fromMs, clip_to_ms: clip.toMs }),
    ...(snapshot && { snapshot: 1, snapshot_ms: snapshot.takenMs }),
  };
}

function toEvent(row: Selectable<EventTable>): DeviceEvent {
  return {
    id: row.id,
    deviceId: row.device_id,
    kind: row.kind,
    startedMs: Number(row.started_ms),
    endedMs: row.ended_ms === null ? null : Number(row.ended_ms),
    presses: row.presses,
    late: row.late === 1,
    receivedMs: Number(row.received_ms),
    labels: JSON.parse(row.labels) as string[],
    zones: JSON.parse(row.zones) as string[],
    peak: row.peak,
    quiet: row.quiet === 1,
    clip:
      row.clip_from_ms === null || row.clip_to_ms === null
        ? null
        : { fromMs: Number(row.clip_from_ms), toMs: Number(row.clip_to_ms) },
    snapshot: row.snapshot === 1,
    snapshotMs: row.snapshot_ms === null ? null : Number(row.snapshot_ms),
    seen: row.seen === 1,
  };
}
