/** The cloud's HTTP door from the browser: one method per request, errors as {@link ApiError}. */
import type {
  ClipPage,
  AlbumItem,
  AlbumLink,
  AlbumPage,
  ClipDeletion,
  CommandReply,
  CommandRequest,
  Device,
  DeviceEvent,
  DevicePackage,
  EventPage,
  HouseholdKeyList,
  KeepRequest,
  Order,
  PackageOffer,
  Problem,
  Session,
  SignalRequest,
  SignedKeyList,
  StreamMessage,
  TestPaymentPage,
} from '../api.ts';

/** The cloud waits up to 10 s for a device; we wait a little longer for the cloud. */
const TIME_LIMIT_MS = 13_000;
/** A clip over a slow phone's upload; the cloud gives up then too. */
const UPLOAD_LIMIT_MS = 600_000;
/** Without a word from the stream after this time, it counts as not opened. */
const OPEN_LIMIT_MS = 8_000;

export type SettingValues = Record<string, boolean | number | string>;

export class ApiError extends Error {
  override name = 'ApiError';
  /**
   * @param code stable word of a Problem, or "unreachable" when the cloud does not answer
   * @param status HTTP status; 0 without an answer
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What is said of a file that is kept in the album. */
export interface KeptFile {
  deviceId: string;
  takenMs: number;
  source: AlbumItem['source'];
  eventId?: string;
  width?: number;
  height?: number;
  durationMs?: number;
}

export interface OpenStream {
  close(): void;
}

export class ApiClient {
  session(): Promise<Session> {
    return this.#ask('GET', '/api/session');
  }

  /** @param token from a one-time sign-in link */
  signIn(token: string): Promise<Session> {
    return this.#ask('POST', '/api/session', { token });
  }

  signOut(): Promise<void> {
    return this.#ask('DELETE', '/api/session');
  }

  async devices(): Promise<Device[]> {
    const { devices } = await this.#ask<{ devices: Device[] }>('GET', '/api/devices');
    return devices;
  }

  /** @returns the revision under which the device will report the values */
  async putSettings(deviceId: string, values: SettingValues): Promise<number> {
    const path = `/api/devices/${deviceId}/settings`;
    const { revision } = await this.#ask<{ revision: number }>('PUT', path, { values });
    return revision;
  }

  /** @throws ApiError also when the device refused or failed */
  async command(deviceId: string, request: CommandRequest): Promise<CommandReply> {
    const reply = await this.#ask<CommandReply>('POST', `/api/devices/${deviceId}/commands`, request);
    if (reply.status !== 'done')
      throw new ApiError(reply.code, reply.message || 'The device refused it.', 200);
    return reply;
  }

  /** @param options.leaving the page is going away: the request must outlive it */
  signal(deviceId: string, request: SignalRequest, options: { leaving?: boolean } = {}): Promise<void> {
    return this.#ask('POST', `/api/devices/${deviceId}/signal`, request, options.leaving);
  }

  /** Newest first. @param options.before `next` of the page before */
  events(options: { limit: number; before?: string }): Promise<EventPage> {
    const query = new URLSearchParams({ limit: String(options.limit) });
    if (options.before) query.set('before', options.before);
    return this.#ask('GET', `/api/events?${query}`);
  }

  /** @returns how many events are still not seen */
  async markSeen(ids: string[] | 'all'): Promise<number> {
    const { unseen } = await this.#ask<{ unseen: number }>('POST', '/api/events/seen', { ids });
    return unseen;
  }

  /** Newest first. @param options.before `next` of the page before */
  clips(deviceId: string, options: { limit: number; before?: string }): Promise<ClipPage> {
    const query = new URLSearchParams({ limit: String(options.limit) });
    if (options.before) query.set('before', options.before);
    return this.#ask('GET', `/api/devices/${deviceId}/clips?${query}`);
  }

