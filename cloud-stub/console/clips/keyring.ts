/**
 * What this browser can open: its keys against the household's list, and the ways to come by one. The cloud is given
 * public keys only. Every list is signed by the key of the recovery file: so a browser that is let in can tell the
 * household's own list from one that the cloud has added a key to.
 */
import { signal, type ReadonlySignal } from '@preact/signals';
import {
  makeHouseholdKey,
  readRecoveryFile,
  recoveryFile,
  type HouseholdKey,
} from '#protocol/sealed/household-key.ts';
import { readKeyList, signKeyList, verifyKeyList, type KeyList } from '#protocol/sealed/key-list.ts';
import { SealError } from '#protocol/sealed/seal-error.ts';
import type { SignedKeyList } from '../../api.ts';
import type { ApiClient } from '../api-client.ts';
import { KeyStore } from './key-store.ts';

export type KeyringState =
  | 'loading'
  /** The browser gives no cryptography to a page that did not come by HTTPS. */
  | 'insecure'
  /** The household has no keys yet: nothing is recorded to the cloud. */
  | 'no-keys'
  /** The household has keys, this browser none of them. */
  | 'stranger'
  | 'ready';

export class Keyring {
  readonly #api: ApiClient;
  readonly #state = signal<KeyringState>('loading');
  #household = '';
  #list: KeyList | null = null;
  #signed: SignedKeyList | null = null;
  #keys: HouseholdKey[] = [];

  constructor(options: { api: ApiClient }) {
    this.#api = options.api;
  }

  get state(): ReadonlySignal<KeyringState> {
    return this.#state;
  }

  get keys(): readonly HouseholdKey[] {
    return this.#keys;
  }

  /** @throws ApiError */
  async load(): Promise<void> {
    if (!globalThis.isSecureContext) {
      this.#state.value = 'insecure';
      return;
    }
    const { household, list } = await this.#api.keys();
    this.#household = household;
    this.#signed = list;
    this.#list = list && (await readKeyList(list.text));
    this.#keys = await this.#store.all();
    this.#state.value = !this.#list ? 'no-keys' : this.#keys.length > 0 ? 'ready' : 'stranger';
  }

  /**
   * Makes the household's first keys: one that stays here, one for a recovery file.
   * @returns the text of the recovery file, which is nowhere else
   * @throws ApiError
   */
  async setUp(): Promise<string> {
    const recovery = await makeHouseholdKey({ name: 'Recovery file', kind: 'recovery' }, true);
    const file = await recoveryFile(recovery);
    const own = await makeHouseholdKey({ name: thisBrowser(), kind: 'browser' });
    await this.#publish([own, recovery], recovery);
    await this.#keep(own);
    return file;
  }

  /**
   * Lets this browser in by a recovery file: it opens everything from the beginning, and is a key of its own from
   * now on.
   * @throws SealError when it is no recovery file, or one of another household; ApiError
   */
  async recover(text: string): Promise<void> {
    const recovery = await readRecoveryFile(text);
    const known = await this.#signedBy(recovery);
    const own = await makeHouseholdKey({ name: thisBrowser(), kind: 'browser' });
    await this.#publish([...known, own], recovery);
    await this.#keep(recovery);
    await this.#keep(own);
  }

  /** @returns the keys of the household's list, when this key has signed it. @throws SealError */
  async #signedBy(recovery: HouseholdKey): Promise<KeyList['keys']> {
    if (!this.#list?.keys.some(({ id }) => id === recovery.id))
      throw new SealError('not-trusted', 'This recovery file is of another household, or an old one.');
    const { household, revision } = this.#list;
    const root = { household, revision: revision - 1, keys: [recovery] };
    return (await verifyKeyList(this.#signed!, root)).keys;
  }

  async #publish(keys: KeyList['keys'], by: HouseholdKey): Promise<void> {
    const list = { household: this.#household, revision: (this.#list?.revision ?? 0) + 1, keys };
    const signed = await signKeyList(list, by);
    await this.#api.putKeys(signed);
    this.#signed = signed;
    this.#list = list;
  }

  async #keep(key: HouseholdKey): Promise<void> {
    await this.#store.add(key);
    this.#keys = [...this.#keys, key];
    this.#state.value = 'ready';
  }

  get #store(): KeyStore {
    return new KeyStore(`pupsentry-keys-${this.#household}`);
  }
}

/** For the list of keys: "Chrome on Android", as far as the browser says. */
function thisBrowser(): string {
  const agent = navigator.userAgent;
  const find = (names: [RegExp, string][]) => names.find(([pattern]) => pattern.test(agent))?.[1];
  const browser = find([
    [/Firefox\//, 'Firefox'],
    [/Edg\//, 'Edge'],
    [/Chrome\//, 'Chrome'],
    [/Safari\//, 'Safari'],
  ]);
  const system = find([
    [/Android/, 'Android'],
    [/iPhone|iPad/, 'iPhone'],
    [/Mac OS/, 'Mac'],
    [/Windows/, 'Windows'],
    [/Linux/, 'Linux'],
  ]);
  return `${browser ?? 'Browser'} on ${system ?? 'a computer'}`;
}
