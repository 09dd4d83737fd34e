/** Events as far as they were fetched, newest first, and how many nobody has seen. */
import { batch, signal, type ReadonlySignal } from '@preact/signals';
import type { DeviceEvent } from '../../api.ts';
import type { ApiClient } from '../api-client.ts';

const PAGE = 50;
/** Older pages than this are dropped from memory at the next fetch of the newest. */
const MOST = 2000;

export class EventList {
  readonly #api: Pick<ApiClient, 'events' | 'markSeen'>;
  readonly #all = signal<readonly DeviceEvent[]>([]);
  readonly #older = signal<string | null>(null);
  readonly #unseen = signal(0);
  readonly #loaded = signal(false);

  constructor(options: { api: Pick<ApiClient, 'events' | 'markSeen'> }) {
    this.#api = options.api;
  }

  get all(): ReadonlySignal<readonly DeviceEvent[]> {
    return this.#all;
  }

  /** There are older ones to fetch. */
  get hasOlder(): boolean {
    return this.#older.value !== null && this.#all.value.length < MOST;
  }

  get unseen(): ReadonlySignal<number> {
    return this.#unseen;
  }

  /** False before the first answer of the cloud. */
  get loaded(): ReadonlySignal<boolean> {
    return this.#loaded;
  }

  byId(eventId: string): DeviceEvent | undefined {
    return this.#all.value.find((e) => e.id === eventId);
  }

  /**
   * Fetches the newest page. Older ones already here stay when the new page reaches them; otherwise
   * there would be a hole, and the list starts anew.
   * @returns the events that were not known before
   */
  async refresh(): Promise<DeviceEvent[]> {
    const page = await this.#api.events({ limit: PAGE });
    const known = new Set(this.#all.value.map((e) => e.id));
    const news = page.events.filter((e) => !known.has(e.id));
    const meets = page.next === null || page.events.some((e) => known.has(e.id));
    batch(() => {
      if (meets && known.size > 0) {
        this.#all.value = merged(this.#all.value, page.events);
      } else {
        this.#all.value = merged([], page.events);
        this.#older.value = page.next;
      }
      this.#unseen.value = page.unseen;
      this.#loaded.value = true;
    });
    return news;
  }

  async loadOlder(): Promise<void> {
    const before = this.#older.value;
    if (before === null) return;
    const page = await this.#api.events({ limit: PAGE, before });
    batch(() => {
      this.#all.value = merged(this.#all.value, page.events);
      this.#older.value = page.next;
      this.#unseen.value = page.unseen;
    });
  }

  /** Fetches older pages until the event is here. @returns false when there is no such event */
  async find(eventId: string): Promise<boolean> {
    while (!this.byId(eventId)) {
      if (!this.hasOlder) return false;
      await this.loadOlder();
    }
    return true;
  }

  /** An event that is new or has grown. @returns true when it was not known before */
  apply(event: DeviceEvent): boolean {
    const before = this.byId(event.id);
    batch(() => {
      this.#all.value = merged(this.#all.value, [event]);
      const wasOpen = before ? !before.seen : false;
      this.#unseen.value = Math.max(0, this.#unseen.value + Number(!event.seen) - Number(wasOpen));
    });
    return before === undefined;
  }

  /** Marks here at once, in the cloud a moment later. */
  async markSeen(ids: string[] | 'all'): Promise<void> {
    const wanted = this.#all.value.filter((e) => !e.seen && (ids === 'all' || ids.includes(e.id)));
    if (ids !== 'all' && wanted.length === 0) return;
    batch(() => {
      this.#all.value = merged(
        this.#all.value,
        wanted.map((e) => ({ ...e, seen: true })),
      );
      this.#unseen.value = ids === 'all' ? 0 : Math.max(0, this.#unseen.value - wanted.length);
    });
    this.#unseen.value = await this.#api.markSeen(ids === 'all' ? 'all' : wanted.map((e) => e.id));
  }

  clear(): void {
    this.#all.value = [];
    this.#older.value = null;
    this.#unseen.value = 0;
    this.#loaded.value = false;
  }
}

function merged(old: readonly DeviceEvent[], fresh: readonly DeviceEvent[]): readonly DeviceEvent[] {
  const byId = new Map([...old, ...fresh].map((e) => [e.id, e]));
  return [...byId.values()].sort((a, b) => b.startedMs - a.startedMs || b.id.localeCompare(a.id));
}
