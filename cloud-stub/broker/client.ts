/** The stub's connection to the broker: MQTT.js behind one small interface. */
import { connect, connectAsync, type MqttClient } from 'mqtt';
import { upFilter } from '#protocol/topics.ts';
import type { Clock } from '#kit/clock.ts';
import { PupsentryError, asError, explain } from '#kit/errors.ts';
import { LogThrottle, type Logger } from '#kit/log.ts';
import { Backoff } from '#kit/retry.ts';
import type { Service } from '#kit/service.ts';
import { STUB_USER } from './mosquitto-config.ts';

/** How long `start` waits for the first connection before it goes on without, ms. */
const FIRST_CONNECTION_MS = 5000;
const KEEPALIVE_S = 20;
/** A connection that lasted this long starts the back-off anew: not one that a failing disk ends at once. */
const STABLE_MS = 10_000;
/** How long the broker may take to acknowledge what is on its way when we leave, ms. */
const STOP_LIMIT_MS = 500;

const SESSION = {
  protocolVersion: 4, // MQTT 3.1.1: any broker
  clientId: STUB_USER,
  clean: false, // what arrives while we are away is kept for us
  keepalive: KEEPALIVE_S,
  connectTimeout: 10_000,
  resubscribe: false,
} as const;

export type BrokerStatus = 'connected' | 'connecting' | 'down';

/** One message from a device. */
export interface Incoming {
  topic: string;
  payload: Uint8Array;
  /** The broker kept it from earlier: it says how things were, not that the device is there now. */
  retained: boolean;
}

/** PEM texts. */
export interface Credentials {
  ca?: string;
  cert?: string;
  key?: string;
}

export interface BrokerOptions {
  /** mqtts://host:port or mqtt://host:port */
  url: string;
  /** PEM texts; absent for a broker without TLS. */
  tls?: () => Promise<Credentials>;
  /**
   * Takes one message in. Messages come one after the other, in order; each is acknowledged to the
   * broker when this resolves. When it rejects the connection is dropped and made anew after a while, and
   * the broker sends again what was not acknowledged.
   */
  onMessage: (message: Incoming) => Promise<void>;
  log: Logger;
  clock: Clock;
}

export class BrokerClient implements Service {
  /**
   * Subscribes and leaves: from then on the broker keeps messages for the stub.
   * @throws when the broker cannot be reached
   */
  static async claimSession(url: string, tls: Credentials): Promise<void> {
    const client = await connectAsync(url, { ...SESSION, ...tls, reconnectPeriod: 0 }, false);
    await client.subscribeAsync(upFilter(), { qos: 1 });
    await client.endAsync();
  }

  readonly name = 'broker client';
  readonly #options: BrokerOptions;
  readonly #backoff = new Backoff({ firstMs: 250, maxMs: 10_000 });
  readonly #throttle: LogThrottle;
  readonly #listeners = new Set<() => void>();
  #client: MqttClient | undefined;
  /** The message that is being taken in. */
  #taking: Promise<void> = Promise.resolve();
  /** Counts connections, so that nothing is acknowledged on another one than it came by. */
  #connection = 0;

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.#throttle = new LogThrottle({ monotonicMs: () => options.clock.monotonicMs() });
  }

  get status(): BrokerStatus {
    if (this.#client?.connected) return 'connected';
    return this.#client && this.#backoff.failures < 3 ? 'connecting' : 'down';
  }

  /** Calls back after every connection that was made. */
  onConnected(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when connected, or after 5 s without: the rest of the stub is of use without its broker. */
  async start(signal: AbortSignal): Promise<void> {
    const { url, tls, clock } = this.#options;
    const client = connect(url, { ...SESSION, ...(await tls?.()), reconnectPeriod: 250 });
    this.#client = client;
    client.on('connect', () => this.#onConnect(client));
    client.on('close', () => {
      this.#connection++;
      client.options.reconnectPeriod = this.#backoff.nextMs();
    });
    client.on('error', (error) => this.#complain(error));
    client.handleMessage = (packet, done) => {
      // handleMessage runs before the PUBACK is sent, which waits for its callback.
      if (packet.cmd !== 'publish') return done();
      if (this.#client !== client) return; // stopping: the broker keeps it for us
      const connection = client.connected ? this.#connection : NaN;
      const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
      this.#taking = this.#options
        .onMessage({ topic: packet.topic, payload, retained: packet.retain })
        // With an error it goes on to the next one it had read, without acknowledging this one: MQTT.js
        // would send the acknowledgement by the next connection, where it may mean another message.
        .then(() => done(connection === this.#connection ? undefined : new Error('connection lost')))
        .catch((error: unknown) => {
          this.#throttle.allow('store', (heldBack) =>
            this.#options.log.error(
              { heldBack },
              `a message could not be stored, it will come again: ${explain(error)}`,
            ),
          );
          client.stream.destroy();
        });
    };
    await new Promise<void>((resolve) => {
      const settle = () => {
        limit.cancel();
        unsubscribe();
        signal.removeEventListener('abort', settle);
        resolve();
      };
      const limit = clock.after(FIRST_CONNECTION_MS, settle);
      const unsubscribe = this.onConnected(settle);
      signal.addEventListener('abort', settle, { once: true });
    });
    signal.throwIfAborted();
  }

  /**
   * @returns when the broker has taken it (QoS 1)
   * @throws PupsentryError "broker-down"
   */
  async publish(topic: string, payload: Buffer, delivery: { qos: 0 | 1; retain: boolean }): Promise<void> {
    const client = this.#client;
    if (!client?.connected) {
      throw new PupsentryError('broker-down', 'The message broker cannot be reached at the moment.');
    }
    await client.publishAsync(topic, payload, delivery);
  }

  async stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await this.#taking;
    if (!client) return;
    const insist = this.#options.clock.after(STOP_LIMIT_MS, () => client.end(true));
    await client.endAsync(!client.connected);
    insist.cancel();
  }

  #onConnect(client: MqttClient): void {
    // Every time, also when the broker still has our session: that brings the retained messages.
    client.subscribe(upFilter(), { qos: 1 }, (error, granted) => {
      if (error || granted?.some(({ qos }) => qos > 2)) {
        this.#complain(error ?? new Error('the broker refuses the subscription'));
        client.stream.destroy();
        return;
      }
      const connection = this.#connection;
      this.#options.clock.after(STABLE_MS, () => {
        if (connection === this.#connection) this.#backoff.succeeded();
      });
      this.#options.log.info('connected to the broker');
      for (const listener of this.#listeners) listener();
    });
  }

  #complain(error: unknown): void {
    const message = asError(error).message;
    this.#throttle.allow(message, (heldBack) =>
      this.#options.log.warn({ heldBack }, `broker connection: ${message}`),
    );
  }
}
