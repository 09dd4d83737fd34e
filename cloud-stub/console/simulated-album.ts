/** The album of the simulated cloud, in memory; pictures are drawn scenes. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Answer, Ask } from './simulated-answer.ts';
import type { AlbumItem, AlbumLink, AlbumPage, KeepRequest, StreamMessage } from '../api.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Scene, hours ago, caption, device, length of a clip in seconds, favourite. */
const KEPT: [string, number, string, string, number, boolean][] = [
  ['porch-pup', 2, 'Biscuit on the porch', 'Front door', 12, true],
  ['porch-parcel', 5, '', 'Front door', 0, false],
  ['drive-dusk', 26, 'Home again', 'Driveway', 0, true],
  ['porch-visitor', 29, '', 'Front door', 8, false],
  ['porch-day', 31, '', 'Front door', 0, false],
  ['garage-day', 75, '', 'Garage', 0, false],
  ['porch-dusk', 124, 'First evening with the new lamp', 'Front door', 0, true],
  ['drive-dusk', 171, '', 'Driveway', 21, false],
  ['porch-visitor', 173, 'Grandma', 'Front door', 0, false],
  ['porch-pup', 219, '', 'Front door', 0, false],
  ['porch-parcel', 242, '', 'Front door', 0, false],
  ['porch-day', 245, '', 'Front door', 0, false],
  ['porch-pup', 246, 'Again', 'Front door', 5, false],
  ['garage-day', 247, '', 'Garage', 0, false],
];

export interface SimulatedAlbumOptions {
  nowMs: number;
  push: (message: StreamMessage) => void;
  /** Whose picture it is, which scene, from when. */
  sourceOf: (request: KeepRequest) => { deviceName: string; scene: string; takenMs: number };
}

export class SimulatedAlbum {
  items: AlbumItem[];
  readonly links = new Map<string, AlbumLink[]>();
  readonly #scenes = new Map<string, string>();
  readonly #push: (message: StreamMessage) => void;
  readonly #sourceOf: SimulatedAlbumOptions['sourceOf'];

  constructor({ nowMs, push, sourceOf }: SimulatedAlbumOptions) {
    this.#push = push;
    this.#sourceOf = sourceOf;
    this.items = KEPT.map(([scene, hoursAgo, caption, deviceName, seconds, favourite]) => {
      const item = albumItem({ takenMs: nowMs - hoursAgo * 60 * MINUTE_MS, caption, deviceName, favourite });
      this.#scenes.set(item.id, scene);
      return seconds ? { ...item, kind: 'clip', durationMs: seconds * 1000, bytes: seconds * 240_000 } : item;
    });
  }

  /** @returns undefined when there is no such thing */
  answer({ method, path: [, id = '', part, linkId = ''], query, body }: Ask): Answer | undefined {
    const what = `${method} ${part ?? (id && !['keep', 'delete'].includes(id) ? 'item' : id)}`;
    const found = this.items.find((item) => item.id === id);
    if (what === 'GET ') return { body: this.#page(query) };
    if (what === 'POST ') return { body: this.#keepFile(query, body as { type: string; bytes: number }) };
    if (what === 'POST keep') return { body: this.#keep(body as KeepRequest) };
    if (what === 'POST delete') return { body: { deleted: this.delete((body as { ids: string[] }).ids) } };
    if (!found) return undefined;
    switch (what) {
      case 'GET item':
        return { body: found };
      case 'PATCH item':
        return { body: this.#put({ ...found, ...(body as Partial<AlbumItem>) }) };
      case 'GET file':
      case 'GET thumbnail':
        return { scene: this.#scenes.get(id) ?? 'porch-day' };
      case 'GET links':
        return { body: { links: this.links.get(id) ?? [] } };
      case 'POST links':
        return { body: this.#makeLink(found, (body as { days: number }).days) };
      case 'DELETE links':
        this.#setLinks(
          found,
          (this.links.get(id) ?? []).filter((link) => link.id !== linkId),
        );
        return { status: 204 };
      default:
        return undefined;
    }
  }

  delete(ids: readonly string[]): number {
    const removed = this.items.filter(({ id }) => ids.includes(id)).map(({ id }) => id);
    this.items = this.items.filter(({ id }) => !ids.includes(id));
    this.#push({ type: 'album', data: { items: [], removed } });
    return removed.length;
  }

  #page(query: URLSearchParams): AlbumPage {
    const limit = Number(query.get('limit') ?? 60);
    const from = query.get('before') ? this.items.findIndex(({ id }) => id === query.get('before')) + 1 : 0;
    const items = this.items.slice(from, from + limit);
    const next = from + limit < this.items.length ? (items.at(-1)?.id ?? null) : null;
    const bytes = this.items.reduce((sum, item) => sum + item.bytes, 0);
    return {
      items,
      next,
      usage: { items: this.items.length, bytes, maxItems: 2000, maxBytes: 5e9 },
    };
  }

  #keep(request: KeepRequest): AlbumItem {
    const eventId = 'eventId' in request ? request.eventId : null;
    const { deviceName, scene, takenMs } = this.#sourceOf(request);
    const item = albumItem({ deviceName, takenMs, eventId, source: eventId ? 'event' : 'live' });
    this.#scenes.set(item.id, scene);
    return this.#put(item);
  }

  #keepFile(query: URLSearchParams, { type, bytes }: { type: string; bytes: number }): AlbumItem {
    const item = albumItem({
      ...{ kind: type === 'video/mp4' ? 'clip' : 'picture', bytes, takenMs: Number(query.get('takenMs')) },
      ...{ source: query.get('source') as AlbumItem['source'], eventId: query.get('event') },
    });
    this.#scenes.set(item.id, 'porch-dusk');
    return this.#put(item);
  }

  #makeLink(item: AlbumItem, days: number): { link: AlbumLink; path: string } {
    const now = Date.now();
    const times = { createdMs: now, expiresMs: now + days * DAY_MS, opened: 0, openedMs: null };
    const link = { id: randomUUID(), by: 'Mira', ...times };
    this.#setLinks(item, [link, ...(this.links.get(item.id) ?? [])]);
    return { link, path: `/s/${randomBytes(32).toString('base64url')}` };
  }

  #setLinks(item: AlbumItem, links: AlbumLink[]): void {
    this.links.set(item.id, links);
    this.#put({ ...item, links: links.length });
  }

  #put(item: AlbumItem): AlbumItem {
    this.items = [item, ...this.items.filter(({ id }) => id !== item.id)].sort(
      (a, b) => b.takenMs - a.takenMs,
    );
    this.#push({ type: 'album', data: { items: [item], removed: [] } });
    return item;
  }
}

function albumItem(more: Partial<AlbumItem> & { takenMs: number }): AlbumItem {
  return {
    ...{
      id: randomUUID(),
      kind: 'picture',
      deviceId: 'doorbell-front',
      deviceName: 'Front door',
      source: 'event',
    },
    ...{ eventId: null, keptMs: more.takenMs + MINUTE_MS, keptBy: 'Mira', caption: '', favourite: false },
    ...{ bytes: 214_000, width: 1280, height: 720, durationMs: null, thumbnail: true, links: 0 },
    ...more,
  };
}
