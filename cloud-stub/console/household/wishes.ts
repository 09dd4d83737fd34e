/** Settings people asked for and the device has not reported yet. */
import { signal } from '@preact/signals';
import type { Device } from '../../api.ts';
import type { ApiClient, SettingValues } from '../api-client.ts';

interface Wish {
  readonly value: boolean | number | string;
  /** Null while the request is under way. */
  readonly revision: number | null;
}

/** Setting to wish; each lives by itself, so that one that is done or refused leaves the others alone. */
type DeviceWishes = ReadonlyMap<string, Wish>;

export class Wishes {
  readonly #api: Pick<ApiClient, 'putSettings'>;
  readonly #open = signal<ReadonlyMap<string, DeviceWishes>>(new Map());

  constructor(options: { api: Pick<ApiClient, 'putSettings'> }) {
    this.#api = options.api;
  }

  /** Resolves when the cloud has taken the wish; the device follows. @throws ApiError, and the wish is gone */
  async make(device: Device, values: SettingValues): Promise<void> {
    const asked = Object.entries(values).map(([key, value]) => ({ key, wish: { value, revision: null } }));
    this.#change(device.id, (open) => asked.forEach(({ key, wish }) => open.set(key, wish)));
    /** Only what nobody has wished otherwise meanwhile. */
    const still = (open: DeviceWishes) => asked.filter(({ key, wish }) => open.get(key) === wish);
    try {
      const revision = await this.#api.putSettings(device.id, values);
      this.#change(device.id, (open) =>
        still(open).forEach(({ key, wish }) => open.set(key, { ...wish, revision })),
      );
    } catch (error) {
      this.#change(device.id, (open) => still(open).forEach(({ key }) => open.delete(key)));
      throw error;
    }
  }

  /** The value that is on its way, or undefined when the device has reported what was asked for. */
  pending(device: Device, key: string): boolean | number | string | undefined {
    const wish = this.#open.value.get(device.id)?.get(key);
    if (!wish) return undefined;
    const reported = device.state;
    const arrived = wish.revision !== null && reported !== null && reported.settingsRevision >= wish.revision;
    return arrived ? undefined : wish.value;
  }

  #change(deviceId: string, change: (open: Map<string, Wish>) => void): void {
    const open = new Map(this.#open.value.get(deviceId));
    change(open);
    this.#open.value = new Map(this.#open.value).set(deviceId, open);
  }
}
