/** What is kept, as far as it was fetched, newest first. */
import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import type { AlbumChange, AlbumItem, AlbumUsage } from '../../api.ts';
import type { ApiClient } from '../api-client.ts';
import type { Toasts } from '../toasts.ts';
import { whyNot } from '../wording/refused-command.ts';

const PAGE = 60;

type Api = Pick<ApiClient, 'album' | 'albumItem' | 'changeAlbumItem' | 'deleteFromAlbum'>;

export class AlbumList {
  readonly #api: Api;
  readonly #toasts: Toasts;
  readonly #items = signal<readonly AlbumItem[]>([]);
  readonly #hidden = signal<ReadonlySet<string>>(new Set());
  readonly #older = signal<string | null>(null);
  /** As the cloud counts: with those that are on their way out. */
  readonly #usage = signal<AlbumUsage | null>(null);
  readonly #shownUsage = computed(() => {
    const usage = this.#usage.value;
    const leaving = this.#items.value.filter(({ id }) => this.#hidden.value.has(id));
    const bytes = leaving.reduce((sum, item) => sum + item.bytes, 0);
    return usage && { ...usage, items: usage.items - leaving.length, bytes: usage.bytes - bytes };
  });
  /** For each page that is under way: what has changed since; null is gone. The page may be older. */
  readonly #underWay = new Set<Map<string, AlbumItem | null>>();

  constructor(options: { api: Api; toasts: Toasts }) {
    this.#api = options.api;
    this.#toasts = options.toasts;
  }

  /** Without those that are on their way out. */
  get shown(): readonly AlbumItem[] {
    const hidden = this.#hidden.value;
    return this.#items.value.filter(({ id }) => !hidden.has(id));
  }

  /** Without those that are on their way out, too. Null before the first answer of the cloud. */
  get usage(): ReadonlySignal<AlbumUsage | null> {
    return this.#shownUsage;
  }

  get hasOlder(): boolean {
    return this.#older.value !== null;
  }

  async refresh(): Promise<void> {
    await this.#fetch({ limit: PAGE }, (page) => page);
  }

  /** After the link to the cloud was lost: what was fetched may be old. */
  refreshIfShown(): void {
    if (this.#usage.value) void this.refresh().catch(() => {});
  }

  async loadOlder(): Promise<void> {
    if (this.#older.value === null) return;
    await this.#fetch({ limit: PAGE, before: this.#older.value }, (page) => merged(this.#items.value, page));
  }

  /** @returns false when it is not in the album */
  async find(id: string): Promise<boolean> {
    if (!this.#usage.value) await this.refresh();
    if (this.#items.value.some((item) => item.id === id)) return true;
    try {
      this.#items.value = merged(this.#items.value, [await this.#api.albumItem(id)]);
      return true;
    } catch {
      return false;
    }
  }

  /** Somebody kept, changed or deleted something: here or on another phone. */
  apply(change: AlbumChange): void {
    for (const since of this.#underWay) {
      for (const item of change.items) since.set(item.id, item);
      for (const id of change.removed) since.set(id, null);
    }
    this.#take(change);
  }

  async change(id: string, change: { favourite?: boolean; caption?: string }): Promise<void> {
    const item = await this.#api.changeAlbumItem(id, change);
    this.#items.value = merged(this.#items.value, [item]);
  }

  /** Out of sight at once, for good when the offer to undo it has passed. */
  remove(ids: readonly string[]): void {
    const words = ids.length === 1 ? 'Deleted.' : `${ids.length} deleted.`;
    const back = () => this.#hide(ids, false);
    const forGood = () => {
      this.#api.deleteFromAlbum(ids).then(
        () => this.apply({ items: [], removed: [...ids] }),
        (error: unknown) => {
          back();
          this.#toasts.say(whyNot(error, ''));
        },
      );
    };
    this.#toasts.settle(); // what was deleted before goes first
    this.#hide(ids, true);
    this.#toasts.say(words, { name: 'Undo', run: back }, forGood);
  }

  clear(): void {
    this.#items.value = [];
    this.#older.value = null;
    this.#usage.value = null;
  }

  /** @param items what is known with this page */
  async #fetch(
    query: Parameters<Api['album']>[0],
    items: (page: readonly AlbumItem[]) => readonly AlbumItem[],
  ): Promise<void> {
    const since = new Map<string, AlbumItem | null>();
    this.#underWay.add(since);
    try {
      const page = await this.#api.album(query);
      batch(() => {
        this.#items.value = items(page.items);
        this.#older.value = page.next;
        this.#usage.value = page.usage;
        this.#take({
          items: [...since.values()].filter((item) => item !== null),
          removed: [...since.keys()].filter((id) => since.get(id) === null),
        });
      });
    } finally {
      this.#underWay.delete(since);
    }
  }

  #take({ items, removed }: AlbumChange): void {
    const usage = this.#usage.value;
    if (!usage) return; // it is fetched when it is looked at
    const before = this.#items.value;
    const known = new Map(before.map((item) => [item.id, item.bytes]));
    const gone = removed.filter((id) => known.has(id));
    const more = items.filter(({ id }) => !known.has(id));
    const bytes = items.reduce((sum, item) => sum + item.bytes - (known.get(item.id) ?? 0), usage.bytes);
    const freed = gone.reduce((sum, id) => sum + known.get(id)!, 0);
    batch(() => {
      this.#items.value = merged(before, items).filter(({ id }) => !removed.includes(id));
      this.#usage.value = { ...usage, items: usage.items + more.length - gone.length, bytes: bytes - freed };
    });
  }

  #hide(ids: readonly string[], hide: boolean): void {
    const others = [...this.#hidden.value].filter((id) => !ids.includes(id));
    this.#hidden.value = new Set(hide ? [...others, ...ids] : others);
  }
}

function merged(old: readonly AlbumItem[], fresh: readonly AlbumItem[]): readonly AlbumItem[] {
  const byId = new Map([...old, ...fresh].map((item) => [item.id, item]));
  return [...byId.values()].sort((a, b) => b.takenMs - a.takenMs || b.id.localeCompare(a.id));
}
