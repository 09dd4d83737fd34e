/**
 * The cloud's HTTP door without a cloud: scripted devices and events behind the same API, for work on the
 * console and for its tests. Keeps everything in memory. simulated-main.ts starts it by hand.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type {
  CommandReply,
  CommandRequest,
  Device,
  DeviceEvent,
  Session,
  SignalMessage,
  SignalRequest,
  StreamMessage,
} from '../api.ts';
import { SimulatedAlbum } from './simulated-album.ts';
import type { Answer } from './simulated-answer.ts';
import { SimulatedRecording } from './simulated-recording.ts';
import {
  PICTURES,
  RING_PICTURES,
  simulatedDevices,
  simulatedEvents,
  simulatedRing,
  simulatedTelemetry,
} from './simulated-household.ts';

const COOKIE = 'pupsentry-session';
const MAX_BODY_BYTES = 2 * 1024 * 1024;
const PAGE_LIMIT = 50;
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
};
/** The policy of the real door, so that what it forbids shows here too. */
const CONTENT_POLICY =
  "default-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob: mediastream:; form-action 'none'";

class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface SimulatedCloudOptions {
  /** The built console. */
  consoleFolder: string;
  devices?: Device[];
  events?: DeviceEvent[];
}

export class SimulatedCloud {
  devices: Device[];
  /** Newest first. */
  events: DeviceEvent[];
  readonly album: SimulatedAlbum;
  readonly recording: SimulatedRecording;
  /** Every settings change, command and signal that came in, oldest first. */
  readonly received: { deviceId: string; what: 'settings' | 'command' | 'signal'; body: unknown }[] = [];
  /** False: settings are taken, and the device does not report them yet. */
  reportsSettings = true;
  readonly #options: SimulatedCloudOptions;
  readonly #server: Server;
  readonly #tokens = new Set<string>();
  readonly #sessions = new Set<string>();
  readonly #streams = new Set<ServerResponse>();
  readonly #signalListeners = new Set<(deviceId: string, request: SignalRequest) => void>();
  #revision = 1;
  #down = false;

