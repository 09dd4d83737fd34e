/** The clips of one device, page by page. */
import { signal, type ReadonlySignal } from '@preact/signals';
import type { CloudClip } from '../../api.ts';
import type { ApiClient } from '../api-client.ts';

const PAGE = 20;

export class ClipList {
  readonly #api: ApiClient;
  readonly #deviceId: string;
  /** Null before the first page. */
  readonly #clips = signal<readonly CloudClip[] | null>(null);
  readonly #next = signal<string | null>(null);

  constructor(options: { api: ApiClient; deviceId: string }) {
    this.#api = options.api;
    this.#deviceId = options.deviceId;
  }

  get clips(): ReadonlySignal<readonly CloudClip[] | null> {
    return this.#clips;
  }

  get hasOlder(): boolean {
    return this.#next.value !== null;
  }

  /** @throws ApiError */
  async load(): Promise<void> {
    const { clips, next } = await this.#api.clips(this.#deviceId, { limit: PAGE });
    this.#clips.value = clips;
    this.#next.value = next;
  }

  /** @throws ApiError */
  async loadOlder(): Promise<void> {
    const before = this.#next.value;
    if (before === null) return;
    const { clips, next } = await this.#api.clips(this.#deviceId, { limit: PAGE, before });
    const known = new Set(this.#clips.value?.map(({ id }) => id));
    this.#clips.value = [...(this.#clips.value ?? []), ...clips.filter(({ id }) => !known.has(id))];
    this.#next.value = next;
  }

  /** Deletes it in the cloud, for good. @throws ApiError */
  async delete(id: string): Promise<void> {
    await this.#api.deleteClip(id);
    this.#clips.value = this.#clips.value?.filter((clip) => clip.id !== id) ?? null;
  }
}
