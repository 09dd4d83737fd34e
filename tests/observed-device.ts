/** A device as the cloud sees it: a real broker, everything the device says to it, and what is said back. */
import mqtt, { type MqttClient } from 'mqtt';
import { decodeEnvelope, encodeEnvelope } from '#protocol/codec.ts';
import type { v1 } from '#protocol/messages.ts';
import { downTopic, parseTopic, upFilter, type Down, type Up } from '#protocol/topics.ts';
import type { Broker } from './broker.ts';
import type { ViewerLink } from './browser/viewers.ts';

/** One message the device sent. */
export interface Received {
  name: Up;
  envelope: v1.Envelope;
  /** performance.now() at arrival. */
  atMs: number;
}

/** Lines of the device's log that are kept. */
const MAX_LOG_LINES = 5000;

export abstract class ObservedDevice {
  readonly deviceId: string;
  readonly broker: Broker;
  readonly received: Received[] = [];
  readonly log: string[] = [];
  #client: MqttClient | undefined;
  readonly #waiting = new Set<() => void>();
  #seq = 0;
  readonly #signalListeners = new Set<(signal: v1.ISignal) => void>();

  protected constructor(deviceId: string, broker: Broker) {
    this.deviceId = deviceId;
    this.broker = broker;
  }

  async subscribe(): Promise<void> {
    const client = mqtt.connect(this.broker.url, {
      protocolVersion: 4,
      reconnectPeriod: 50,
      clientId: 'observer',
      clean: false,
    });
    this.#client = client;
    client.on('message', (topic, payload) => {
      const parsed = parseTopic(topic);
      if (parsed?.direction !== 'up') return;
      const envelope = decodeEnvelope(payload, parsed);
      this.received.push({ name: parsed.name, envelope, atMs: performance.now() });
      if (envelope.signal) for (const listener of this.#signalListeners) listener(envelope.signal);
      this.#notify();
    });
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    await client.subscribeAsync(upFilter(), { qos: 1 });
  }

  /** Sends an envelope to the device. */
  async send(name: Down, body: Partial<v1.IEnvelope>): Promise<void> {
    const envelope = { deviceId: this.deviceId, bootEpoch: 1, seq: ++this.#seq, timeMs: Date.now(), ...body };
    await this.#client!.publishAsync(downTopic(this.deviceId, name), encodeEnvelope(envelope), { qos: 1 });
  }

  /** Signalling as a viewer's way to the device: over the broker, as in real life. */
  get signalling(): ViewerLink {
    return {
      receive: (signal) => void this.send('signal', { signal, correlationId: signal.sessionId }),
      onSent: (listener) => {
        this.#signalListeners.add(listener);
        return () => this.#signalListeners.delete(listener);
      },
    };
  }

  /** A line of the device's log. */
  protected logged(line: string): void {
    this.log.push(line);
    if (this.log.length > MAX_LOG_LINES) this.log.shift();
    this.#notify();
  }

  /** Resolves with the first truthy value of `look`, which is asked after every message and log line. */
  async waitFor<T>(what: string, look: () => T | undefined | false | null, limitMs = 60_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`waited ${limitMs} ms for ${what}; last log:\n${this.log.slice(-15).join('\n')}`));
      }, limitMs);
      const check = () => {
        const found = look();
        if (!found) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }

  #notify(): void {
    for (const check of [...this.#waiting]) check();
  }

  protected async unsubscribe(): Promise<void> {
    await this.#client?.endAsync(true);
  }
}
