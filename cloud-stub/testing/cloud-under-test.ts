/** A whole cloud stub in a temporary folder, on free ports, for tests. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock, type Clock } from '#kit/clock.ts';
import { silentLogger } from '#kit/log.ts';
import { freePort } from '#kit/ports.ts';
import { startServices } from '#kit/service.ts';
import { compose, type Cloud, type CloudOptions } from '../compose.ts';
import { provision } from '../provision.ts';
import { SimulatedDevice } from '../simulated-device.ts';
import { EventStream } from './event-stream.ts';

export class CloudUnderTest {
  readonly folder = mkdtempSync(join(tmpdir(), 'pupsentry-cloud-'));
  readonly clock: Clock;
  cloud!: Cloud;
  #stop: (() => Promise<void>) | undefined;
  #options: Partial<CloudOptions>;
  #cookie = '';
  readonly #devices: SimulatedDevice[] = [];
  readonly #streams: EventStream[] = [];

  private constructor(options: Partial<CloudOptions>) {
    this.#options = options;
    this.clock = options.clock ?? new SystemClock();
  }

  /** Starts it, and signs the owner in. */
  static async start(options: Partial<CloudOptions> = {}): Promise<CloudUnderTest> {
    const cloud = new CloudUnderTest(options);
    const broker = options.broker ?? { kind: 'child', host: '127.0.0.1', port: await freePort() };
    cloud.#options = { ...options, broker };
    await cloud.startAgain();
    await cloud.signIn();
    return cloud;
  }

  /** On the same folder and broker port, as after a stop. */
  async startAgain(): Promise<void> {
    this.cloud = compose({
      dataFolder: this.folder,
      host: '127.0.0.1',
      port: 0,
      consoleFolder: join(this.folder, 'no-console'),
      log: silentLogger(),
      ...this.#options,
      broker: this.#options.broker!,
      clock: this.clock,
    });
    const { signal } = new AbortController();
    this.#stop = await startServices(this.cloud.services, { log: silentLogger(), signal });
  }

  /** Stops the stub alone; devices and folder stay. */
  async stopStub(): Promise<void> {
    await this.#stop?.();
    this.#stop = undefined;
  }

  get url(): string {
    return this.cloud.url();
  }

  async signIn(): Promise<void> {
    const token = await this.cloud.accounts.newSignInToken();
    const response = await this.post('/api/session', { token });
    this.#cookie = response.headers.get('set-cookie')!.split(';')[0]!;
  }

  get cookie(): string {
    return this.#cookie;
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { cookie: this.#cookie, 'x-requested-with': 'pupsentry', ...init.headers };
    return fetch(this.url + path, { ...init, headers });
  }

  post(path: string, body: unknown, method = 'POST'): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return this.fetch(path, { method, headers, body: JSON.stringify(body) });
  }

  /** @returns the body of a request that must succeed */
  async get<T>(path: string): Promise<T> {
    const response = await this.fetch(path);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async stream(): Promise<EventStream> {
    const stream = await EventStream.open(`${this.url}/api/stream`, { cookie: this.#cookie });
    this.#streams.push(stream);
    return stream;
  }

  /** Provisions a device; not connected yet. */
  async device(id: string, more: { name?: string; product?: 'doorbell' | 'camera' } = {}) {
    const tls = await this.credentials(id, more);
    const device = new SimulatedDevice({ id, ...more, url: this.cloud.brokerUrl, tls, clock: this.clock });
    this.#devices.push(device);
    return device;
  }

  async credentials(id: string, more: { name?: string; product?: 'doorbell' | 'camera' } = {}) {
    const out = join(this.folder, 'devices', id);
    await provision(
      {
        command: 'provision',
        ...{ data: this.folder, id, name: more.name ?? id, product: more.product ?? 'doorbell', out },
        ...{ camera: undefined, microphone: undefined, broker: undefined },
      },
      new SystemClock(),
    );
    const pem = (file: string) => readFileSync(join(out, file), 'utf8');
    return { ca: pem('ca.pem'), cert: pem('device.pem'), key: pem('device-key.pem') };
  }

  async stop(): Promise<void> {
    for (const stream of this.#streams) stream.close();
    for (const device of this.#devices) await device.stop().catch(() => undefined);
    await this.stopStub();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
