/** The keys this browser holds: in IndexedDB, as keys that cannot be taken out of it. */
import type { HouseholdKey } from '#protocol/sealed/household-key.ts';

const STORE = 'keys';

export class KeyStore {
  readonly #name: string;

  /** @param name of the database: one for each household */
  constructor(name: string) {
    this.#name = name;
  }

  async all(): Promise<HouseholdKey[]> {
    return this.#with('readonly', (store) => store.getAll() as IDBRequest<HouseholdKey[]>);
  }

  /** Durable when this resolves. */
  async add(key: HouseholdKey): Promise<void> {
    await this.#with('readwrite', (store) => store.put(key));
  }

  async #with<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const opening = indexedDB.open(this.#name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' });
    const database = await settled(opening);
    try {
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      const done = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error('not stored'));
      });
      const result = await settled(work(transaction.objectStore(STORE)));
      await done;
      return result;
    } finally {
      database.close();
    }
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB does not answer'));
  });
}
