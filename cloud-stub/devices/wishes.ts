/**
 * Settings the household wished for and the device has not confirmed yet. The retained message carries all
 * of them, so that a device that was away misses none; confirmed ones drop out, so that an old wish never
 * overrides what somebody changed at the device since.
 */
import type { v1 } from '#protocol/messages.ts';
import type { Logger } from '#kit/log.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { DeviceState } from '../api.ts';
import type { Db } from '../database/database.ts';
import type { Mailer } from './mailer.ts';

type Values = DeviceState['settings'];
/** Settings that wait at the same time; a device has a tenth of that. */
const MAX_WISHES = 200;

type WishList = Record<string, { value: Values[string]; revision: number }>;

export class Wishes {
  readonly #db: () => Db;
  readonly #mailer: Mailer;
  readonly #log: Logger;

  constructor(options: { db: () => Db; mailer: Mailer; log: Logger }) {
    this.#db = options.db;
    this.#mailer = options.mailer;
    this.#log = options.log;
  }

  /**
   * Notes wishes and tells the device, now or when the broker is back.
   * @returns their revision, higher than any before
   * @throws PupsentryError "too-many-settings"
   */
  async wish(deviceId: string, values: Values): Promise<number> {
    const { wishes, revision } = await this.#db()
      .transaction()
      .execute(async (tx) => {
        const wishes = await read(tx, deviceId);
        if (new Set([...Object.keys(wishes), ...Object.keys(values)]).size > MAX_WISHES)
          throw new PupsentryError('too-many-settings', 'Too many settings wait for this device already.');
        const revision = await nextRevision(tx, deviceId);
        for (const [key, value] of Object.entries(values)) wishes[key] = { value, revision };
        await write(tx, deviceId, wishes);
        return { wishes, revision };
      });
    await this.#tell(deviceId, wishes);
    return revision;
  }

  /** A revision for a change that goes another way: as a command. */
  nextRevision(deviceId: string): Promise<number> {
    return nextRevision(this.#db(), deviceId);
  }

  /** The device reports that it has taken in everything up to this revision. */
  async confirmed(deviceId: string, revision: number): Promise<void> {
    await this.#db()
      .transaction()
      .execute(async (tx) => {
        const wishes = await read(tx, deviceId);
        const open = Object.entries(wishes).filter(([, wish]) => wish.revision > revision);
        if (open.length < Object.keys(wishes).length) await write(tx, deviceId, Object.fromEntries(open));
      });
  }

  /** Tells again what is still open: after the broker was away, and when it has lost its memory. */
  async tellAgain(): Promise<void> {
    const rows = await this.#db().selectFrom('devices').select('id').where('wishes', '!=', '{}').execute();
    for (const { id } of rows) {
      const wishes = await read(this.#db(), id); // of now: there may be another since the one before was told
      if (Object.keys(wishes).length > 0) await this.#tell(id, wishes);
    }
  }

  /** Never throws: what cannot be sent now is sent after the next connection. */
  async #tell(deviceId: string, wishes: WishList): Promise<void> {
    const revision = Math.max(...Object.values(wishes).map((wish) => wish.revision));
    const values = Object.fromEntries(Object.entries(wishes).map(([key, { value }]) => [key, value]));
    try {
      await this.#mailer.send(deviceId, { settings: settingsChange(revision, values) });
    } catch (error) {
      this.#log.info({ device: deviceId }, `settings could not be sent yet: ${explain(error)}`);
    }
  }
}

async function nextRevision(db: Db, deviceId: string): Promise<number> {
  const { settings_revision } = await db
    .updateTable('devices')
    .set((q) => ({ settings_revision: q('settings_revision', '+', 1) }))
    .where('id', '=', deviceId)
    .returning('settings_revision')
    .executeTakeFirstOrThrow();
  return Number(settings_revision);
}

async function read(db: Db, deviceId: string): Promise<WishList> {
  const row = await db.selectFrom('devices').select('wishes').where('id', '=', deviceId).executeTakeFirst();
  return JSON.parse(row?.wishes ?? '{}') as WishList;
}

async function write(db: Db, deviceId: string, wishes: WishList): Promise<void> {
  await db
    .updateTable('devices')
    .set({ wishes: JSON.stringify(wishes) })
    .where('id', '=', deviceId)
    .execute();
}

/** As the protocol writes it. */
export function settingsChange(revision: number, values: Values): v1.ISettingsChange {
  return {
    revision,
    values: Object.entries(values).map(([key, value]) =>
      typeof value === 'boolean'
        ? { key, flag: value }
        : typeof value === 'number'
          ? { key, number: value }
          : { key, text: value },
    ),
  };
}
