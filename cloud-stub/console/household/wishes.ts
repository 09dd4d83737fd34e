/** Settings people asked for and the device has not reported yet. */
import { signal } from '@preact/signals';
import type { Device } from '../../api.ts';
import type { ApiClient, SettingValues } from '../api-client.ts';

interface Wish {
  values: SettingValues;
  /** Null while the request is under way. */
  revision: number | null;
}

export class Wishes {
  readonly #api: Pick<ApiClient, 'putSettings'>;
  readonly #open = signal<ReadonlyMap<string, Wish>>(new Map());

  constructor(options: { api: Pick<ApiClient, 'putSettings'> }) {
    this.#api = options.api;
  }

  /** Resolves when the cloud has taken the wish; the device follows. @throws ApiError, and the wish is gone */
  async make(device: Device, values: SettingValues): Promise<void> {
    const earlier = this.#open.value.get(device.id)?.values;
    const wanted = { ...earlier, ...values };
    this.#set(device.id, { values: wanted, revision: null });
    try {
      const revision = await this.#api.putSettings(device.id, values);
      this.#set(device.id, { values: wanted, revision });
    } catch (error) {
      this.#set(device.id, undefined);
      throw error;
    }
  }

  /** The value that is on its way, or undefined when the device has reported everything asked for. */
  pending(device: Device, key: string): boolean | number | string | undefined {
    const wish = this.#open.value.get(device.id);
    if (!wish || !(key in wish.values)) return undefined;
    const reported = device.state;
    const arrived = wish.revision !== null && reported !== null && reported.settingsRevision >= wish.revision;
    return arrived ? undefined : wish.values[key];
  }

  #set(deviceId: string, wish: Wish | undefined): void {
    const next = new Map(this.#open.value);
    if (wish) next.set(deviceId, wish);
    else next.delete(deviceId);
    this.#open.value = next;
  }
}
