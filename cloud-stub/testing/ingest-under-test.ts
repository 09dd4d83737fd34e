/** Ingest with its real parts and a real database, for tests; no broker, a recorded log. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { FakeClock } from '#kit/clock.ts';
import { createLogger, silentLogger, type LogRecord } from '#kit/log.ts';
import { Accounts } from '../accounts/accounts.ts';
import type { Device, EventPage } from '../api.ts';
import { Database } from '../database/database.ts';
import { Calls } from '../devices/calls.ts';
import { Commands } from '../devices/commands.ts';
import { Devices } from '../devices/devices.ts';
import { Mailer } from '../devices/mailer.ts';
import { Presence } from '../devices/presence.ts';
import { Wishes } from '../devices/wishes.ts';
import { Events } from '../events/events.ts';
import { Snapshots } from '../events/snapshots.ts';
import { Feed, type News } from '../feed.ts';
import { Ingest } from '../ingest/ingest.ts';

export class IngestUnderTest {
  readonly folder = mkdtempSync(join(tmpdir(), 'pupsentry-ingest-'));
  readonly database = new Database({ folder: this.folder });
  readonly snapshots = new Snapshots({ folder: join(this.folder, 'snapshots') });
  readonly news: News[] = [];
  readonly logged: LogRecord[] = [];
  /** Devices that were asked whether they are there; none of them answers. */
  readonly asked: string[] = [];
  ingest!: Ingest;
  #devices!: Devices;
  #events!: Events;
  #presence!: Presence;
  #household = '';
  #gone: Promise<void> = Promise.resolve();

  static async start(clock: FakeClock): Promise<IngestUnderTest> {
    const room = new IngestUnderTest();
    await room.#open(clock);
    return room;
  }

  async #open(clock: FakeClock): Promise<void> {
    await this.database.start();
    // A lost power cut is of no interest here, the time of thousands of commits is.
    await sql`pragma synchronous = off`.execute(this.database.db);
    const db = () => this.database.db;
    const feed = new Feed();
    feed.subscribe((news) => this.news.push(news));
    const accounts = new Accounts({ db, clock });
    this.#household = (await accounts.home()).householdId;
    this.#devices = new Devices({ db, accounts, feed, clock });
    this.#events = new Events({ db });
    const mailer = new Mailer({ publish: () => Promise.resolve(), clock, bootEpoch: () => 1 });
    this.#presence = new Presence({
      clock,
      isThere: (id) => {
        this.asked.push(id);
        return Promise.resolve(false);
      },
      gone: (id) => (this.#gone = this.#devices.setOnline(id, false)),
      log: silentLogger(),
    });
    this.ingest = new Ingest({
      devices: this.#devices,
      presence: this.#presence,
      wishes: new Wishes({ db, mailer, log: silentLogger() }),
      commands: new Commands({ mailer, clock }),
      calls: new Calls({ mailer, feed, iceServers: [] }),
      events: this.#events,
      snapshots: this.snapshots,
      ...{ feed, clock },
      log: createLogger({
        level: 'warn',
        write: (line) => void this.logged.push(JSON.parse(line) as LogRecord),
      }),
    });
  }

  async page(limit = 50): Promise<EventPage> {
    return (await this.#events.page(this.#household, { limit }))!;
  }

  device(id: string): Promise<Device | null> {
    return this.#devices.get(this.#household, id);
  }

  list(): Promise<Device[]> {
    return this.#devices.list(this.#household);
  }

  /** Resolves when a device that did not answer has been noted as gone. */
  settled(): Promise<void> {
    return this.#gone;
  }

  /** What the code had not expected: mistakes of ours. */
  bugs(): LogRecord[] {
    return this.logged.filter(({ level }) => level === 'error');
  }

  /** From now on every write fails, as on a disk that the kernel has made read-only. */
  breakDisk(): Promise<unknown> {
    return sql`pragma query_only = on`.execute(this.database.db);
  }

  mendDisk(): Promise<unknown> {
    return sql`pragma query_only = off`.execute(this.database.db);
  }

  async stop(): Promise<void> {
    this.#presence.stop();
    await this.database.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
