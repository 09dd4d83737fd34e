/** Cloud recording of the devices, fetched when somebody looks. */
import { signal } from '@preact/signals';
import type { DevicePackage } from '../../api.ts';
import type { ApiClient } from '../api-client.ts';

export class Recordings {
  readonly #api: Pick<ApiClient, 'devicePackage' | 'withdrawPackage'>;
  readonly #known = signal<ReadonlyMap<string, DevicePackage>>(new Map());

  constructor(options: { api: Pick<ApiClient, 'devicePackage' | 'withdrawPackage'> }) {
    this.#api = options.api;
  }

  /** Undefined before it was fetched. */
  of(deviceId: string): DevicePackage | undefined {
    return this.#known.value.get(deviceId);
  }

  async fetch(deviceId: string): Promise<void> {
    await this.#answered(deviceId, this.#api.devicePackage(deviceId));
  }

  /** Ends it, clips and all. @throws ApiError */
  async withdraw(deviceId: string): Promise<void> {
    await this.#answered(deviceId, this.#api.withdrawPackage(deviceId));
  }

  apply(now: DevicePackage): void {
    this.#known.value = new Map([...this.#known.value, [now.deviceId, now]]);
  }

  /** What is shown asks again. */
  forget(): void {
    this.#known.value = new Map();
  }

  /** What the stream says comes by another way, and may have overtaken the answer. */
  async #answered(deviceId: string, answer: Promise<DevicePackage>): Promise<void> {
    const before = this.of(deviceId);
    const now = await answer;
    const since = this.of(deviceId);
    if (since === undefined || since === before) this.apply(now);
  }
}
