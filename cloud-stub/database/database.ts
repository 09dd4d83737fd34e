/** The database, open: SQLite in one file, through Kysely. */
import Sqlite from 'better-sqlite3';
import { Kysely, Migrator, SqliteDialect } from 'kysely';
import { join } from 'node:path';
import { ensureFolder } from '#kit/atomic-file.ts';
import { PupsentryError, asError } from '#kit/errors.ts';
import type { Service } from '#kit/service.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Tables } from './schema.ts';

export type Db = Kysely<Tables>;

/** How long a statement waits for the other program that writes (provisioning beside a running stub), ms. */
const BUSY_LIMIT_MS = 5000;

export class Database implements Service {
  readonly name = 'database';
  readonly #folder: string;
  #db: Db | undefined;

  constructor(options: { folder: string }) {
    this.#folder = options.folder;
  }

  /** @throws PupsentryError "database" when the file cannot be opened or is not ours */
  async start(): Promise<void> {
    await ensureFolder(this.#folder);
    const file = join(this.#folder, 'cloud.db');
    try {
      const sqlite = new Sqlite(file, { timeout: BUSY_LIMIT_MS });
      this.#db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
      sqlite.pragma('journal_mode = WAL');
      // A message is acknowledged to the broker once its commit returned: that must survive a power cut.
      sqlite.pragma('synchronous = FULL');
      sqlite.pragma('foreign_keys = ON');
      const provider = { getMigrations: () => Promise.resolve(MIGRATIONS) };
      const { error } = await new Migrator({ db: this.#db, provider }).migrateToLatest();
      if (error) throw asError(error);
    } catch (cause) {
      throw new PupsentryError(
        'database',
        `The database ${file} cannot be used: ${asError(cause).message}.`,
        'Check that the folder is writable and the disk not full.',
        { cause },
      );
    }
  }

  /** Usable between start and stop. */
  get db(): Db {
    if (!this.#db) throw new Error('the database is not open');
    return this.#db;
  }

  /** @returns whether a simple question is answered */
  async works(): Promise<boolean> {
    try {
      await this.db.selectFrom('meta').select('key').limit(1).execute();
      return true;
    } catch {
      return false;
    }
  }

  async stop(): Promise<void> {
    await this.#db?.destroy();
    this.#db = undefined;
  }
}

/** Counts the starts of this stub: the boot epoch of the envelopes it sends. */
export async function nextBootEpoch(db: Db): Promise<number> {
  const key = 'boot-epoch';
  const row = await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst();
  const value = Number(row?.value ?? 0) + 1;
  await putMeta(db, key, String(value));
  return value;
}

export async function getMeta(db: Db, key: string): Promise<string | undefined> {
  return (await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst())?.value;
}

export async function putMeta(db: Db, key: string, value: string): Promise<void> {
  await db
    .insertInto('meta')
    .values({ key, value })
    .onConflict((c) => c.column('key').doUpdateSet({ value }))
    .execute();
}
