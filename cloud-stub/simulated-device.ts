/**
 * A device without hardware: speaks the contract over MQTT with its own certificate, tells of itself, rings,
 * and answers commands. For tests of the cloud side, and for fleets of hundreds on one machine.
 */
import { randomUUID } from 'node:crypto';
import { connectAsync, type IClientPublishOptions, type MqttClient } from 'mqtt';
import { decodeEnvelope, encodeEnvelope } from '#protocol/codec.ts';
import { v1 } from '#protocol/messages.ts';
import { DELIVERY, downFilter, parseTopic, upTopic, type Up } from '#protocol/topics.ts';
import type { Clock } from '#kit/clock.ts';

/** A picture of 32x18 in one colour. */
export const TINY_JPEG = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAgAAAQABAAD//gAQTGF2YzU5LjM3LjEwMAD/2wBDAAgoKC8oLzc3Nzc3N0E8QUNDQ0FBQUFDQ0NISEhV',
    'VVVISEhDQ0hIUFBVVVxfXFdXVVdfX2RkZHh4c3OMjJGsrM//xABMAAEBAAAAAAAAAAAAAAAAAAAABgEBAQAAAAAAAAAAAAAA',
    'AAAAAAUQAQAAAAAAAAAAAAAAAAAAAAARAQAAAAAAAAAAAAAAAAAAAAD/wAARCAASACADASIAAhEAAxEA/9oADAMBAAIRAxEA',
    'PwCOAV0wAAAAAB//2Q==',
  ].join(''),
  'base64',
);

export interface SimulatedDeviceOptions {
  id: string;
  name?: string;
  product?: 'doorbell' | 'camera';
  /** mqtts://host:port, and what to show there: PEM texts. */
  url: string;
  tls?: { ca: string; cert: string; key: string };
  clock: Clock;
  /** The time by default, so that every one made is another start of the device. */
  bootEpoch?: number;
}

/** A message from the cloud, as it arrived. */
export interface Received {
  topic: string;
  envelope: v1.Envelope;
}

type Body = Pick<v1.IEnvelope, Up>;

export class SimulatedDevice {
  readonly id: string;
  /** Commands are answered; false plays a device that hangs. */
  answersCommands = true;
  readonly #options: SimulatedDeviceOptions;
  readonly #listeners = new Set<(message: Received) => void>();
  readonly #settings: Record<string, boolean | number | string>;
  #settingsRevision = 0;
  readonly #bootEpoch: number;
  #client: MqttClient | undefined;
  #seq = 0;

  constructor(options: SimulatedDeviceOptions) {
    this.#options = options;
    this.id = options.id;
    this.#bootEpoch = options.bootEpoch ?? options.clock.nowMs();
    this.#settings = { 'device.name': options.name ?? options.id, 'privacy.on': false };
  }

