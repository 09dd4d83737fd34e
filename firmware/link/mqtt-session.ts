/** One connection with the broker, from CONNECT to its end. The only file that knows MQTT.js. */
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import mqtt, { type IClientOptions, type IClientPublishOptions, type MqttClient } from 'mqtt';
import { MAX_ENVELOPE_BYTES } from '#protocol/codec.ts';
import { LinkProblem, problemOf } from './link-problem.ts';

/** Dead connections are noticed within one and a half of these. Also keeps NAT entries alive. */
const KEEPALIVE_S = 15;
const CONNECT_LIMIT_MS = 10_000;
/** A packet larger than this cannot be an envelope: the broker is told (MQTT 5) or the connection ends. */
const MAX_PACKET_BYTES = MAX_ENVELOPE_BYTES + 64 * 1024;
/** Publishes that wait for a PUBACK or for the broker's receive maximum. */
const MAX_UNFINISHED = 256;
const CONTENT_TYPE = 'application/x-protobuf';

/** MQTT 3.1.1 or 5. */
export type MqttVersion = 4 | 5;

export interface BrokerAddress {
  /** `mqtt://` or `mqtts://`, with a port if it is not 1883 or 8883. */
  url: string;
  /** PEM files, read anew for every connection, so that a renewed certificate is used. */
  caFile?: string;
  certFile?: string;
  keyFile?: string;
}

export interface MqttSessionOptions {
  broker: BrokerAddress;
  clientId: string;
  version: MqttVersion;
  /** Published by the broker, retained, when this connection ends without a word. */
  will: { topic: string; payload: Buffer };
  /** Subscribed at once, QoS 1. */
  filter: string;
  onMessage: (topic: string, payload: Buffer) => void;
  signal: AbortSignal;
}

export interface PublishOptions {
  qos: 0 | 1;
  retain: boolean;
  /** The broker drops the message when it could not deliver it within this time (MQTT 5). */
  expirySeconds?: number;
}

export interface MqttSession {
  readonly version: MqttVersion;
  /** Resolves with the reason when the connection has ended. */
  readonly ended: Promise<LinkProblem>;
  /**
   * QoS 1: resolves when the broker has taken the message. QoS 0: when it is written.
   * @throws LinkProblem when the connection ends first or the broker refuses the message
   */
  publish(topic: string, payload: Buffer, options: PublishOptions): Promise<void>;
  /** Ends it with a DISCONNECT, so that the will is not published. */
  end(): Promise<void>;
  /** Ends it at once, as if the link was lost: the broker publishes the will. */
  abort(problem: LinkProblem): void;
}

/**
 * Connects and subscribes.
 * @throws LinkProblem with a sentence for people
 */
export async function openMqttSession(options: MqttSessionOptions): Promise<MqttSession> {
  const client = mqtt.connect(await clientOptions(options));
  return new Promise((resolve, reject) => {
    const session = new Session(client, options, resolve);
    void session.ended.then(reject); // of no effect once it is open
  });
}

async function clientOptions({ broker, ...options }: MqttSessionOptions): Promise<IClientOptions> {
  const url = new URL(broker.url);
  const isTls = url.protocol === 'mqtts:';
  const file = (path: string | undefined) =>
    path &&
    readFile(path).catch((cause: Error) => {
      throw new LinkProblem('certificate', `Cannot read ${path}: ${cause.message}.`, { cause });
    });
  const [ca, cert, key] = await Promise.all([
    file(broker.caFile),
    file(broker.certFile),
    file(broker.keyFile),
  ]);
  return {
    protocol: isTls ? 'mqtts' : 'mqtt',
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (isTls ? 8883 : 1883)),
    ...(url.username && { username: decodeURIComponent(url.username) }),
    ...(url.password && { password: decodeURIComponent(url.password) }),
    ...(isTls && { ca, cert, key, rejectUnauthorized: true, minVersion: 'TLSv1.2' }),
    clientId: options.clientId,
    protocolVersion: options.version,
    clean: true,
    keepalive: KEEPALIVE_S,
    connectTimeout: CONNECT_LIMIT_MS,
    reconnectPeriod: 0, // a fresh client per connection: see link-connection.ts
    resubscribe: false,
    queueQoSZero: false,
    will: { ...options.will, qos: 1, retain: true },
    ...(options.version === 5 && { properties: { maximumPacketSize: MAX_PACKET_BYTES } }),
  };
}

interface Publish {
  topic: string;
  payload: Buffer;
  options: PublishOptions;
  resolve: () => void;
  reject: (problem: LinkProblem) => void;
}