  constructor(options: SimulatedCloudOptions) {
    this.#options = options;
    this.devices = options.devices ?? simulatedDevices(Date.now());
    this.events = options.events ?? simulatedEvents(Date.now());
    const push = (message: StreamMessage) => this.push(message);
    this.album = new SimulatedAlbum({
      ...{ nowMs: Date.now(), push },
      sourceOf: (request) => {
        const event = 'eventId' in request ? this.events.find((e) => e.id === request.eventId) : undefined;
        const device = this.device('deviceId' in request ? request.deviceId : event!.deviceId);
        const scene = event ? this.#sceneOf(event.id) : (PICTURES[device.id] ?? 'porch-day');
        return { deviceName: device.name, scene, takenMs: event?.startedMs ?? device.pictureMs! };
      },
    });
    this.recording = new SimulatedRecording(Date.now(), push);
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** @returns the address, such as "http://127.0.0.1:41234" */
  async start(port = 0): Promise<string> {
    await this.recording.start();
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    return this.url;
  }

  /** The last settings change that came in. */
  get lastWish(): { deviceId: string; body: unknown } | undefined {
    return this.received.findLast(({ what }) => what === 'settings');
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A link that signs in once. */
  signInLink(): string {
    const token = randomUUID();
    this.#tokens.add(token);
    return `${this.url}/#signin/${token}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Cuts every connection and refuses new ones, until `comeBack`. */
  goDown(): void {
    this.#down = true;
    this.#server.closeAllConnections();
  }

  comeBack(): void {
    this.#down = false;
  }

  device(deviceId: string): Device {
    const found = this.devices.find((d) => d.id === deviceId);
    if (!found) throw new Refusal(404, 'no-such-device', 'There is no such device in this household.');
    return found;
  }

  /** Changes a device and tells everybody. */
  change(deviceId: string, change: Partial<Device>): void {
    const changed = { ...this.device(deviceId), ...change };
    this.devices = this.devices.map((d) => (d.id === deviceId ? changed : d));
    this.push({ type: 'device', data: changed });
  }

  setPrivacy(deviceId: string, on: boolean): void {
    this.reportSettings(deviceId, { 'privacy.on': on });
  }

  /** The device says that some of its settings are others now. */
  reportSettings(deviceId: string, values: Values): void {
    this.#report(this.device(deviceId), values, ++this.#revision);
  }

  /** Somebody presses the button now. The picture follows with `addPicture`. */
  ring(more: Partial<DeviceEvent> = {}): DeviceEvent {
    const event = simulatedRing({ startedMs: Date.now(), receivedMs: Date.now(), endedMs: null, ...more });
    this.events = [event, ...this.events].sort((a, b) => b.startedMs - a.startedMs);
    this.push({ type: 'event', data: event });
    return event;
  }

  addPicture(eventId: string): void {
    this.events = this.events.map((e) =>
      e.id === eventId ? { ...e, snapshot: true, snapshotMs: Date.now() } : e,
    );
    const event = this.events.find((e) => e.id === eventId);
    if (event) this.push({ type: 'event', data: event });
  }

  /** New figures of every device that is online. */
  beat(nowMs = Date.now()): void {
    for (const { id, online, sinceMs } of this.devices) {
      if (!online) continue;
      const telemetry = simulatedTelemetry(nowMs, Math.round((nowMs - sinceMs) / 1000));
      this.push({ type: 'telemetry', data: { deviceId: id, telemetry } });
    }
  }

  /** What a device says in a live session. */
  signal(message: SignalMessage): void {
    this.push({ type: 'signal', data: message });
  }

  /** @returns a function that ends listening */
  onSignal(listener: (deviceId: string, request: SignalRequest) => void): () => void {
    this.#signalListeners.add(listener);
    return () => this.#signalListeners.delete(listener);
  }

  push(message: StreamMessage): void {
    for (const stream of this.#streams) {
      stream.write(`event: ${message.type}\ndata: ${JSON.stringify(message.data)}\n\n`);
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#down) return void request.socket.destroy();
    const url = new URL(request.url ?? '/', this.url);
    try {
      if (!url.pathname.startsWith('/api/')) return await this.#sendFile(url.pathname, response);
      if (request.method !== 'GET' && request.headers['x-requested-with'] !== 'pupsentry') {
        throw new Refusal(403, 'wrong-origin', 'Changes need the header X-Requested-With: pupsentry.');
      }
      const body = request.method === 'GET' ? undefined : await bodyOf(request);
      await this.#api(request, response, url, body);
    } catch (error) {
      const { status, code, message } =
        error instanceof Refusal ? error : new Refusal(500, 'failed', String(error));
      send(response, status, { code, message });
    }
  }

  async #api(request: IncomingMessage, response: ServerResponse, url: URL, body: unknown): Promise<void> {
    const [, , room, id, part] = url.pathname.split('/');
    const what = `${request.method} ${room}${part ? ` ${part}` : ''}`;
    if (what === 'POST session') return this.#signIn(response, body as { token: string });
    const cookie = new RegExp(`${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
    if (!this.#sessions.has(cookie)) throw new Refusal(401, 'not-signed-in', 'Sign in with a link.');
    switch (what) {
      case 'GET session':
        return send(response, 200, SESSION);
      case 'DELETE session':
        this.#sessions.delete(cookie);
        return send(response, 204);
      case 'GET stream':
        return this.#openStream(response);
      case 'GET devices':
        return send(response, 200, id ? this.device(id) : { devices: this.devices });
      case 'GET devices picture':
        return await this.#sendScene(PICTURES[this.device(id ?? '').id] ?? 'porch-day', response);
      case 'PUT devices settings':
        return this.#putSettings(response, this.device(id ?? ''), body as { values: Values });
      case 'POST devices commands':
        return this.#command(response, this.device(id ?? ''), body as CommandRequest);
      case 'POST devices signal':
        return this.#takeSignal(response, this.device(id ?? ''), body as SignalRequest);
      case 'GET events':
        return this.#page(response, url.searchParams);
      case 'GET events snapshot':
        return await this.#sendScene(this.#sceneOf(id ?? ''), response);
      case 'POST events': // events/seen: "seen" stands where an id would
        return this.#markSeen(response, body as { ids: string[] | 'all' });
      default: {
        const path = url.pathname.split('/').slice(2);
        const ask = { method: request.method ?? 'GET', path, query: url.searchParams, body };
        return await this.#give(
          room === 'album' ? this.album.answer(ask) : this.recording.answer(ask),
          response,
        );
      }
    }
  }

  async #give(answer: Answer | undefined, response: ServerResponse): Promise<void> {
    if (!answer) throw new Refusal(404, 'not-found', 'There is nothing at this address.');
    if ('scene' in answer) return this.#sendScene(answer.scene, response);
    send(response, answer.status ?? 200, answer.body);
  }

  #signIn(response: ServerResponse, { token }: { token: string }): void {
    if (!this.#tokens.delete(token)) throw new Refusal(401, 'bad-link', 'The link was used or is too old.');
    const id = randomUUID();
    this.#sessions.add(id);
    response.setHeader('set-cookie', `${COOKIE}=${id}; HttpOnly; SameSite=Lax; Path=/`);
    send(response, 200, SESSION);
  }

  #openStream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 1000\n\n');
    this.#streams.add(response);
    response.on('close', () => this.#streams.delete(response));
  }

  #putSettings(response: ServerResponse, device: Device, { values }: { values: Values }): void {
    this.received.push({ deviceId: device.id, what: 'settings', body: values });
    const revision = ++this.#revision;
    send(response, 200, { revision });
    if (device.online && this.reportsSettings) this.#report(device, values, revision);
  }

  #report(device: Device, values: Values, settingsRevision: number): void {
    if (!device.state) return;
    const settings = { ...device.state.settings, ...values };
    const name = String(settings['device.name']);
    this.change(device.id, { name, state: { ...device.state, settings, settingsRevision } });
  }

