/** Forgets what is too old or too much: pictures first, then events, then the marks of known messages. */
import { sql } from 'kysely';
import type { Clock, Timer } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Db } from '../database/database.ts';
import type { KeptSnapshot, Snapshots } from './snapshots.ts';

const DAY_MS = 24 * 3600 * 1000;

export const RETENTION = {
  /** Pictures of people are kept short without a recording package. */
  snapshotMs: 2 * DAY_MS,
  snapshotBytes: 2 * 1024 ** 3,
  eventMs: 30 * DAY_MS,
  events: 50_000,
  /** A device repeats a message it got no answer to when it comes back, perhaps after weeks. */
  messageMs: 90 * DAY_MS,
  messages: 500_000,
  everyMs: 3600 * 1000,
};

export interface RetentionOptions {
  db: () => Db;
  snapshots: Snapshots;
  accounts: Accounts;
  clock: Clock;
  log: Logger;
  limits?: Partial<typeof RETENTION>;
}

export class Retention implements Service {
  readonly name = 'retention';
  readonly #options: RetentionOptions;
  #timer: Timer | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: RetentionOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    const { everyMs } = { ...RETENTION, ...this.#options.limits };
    this.#timer = this.#options.clock.every(everyMs, () => void this.sweep());
    return this.sweep();
  }

  /** Never throws: what could not be removed is tried again the next time. */
  sweep(): Promise<void> {
    this.#running = this.#running
      .then(() => this.#sweep())
      .catch((error: unknown) => {
        this.#options.log.warn(`old pictures and events could not be removed: ${explain(error)}`);
      });
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    await this.#running;
  }

  async #sweep(): Promise<void> {
    const limits = { ...RETENTION, ...this.#options.limits };
    const { snapshots, clock, accounts } = this.#options;
    const db = this.#options.db();
    const now = clock.nowMs();
    const kept = await snapshots.list();
    for (const snapshot of tooMuch(kept, now - limits.snapshotMs, limits.snapshotBytes)) {
      await snapshots.remove(snapshot);
      if (snapshot.eventId)
        await db.updateTable('events').set({ snapshot: 0 }).where('id', '=', snapshot.eventId).execute();
      else
        await db
          .updateTable('devices')
          .set({ picture_ms: null })
          .where('id', '=', snapshot.deviceId)
          .execute();
    }
    await db
      .deleteFrom('events')
      .where('received_ms', '<', now - limits.eventMs)
      .execute();
    await sql`delete from events where id in
      (select id from events order by received_ms desc limit 1000000 offset ${limits.events})`.execute(db);
    await db
      .deleteFrom('event_messages')
      .where('received_ms', '<', now - limits.messageMs)
      .execute();
    const oldest = await db
      .selectFrom('event_messages')
      .select('received_ms')
      .orderBy('received_ms', 'desc')
      .offset(limits.messages)
      .limit(1)
      .executeTakeFirst();
    if (oldest)
      await db.deleteFrom('event_messages').where('received_ms', '<=', oldest.received_ms).execute();
    await accounts.sweep();
  }
}

/** @returns those written before `beforeMs`, and the oldest ones beyond `maxBytes`. Pure. */
export function tooMuch(kept: readonly KeptSnapshot[], beforeMs: number, maxBytes: number): KeptSnapshot[] {
  let bytes = 0;
  return [...kept]
    .sort((a, b) => b.writtenMs - a.writtenMs)
    .filter((snapshot) => {
      bytes += snapshot.bytes;
      return snapshot.writtenMs < beforeMs || bytes > maxBytes;
    });
}
