/**
 * The public keys of the households, as the signed list that their browsers make. The stub only carries it: the
 * devices check the signatures themselves. It is checked here as well, so that a mistake does not reach them.
 */
import { readKeyList, verifyKeyList, type KeyList, type SignedKeyList } from '#protocol/sealed/key-list.ts';
import { SealError } from '#protocol/sealed/seal-error.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Db } from '../database/database.ts';

export class HouseholdKeys {
  readonly #db: () => Db;

  constructor(options: { db: () => Db }) {
    this.#db = options.db;
  }

  /** @returns null before the first one */
  async list(householdId: string): Promise<SignedKeyList | null> {
    const row = await this.#db()
      .selectFrom('household_keys')
      .select('list')
      .where('household_id', '=', householdId)
      .executeTakeFirst();
    return row ? (JSON.parse(row.list) as SignedKeyList) : null;
  }

  /**
   * @returns the revision that counts now
   * @throws PupsentryError "bad-key-list", or "key-list-changed" when somebody else was faster
   */
  async replace(householdId: string, signed: SignedKeyList): Promise<number> {
    const before = await this.list(householdId);
    const list = await this.#verified(householdId, signed, before && (await readKeyList(before.text)));
    const row = { household_id: householdId, revision: list.revision, list: JSON.stringify(signed) };
    const { revision } = row;
    const changed = await this.#db()
      .insertInto('household_keys')
      .values(row)
      .onConflict((c) =>
        c
          .column('household_id')
          .doUpdateSet({ revision, list: row.list })
          .where('household_keys.revision', '<', revision),
      )
      .returning('revision')
      .executeTakeFirst();
    if (!changed)
      throw new PupsentryError('key-list-changed', 'The keys were changed elsewhere. Load them anew.');
    return revision;
  }

  async #verified(householdId: string, signed: SignedKeyList, before: KeyList | null): Promise<KeyList> {
    try {
      const list = await verifyKeyList(signed, before);
      if (list.household !== householdId)
        throw new SealError('not-trusted', 'The list is of another household.');
      return list;
    } catch (error) {
      if (error instanceof SealError) throw new PupsentryError('bad-key-list', error.message);
      throw error;
    }
  }
}