  /**
   * Connects, and says that it is there and what it is.
   * @throws when the broker refuses; it does not try again by itself
   */
  async connect(): Promise<void> {
    const { url, tls } = this.#options;
    const will = this.#envelope({
      status: { online: false, reason: v1.StatusReason.STATUS_REASON_LINK_LOST },
    });
    const client = await connectAsync(
      url,
      {
        ...tls,
        protocolVersion: 4,
        clientId: this.id,
        clean: true,
        reconnectPeriod: 0,
        keepalive: 30,
        will: { topic: upTopic(this.id, 'status'), payload: will, ...DELIVERY['up/status'] },
      },
      false,
    );
    this.#client = client;
    client.on('error', () => undefined); // the connection ends, which is told by 'close'
    client.on('message', (topic, payload) => this.#take(topic, payload));
    await client.subscribeAsync(downFilter(this.id), { qos: 1 });
    await this.send('status', {
      status: { online: true, reason: v1.StatusReason.STATUS_REASON_CONNECTED },
    });
    await this.sendState();
  }

  /** Calls back for every sound message from the cloud. @returns a function that ends it */
  onReceived(listener: (message: Received) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends one message; resolves when the broker has taken it. @returns its sequence number */
  async send(name: Up, body: Body, more: v1.IEnvelope = {}): Promise<number> {
    const payload = this.#envelope(body, more);
    const seq = more.seq ?? this.#seq;
    await this.publish(upTopic(this.id, name), payload, DELIVERY[`up/${name}`]);
    return seq;
  }

  /** Publishes anything anywhere, as a broken or hostile device would. */
  async publish(topic: string, payload: Buffer, options: IClientPublishOptions): Promise<void> {
    await this.#connected.publishAsync(topic, payload, options);
  }

  /** Subscribes to anything; messages outside the contract are told to `listener` alone. */
  async subscribe(filter: string, listener: (topic: string) => void): Promise<void> {
    this.#connected.on('message', listener);
    await this.#connected.subscribeAsync(filter, { qos: 1 });
  }

  /** A ring with its picture, as a doorbell sends it. @returns the event's id */
  async ring(options: { jpeg?: Buffer | null; presses?: number } = {}): Promise<string> {
    const now = this.#options.clock.nowMs();
    const event: v1.IEvent = {
      id: randomUUID(),
      kind: v1.EventKind.EVENT_KIND_RING,
      phase: v1.EventPhase.EVENT_PHASE_STARTED,
      startedMs: now,
      presses: options.presses ?? 1,
    };
    await this.send('event', { event });
    const jpeg = options.jpeg === undefined ? TINY_JPEG : options.jpeg;
    if (jpeg) {
      const snapshot = { jpeg, width: 32, height: 18, takenMs: now };
      await this.send('event', {
        event: { ...event, phase: v1.EventPhase.EVENT_PHASE_SNAPSHOT, snapshot },
      });
    }
    return event.id!;
  }

  async sendTelemetry(figures: v1.ITelemetry = {}): Promise<void> {
    await this.send('telemetry', { telemetry: { uptimeS: 60, cpuPercent: 12.5, mainFps: 30, ...figures } });
  }

  async sendState(more: v1.IState = {}): Promise<void> {
    const { product } = this.#options;
    const video = {
      width: 1280,
      height: 720,
      fps: 30,
      bitrateKbps: 2000,
      encoder: 'simulated',
      source: 'none',
    };
    await this.send('state', {
      state: {
        name: String(this.#settings['device.name']),
        product: product === 'camera' ? v1.Product.PRODUCT_CAMERA : v1.Product.PRODUCT_DOORBELL,
        board: 'simulated',
        versions: { firmware: 'simulated', node: process.versions.node, protocol: 1 },
        video,
        settings: this.#settingValues(),
        settingsRevision: this.#settingsRevision,
        capabilities: ['ring', 'snapshot'],
        ...more,
      },
    });
  }

  /** Goes without a word, as at a power cut: the broker sends the will. */
  vanish(): void {
    this.#client?.stream.destroy();
    this.#client = undefined;
  }

  /** Says goodbye and goes. */
  async stop(): Promise<void> {
    const client = this.#client;
    if (!client) return;
    if (client.connected)
      await this.send('status', {
        status: { online: false, reason: v1.StatusReason.STATUS_REASON_SHUTDOWN },
      });
    this.#client = undefined;
    await client.endAsync(!client.connected);
  }

  get #connected(): MqttClient {
    if (!this.#client) throw new Error(`${this.id} is not connected`);
    return this.#client;
  }

  #envelope(body: Body, more: v1.IEnvelope = {}): Buffer {
    return encodeEnvelope({
      deviceId: this.id,
      bootEpoch: this.#bootEpoch,
      seq: ++this.#seq,
      timeMs: this.#options.clock.nowMs(),
      clockQuality: v1.ClockQuality.CLOCK_QUALITY_SYNCED,
      ...body,
      ...more,
    });
  }

  #take(topic: string, payload: Buffer): void {
    const parsed = parseTopic(topic);
    if (parsed?.direction !== 'down' || parsed.deviceId !== this.id) return;
    const envelope = decodeEnvelope(payload, parsed);
    for (const listener of this.#listeners) listener({ topic, envelope });
    // What fails here failed because the connection ended.
    if (envelope.settings) void this.#takeSettings(envelope.settings).catch(() => undefined);
    if (envelope.command && this.answersCommands)
      void this.#answer(envelope.command as v1.Command, envelope.correlationId).catch(() => undefined);
  }

  async #takeSettings({ revision, values }: v1.ISettingsChange): Promise<void> {
    if ((revision ?? 0) <= this.#settingsRevision) return;
    this.#settingsRevision = revision ?? 0;
    for (const { key, flag, number, text } of values ?? [])
      this.#settings[key!] = flag ?? number ?? text ?? '';
    await this.sendState();
  }

  async #answer(command: v1.Command, correlationId: string): Promise<void> {
    const reply: v1.IReply = { status: v1.ReplyStatus.REPLY_STATUS_DONE };
    if (command.ping) reply.pong = { payload: command.ping.payload };
    if (command.snapshot)
      reply.snapshot = { jpeg: TINY_JPEG, width: 32, height: 18, takenMs: this.#options.clock.nowMs() };
    if (command.settings) {
      await this.#takeSettings(command.settings);
      reply.settings = { revision: this.#settingsRevision, values: this.#settingValues() };
    }
    await this.send('reply', { reply }, { correlationId });
  }

  #settingValues(): v1.ISettingValue[] {
    return Object.entries(this.#settings).map(([key, value]) =>
      typeof value === 'boolean'
        ? { key, flag: value }
        : typeof value === 'number'
          ? { key, number: value }
          : { key, text: value },
    );
  }
}