class Session implements MqttSession {
  readonly version: MqttVersion;
  readonly ended: Promise<LinkProblem>;
  readonly #client: MqttClient;
  /** Handed to the client, not yet acknowledged. */
  #unfinished = new Set<Publish>();
  #queue: Publish[] = [];
  #receiveMaximum = 65_535;
  #maximumPacketSize = Infinity;
  #problem: LinkProblem | undefined;
  #isOver = false;

  constructor(client: MqttClient, options: MqttSessionOptions, onOpen: (session: MqttSession) => void) {
    this.#client = client;
    this.version = options.version;
    const abort = () => this.abort(new LinkProblem('stopped', 'The connection was ended on purpose.'));
    client.on('connect', ({ properties }) => {
      this.#receiveMaximum = properties?.receiveMaximum ?? this.#receiveMaximum;
      this.#maximumPacketSize = properties?.maximumPacketSize ?? Infinity;
      client.subscribe(options.filter, { qos: 1 }, (error) => {
        if (error) this.abort(problemOf(error, 'The broker refuses the subscription'));
      });
      onOpen(this);
    });
    client.on('message', (topic, payload) => options.onMessage(topic, payload));
    client.on('disconnect', ({ reasonCode }) => {
      this.#problem ??= problemOf({ code: reasonCode }, 'The broker ended the connection');
    });
    // Several errors do not close the stream by themselves.
    client.on('error', (error) => this.abort(problemOf(error)));
    // Without this a press waits for the TCP acknowledgement of the message before it: up to 40 ms.
    (client.stream as Duplex as Socket).setNoDelay(true);
    this.#limitPackets();
    this.ended = new Promise((resolve) => {
      client.once('close', () => {
        options.signal.removeEventListener('abort', abort);
        this.#isOver = true;
        const problem = this.#problem ?? new LinkProblem('closed', 'The broker closed the connection.');
        for (const publish of [...this.#unfinished, ...this.#queue]) publish.reject(problem);
        client.end(true);
        resolve(problem);
      });
    });
    if (options.signal.aborted) abort();
    else options.signal.addEventListener('abort', abort, { once: true });
  }

  /** MQTT.js gathers a packet of any size in memory before it hands it over. */
  #limitPackets(): void {
    let bytes = 0;
    this.#client.stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > 2 * MAX_PACKET_BYTES)
        this.abort(new LinkProblem('oversize', 'The broker sent a packet that is too large.'));
    });
    this.#client.on('packetreceive', () => (bytes = 0));
  }

  publish(topic: string, payload: Buffer, options: PublishOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) return reject(this.#problem ?? new LinkProblem('closed', 'Not connected.'));
      if (topic.length + payload.length + 64 > this.#maximumPacketSize)
        return reject(new LinkProblem('message-refused', 'The message is larger than the broker allows.'));
      if (this.#unfinished.size + this.#queue.length >= MAX_UNFINISHED)
        return reject(new LinkProblem('busy', 'Too many messages wait for the broker.'));
      this.#queue.push({ topic, payload, options, resolve, reject });
      this.#send();
    });
  }

  /** MQTT 5 brokers end a connection that has more unacknowledged messages than they announced. */
  #send(): void {
    while (this.#queue.length > 0 && this.#unfinished.size < this.#receiveMaximum) {
      const publish = this.#queue.shift()!;
      this.#unfinished.add(publish);
      const { topic, payload, options } = publish;
      this.#client.publish(topic, payload, this.#publishOptions(options), (error) => {
        this.#unfinished.delete(publish);
        if (error) publish.reject(this.#problem ?? problemOf(error, 'The broker refuses the message'));
        else publish.resolve();
        this.#send();
      });
    }
  }

  #publishOptions({ qos, retain, expirySeconds }: PublishOptions): IClientPublishOptions {
    if (this.version === 4) return { qos, retain };
    const properties = {
      contentType: CONTENT_TYPE,
      ...(expirySeconds && { messageExpiryInterval: expirySeconds }),
    };
    return { qos, retain, properties };
  }

  async end(): Promise<void> {
    this.#problem ??= new LinkProblem('stopped', 'The connection was ended on purpose.');
    if (this.#isOver) return;
    // MQTT.js would wait without a limit for what is unacknowledged, so the packet is written by hand.
    this.#client.stream.end(DISCONNECT);
    await this.ended;
  }

  abort(problem: LinkProblem): void {
    this.#problem ??= problem;
    this.#client.stream.destroy();
  }
}

/** The same in both versions: MQTT 5 leaves out the reason code when it is 0, "normal disconnection". */
const DISCONNECT = Buffer.from([0xe0, 0]);