  #command(response: ServerResponse, device: Device, request: CommandRequest): void {
    this.received.push({ deviceId: device.id, what: 'command', body: request });
    if (!device.online) throw new Refusal(409, 'device-offline', `${device.name} is offline.`);
    const reply: CommandReply = { status: 'done', code: '', message: '', tookMs: 12 };
    if (request.action === 'snapshot') {
      reply.pictureMs = Date.now();
      this.change(device.id, { pictureMs: reply.pictureMs });
    }
    send(response, 200, reply);
  }

  #takeSignal(response: ServerResponse, device: Device, request: SignalRequest): void {
    this.received.push({ deviceId: device.id, what: 'signal', body: request });
    if (!device.online) throw new Refusal(409, 'device-offline', `${device.name} is offline.`);
    send(response, 202);
    for (const listener of this.#signalListeners) listener(device.id, request);
  }

  #page(response: ServerResponse, query: URLSearchParams): void {
    const limit = Math.min(PAGE_LIMIT, Number(query.get('limit') ?? PAGE_LIMIT));
    const from = query.get('before') ? this.events.findIndex((e) => e.id === query.get('before')) + 1 : 0;
    const events = this.events.slice(from, from + limit);
    const next = from + limit < this.events.length ? (events.at(-1)?.id ?? null) : null;
    send(response, 200, { events, next, unseen: this.#unseen() });
  }

  #markSeen(response: ServerResponse, { ids }: { ids: string[] | 'all' }): void {
    this.events = this.events.map((e) => (ids === 'all' || ids.includes(e.id) ? { ...e, seen: true } : e));
    send(response, 200, { unseen: this.#unseen() });
  }

  #unseen(): number {
    return this.events.filter((e) => !e.seen).length;
  }

  #sceneOf(eventId: string): string {
    const at = this.events.findIndex((e) => e.id === eventId);
    if (!this.events[at]?.snapshot)
      throw new Refusal(404, 'no-picture', 'There is no picture of this event.');
    return RING_PICTURES[at % RING_PICTURES.length] ?? 'porch-visitor';
  }

  #sendScene(name: string, response: ServerResponse): Promise<void> {
    const folder = name === 'porch-dusk' ? 'public' : 'scenes';
    return sendFrom(join(import.meta.dirname, folder), `${name}.svg`, response);
  }

  async #sendFile(path: string, response: ServerResponse): Promise<void> {
    const name = path === '/' ? 'index.html' : normalize(path).replace(/^\/+/, '');
    await sendFrom(this.#options.consoleFolder, name, response, {
      'content-security-policy': CONTENT_POLICY,
    });
  }
}

type Values = Record<string, boolean | number | string>;

const SESSION: Session = {
  household: { name: 'Elm Street 9' },
  user: { name: 'Mira', role: 'owner' },
  iceServers: [],
};

async function sendFrom(
  folder: string,
  name: string,
  response: ServerResponse,
  headers: Record<string, string> = {},
): Promise<void> {
  const type = TYPES[extname(name)];
  if (!type || name.includes('..')) throw new Refusal(404, 'not-found', 'There is nothing at this address.');
  const content = await readFile(join(folder, name)).catch(() => {
    throw new Refusal(404, 'not-found', 'There is nothing at this address.');
  });
  response.writeHead(200, { ...headers, 'content-type': type }).end(content);
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** JSON, or of a file its type and size. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Refusal(413, 'too-large', 'The request is too large.');
  }
  const type = request.headers['content-type'] ?? '';
  if (/^(image|video)\//.test(type)) return { type, bytes };
  return bytes > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as unknown) : undefined;
}
