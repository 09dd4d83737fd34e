/** The network blocks of wpa_supplicant: a trial that leaves no trace when it fails, and what is kept. */
import { PupsentryError } from '#kit/errors.ts';
import type { CheckedCredentials } from './wifi-credentials.ts';
import { networkVariables } from './wifi-credentials.ts';
import { wifiError } from './wifi-problem.ts';
import type { SavedNetwork } from './wifi-radio.ts';
import type { WpaControl } from './wpa-control.ts';
import { parseNetworks, securityOfKeyManagement, type ListedNetwork } from './wpa-text.ts';

/** Most networks that are kept; the one joined longest ago makes room. */
export const MAX_SAVED_NETWORKS = 16;
/** Most network blocks that are looked at, whoever wrote them. */
const MAX_LISTED = 128;
/**
 * The priority that marks the block of a trial, so that one left behind by a crash is known. Any other variable
 * that is changed under a WPA3 association ends it (wpa_supplicant_ctrl_iface_update_network).
 */
export const TRIAL_PRIORITY = 999_999_999;

export interface Trial {
  id: number;
  ssid: Buffer;
  /** Above all others, once it is kept. */
  priority: number;
  /** What was there, and which were in use. */
  before: readonly ListedNetwork[];
}

export class WpaNetworks {
  readonly #control: Pick<WpaControl, 'request' | 'order'>;

  constructor(control: Pick<WpaControl, 'request' | 'order'>) {
    this.#control = control;
  }

  async list(): Promise<ListedNetwork[]> {
    const networks: ListedNetwork[] = [];
    while (networks.length < MAX_LISTED) {
      const last = networks.at(-1)?.id ?? -1;
      const page = parseNetworks(await this.#control.request(`LIST_NETWORKS LAST_ID=${last}`));
      const more = page.filter(({ id }) => id > last);
      if (more.length === 0) break;
      networks.push(...more);
    }
    return networks;
  }

  async saved(): Promise<SavedNetwork[]> {
    const networks: SavedNetwork[] = [];
    for (const { id, ssid, current } of await this.list()) {
      if (ssid.length === 0 || (await this.#isTrial(id))) continue;
      const security = securityOfKeyManagement(await this.#control.request(`GET_NETWORK ${id} key_mgmt`));
      networks.push({ id, ssid: ssid.toString('utf8'), ssidBytes: new Uint8Array(ssid), security, current });
    }
    return networks;
  }

  /** A new block, not yet in use. @throws PupsentryError "wifi-unsupported" */
  async add(credentials: CheckedCredentials): Promise<Trial> {
    const canSae = / SAE( |$)/.test(` ${await this.#control.request('GET_CAPABILITY key_mgmt')}`);
    if (credentials.security === 'wpa3' && !canSae) throw wifiError('wifi-unsupported');
    const before = await this.list();
    const priorities = await Promise.all(before.map(({ id }) => this.#priority(id)));
    const variables = [
      ['priority', String(TRIAL_PRIORITY)],
      ...(await networkVariables(credentials, { canSae })),
    ];
    const answer = await this.#control.request('ADD_NETWORK');
    if (!/^\d{1,9}$/.test(answer)) throw new Error('wpa_supplicant refused ADD_NETWORK');
    const priority = Math.min(TRIAL_PRIORITY - 1, Math.max(0, ...priorities) + 1);
    const trial = { id: Number(answer), ssid: credentials.ssid, priority, before };
    try {
      for (const [name, value] of variables)
        await this.#control.order(`SET_NETWORK ${trial.id} ${name} ${value}`);
    } catch (error) {
      await this.#quietly(`REMOVE_NETWORK ${trial.id}`);
      throw error;
    }
    return trial;
  }

  /** Leaves the network in use, if any, for that of the trial. */
  async select({ id }: Trial): Promise<void> {
    await this.#control.order(`SELECT_NETWORK ${id}`);
  }

  /**
   * The trial's block goes and what was in use is in use again. Never throws: without wpa_supplicant there is
   * nothing to undo, since it has only written what was kept.
   */
  async undo({ id, before }: Trial): Promise<void> {
    await this.#quietly(`REMOVE_NETWORK ${id}`);
    // A failed trial has the access point passed over for a while, though the old network may be on it.
    await this.#quietly('BSSID_IGNORE clear');
    const inUse = before.filter(({ disabled }) => !disabled);
    const current = inUse.find((network) => network.current);
    if (current) await this.#quietly(`SELECT_NETWORK ${current.id}`);
    for (const network of inUse) if (network !== current) await this.#quietly(`ENABLE_NETWORK ${network.id}`);
  }

  /**
   * Writes the trial's network down, preferred from now on; the others are in use again too, should this one go away. Older blocks of
   * its name and the oldest beyond 16 go.
   * @throws PupsentryError "wifi-not-kept"; nothing has gone then
   */
  async keep({ id, ssid, priority, before }: Trial): Promise<void> {
    await this.#control.order(`SET_NETWORK ${id} priority ${priority}`);
    const replaced = before.filter((network) => network.ssid.equals(ssid));
    const others = before.filter((network) => !replaced.includes(network));
    for (const { id: other, disabled } of others)
      if (!disabled) await this.#quietly(`ENABLE_NETWORK ${other}`);
    await this.save();
    const surplus = await this.#oldest(others, others.length + 1 - MAX_SAVED_NETWORKS);
    const gone = [...replaced, ...surplus];
    for (const network of gone) await this.#quietly(`REMOVE_NETWORK ${network.id}`);
    if (gone.length > 0) await this.#quietly('SAVE_CONFIG'); // else they stay until the next time
  }

  /** @throws PupsentryError "wifi-unknown"; "wifi-not-kept" */
  async forget(id: number): Promise<void> {
    const network = (await this.list()).find((listed) => listed.id === id);
    if (!network) throw wifiError('wifi-unknown');
    await this.#control.order(`REMOVE_NETWORK ${id}`);
    if (network.current) await this.#quietly('REASSOCIATE'); // to another one that is saved
    await this.save();
  }

  /** @throws PupsentryError "wifi-not-kept" */
  async save(): Promise<void> {
    if ((await this.#control.request('SAVE_CONFIG')) !== 'OK') throw wifiError('wifi-not-kept');
  }

  /** What a trial left behind when this program died in it: its block goes and the others are in use again. */
  async removeLeftovers(): Promise<void> {
    let found = false;
    for (const { id } of await this.list()) {
      if (!(await this.#isTrial(id))) continue;
      found = true;
      await this.#quietly(`REMOVE_NETWORK ${id}`);
    }
    if (found) await this.#quietly('ENABLE_NETWORK all');
  }

  async #isTrial(id: number): Promise<boolean> {
    return (await this.#priority(id)) === TRIAL_PRIORITY;
  }

  async #priority(id: number): Promise<number> {
    const answer = await this.#control.request(`GET_NETWORK ${id} priority`);
    return /^\d{1,9}$/.test(answer) ? Number(answer) : 0;
  }

  async #oldest(networks: readonly ListedNetwork[], count: number): Promise<ListedNetwork[]> {
    if (count <= 0) return [];
    const ranked: { network: ListedNetwork; priority: number }[] = [];
    for (const network of networks) ranked.push({ network, priority: await this.#priority(network.id) });
    ranked.sort((a, b) => a.priority - b.priority || a.network.id - b.network.id);
    return ranked.slice(0, count).map(({ network }) => network);
  }

  /** One step that the others do not depend on. */
  async #quietly(command: string): Promise<void> {
    try {
      await this.#control.request(command);
    } catch (error) {
      if (!(error instanceof PupsentryError)) throw error;
    }
  }
}