  /** The sealed bytes of a clip from `from` up to, not with, `to`: no limit of time, as long as they come. */
  async clipBytes(id: string, from: number, to?: number): Promise<Response> {
    const headers = { Range: `bytes=${from}-${to === undefined ? '' : to - 1}` };
    return answered(await this.#fetch(`/api/clips/${id}`, { headers }));
  }

  deleteClip(id: string): Promise<void> {
    return this.#ask('DELETE', `/api/clips/${id}`);
  }

  keys(): Promise<HouseholdKeyList> {
    return this.#ask('GET', '/api/keys');
  }

  async putKeys(list: SignedKeyList): Promise<void> {
    await this.#ask('PUT', '/api/keys', list);
  }

  /** Newest first. @param options.before `next` of the page before */
  album(options: { limit: number; before?: string }): Promise<AlbumPage> {
    const query = new URLSearchParams({ limit: String(options.limit) });
    if (options.before) query.set('before', options.before);
    return this.#ask('GET', `/api/album?${query}`);
  }

  albumItem(id: string): Promise<AlbumItem> {
    return this.#ask('GET', `/api/album/${id}`);
  }

  /** Keeps a picture the cloud has, or has the device take one. */
  keep(request: KeepRequest): Promise<AlbumItem> {
    return this.#ask('POST', '/api/album/keep', request);
  }

  /** @param file a JPEG or an MP4, by its type */
  keepFile(file: Blob, { deviceId, takenMs, source, eventId, ...figures }: KeptFile): Promise<AlbumItem> {
    const query = new URLSearchParams({ device: deviceId, takenMs: String(takenMs), source });
    if (eventId) query.set('event', eventId);
    for (const [name, value] of Object.entries(figures)) query.set(name, String(value));
    return this.#ask('POST', `/api/album?${query}`, file);
  }

  /** @param jpeg a frame of a clip */
  putAlbumThumbnail(id: string, jpeg: Blob): Promise<AlbumItem> {
    return this.#ask('PUT', `/api/album/${id}/thumbnail`, jpeg);
  }

  changeAlbumItem(id: string, change: { favourite?: boolean; caption?: string }): Promise<AlbumItem> {
    return this.#ask('PATCH', `/api/album/${id}`, change);
  }

  /** Outlives the page: it is sent when a tab is closed, too. */
  deleteFromAlbum(ids: readonly string[]): Promise<{ deleted: number }> {
    return this.#ask('POST', '/api/album/delete', { ids }, true);
  }

  async albumLinks(id: string): Promise<AlbumLink[]> {
    const { links } = await this.#ask<{ links: AlbumLink[] }>('GET', `/api/album/${id}/links`);
    return links;
  }

  makeAlbumLink(id: string, days: number): Promise<{ link: AlbumLink; path: string }> {
    return this.#ask('POST', `/api/album/${id}/links`, { days });
  }

  endAlbumLink(id: string, linkId: string): Promise<void> {
    return this.#ask('DELETE', `/api/album/${id}/links/${linkId}`);
  }

  albumFileUrl(item: AlbumItem): string {
    return `/api/album/${item.id}/file`;
  }

  albumThumbnailUrl(item: AlbumItem): string {
    return `/api/album/${item.id}/thumbnail`;
  }

  packages(): Promise<PackageOffer> {
    return this.#ask('GET', '/api/packages');
  }

  devicePackage(deviceId: string): Promise<DevicePackage> {
    return this.#ask('GET', `/api/devices/${deviceId}/package`);
  }

  /** Ends it: the device sends no more, and its clips in the cloud are deleted. */
  withdrawPackage(deviceId: string): Promise<DevicePackage> {
    return this.#ask('DELETE', `/api/devices/${deviceId}/package`);
  }

  /** @returns where to go on to pay; null when nothing is to be paid */
  order(deviceId: string, product: string): Promise<{ order: Order; pay: string | null }> {
    return this.#ask('POST', `/api/devices/${deviceId}/orders`, { product });
  }

  orderOf(orderNumber: string): Promise<Order> {
    return this.#ask('GET', `/api/orders/${orderNumber}`);
  }

  async orders(deviceId: string): Promise<Order[]> {
    const { orders } = await this.#ask<{ orders: Order[] }>('GET', `/api/devices/${deviceId}/orders`);
    return orders;
  }

  async clipDeletions(deviceId: string): Promise<ClipDeletion[]> {
    const path = `/api/devices/${deviceId}/deletions`;
    const { deletions } = await this.#ask<{ deletions: ClipDeletion[] }>('GET', path);
    return deletions;
  }

  testPayment(orderNumber: string): Promise<TestPaymentPage> {
    return this.#ask('GET', `/api/test-payments/${orderNumber}`);
  }

  decideTestPayment(orderNumber: string, decision: 'pay' | 'refuse'): Promise<Order> {
    return this.#ask('POST', `/api/test-payments/${orderNumber}`, { decision });
  }

  pictureUrl(device: Device): string {
    return `/api/devices/${device.id}/picture?v=${device.pictureMs ?? 0}`;
  }

  snapshotUrl(event: DeviceEvent): string {
    // A clearer one may have come: the browser keeps each.
    return `/api/events/${event.id}/snapshot?v=${event.snapshotMs ?? 0}`;
  }

  /**
   * Opens the stream of server-sent events.
   * @param handlers.lost is called once when an opened stream breaks; there is no reconnecting in here
   * @throws ApiError when it does not open
   */
  openStream(handlers: { message: (message: StreamMessage) => void; lost: () => void }): Promise<OpenStream> {
    return new Promise((resolve, reject) => {
      const source = new EventSource('/api/stream');
      const close = () => source.close();
      const failed = () => {
        clearTimeout(limit);
        close();
        reject(new ApiError('unreachable', 'The cloud does not answer.', 0));
      };
      const limit = setTimeout(failed, OPEN_LIMIT_MS);
      source.onerror = failed;
      source.onopen = () => {
        clearTimeout(limit);
        source.onerror = () => {
          close();
          handlers.lost();
        };
        resolve({ close });
      };
      for (const type of ['device', 'telemetry', 'event', 'signal', 'album', 'package'] as const) {
        source.addEventListener(type, ({ data }: MessageEvent<string>) => {
          handlers.message({ type, data: JSON.parse(data) as unknown } as StreamMessage);
        });
      }
    });
  }

  async #ask<T>(method: string, path: string, body?: unknown, keepalive = false): Promise<T> {
    const headers: Record<string, string> = { 'X-Requested-With': 'pupsentry' };
    const isFile = body instanceof Blob;
    if (body !== undefined) headers['Content-Type'] = isFile ? body.type : 'application/json';
    const response = await this.#fetch(path, {
      method,
      headers,
      body: isFile || body === undefined ? body : JSON.stringify(body),
      keepalive,
      signal: AbortSignal.timeout(isFile ? UPLOAD_LIMIT_MS : TIME_LIMIT_MS),
    });
    const text = await (await answered(response)).text();
    return (text ? JSON.parse(text) : undefined) as T;
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(path, init);
    } catch (cause) {
      throw new ApiError('unreachable', 'The cloud does not answer.', 0, { cause });
    }
  }
}

async function answered(response: Response): Promise<Response> {
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function problemOf(response: Response): Promise<ApiError> {
  try {
    const problem = (await response.json()) as Problem;
    return new ApiError(problem.code, problem.message, response.status);
  } catch (cause) {
    // A proxy answered, or nobody did.
    return new ApiError('unreachable', `The cloud answered ${response.status}.`, response.status, { cause });
  }
}
