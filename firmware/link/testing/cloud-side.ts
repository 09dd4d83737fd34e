/** The other end of the link: a plain MQTT client that sees what devices send and writes to them. */
import mqtt, { type MqttClient } from 'mqtt';
import { decodeEnvelope, encodeEnvelope } from '#protocol/codec.ts';
import type { v1 } from '#protocol/messages.ts';
import { DELIVERY, downTopic, parseTopic, upFilter, type Down, type Up } from '#protocol/topics.ts';

export interface Seen {
  name: Up;
  envelope: v1.Envelope;
  /** It was with the broker already when this client subscribed. */
  wasRetained: boolean;
  expirySeconds: number | undefined;
  contentType: string | undefined;
  /** performance.now() at arrival. */
  atMs: number;
}

export class CloudSide {
  readonly seen: Seen[] = [];
  readonly #client: MqttClient;
  #waiting = new Set<() => void>();
  #seq = 0;

  private constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', (topic, payload, { retain, properties }) => {
      const parsed = parseTopic(topic);
      if (parsed?.direction !== 'up') return;
      const envelope = soundOrNull(() => decodeEnvelope(payload, parsed));
      if (!envelope) return;
      this.seen.push({
        name: parsed.name,
        envelope,
        wasRetained: retain,
        expirySeconds: properties?.messageExpiryInterval,
        contentType: properties?.contentType,
        atMs: performance.now(),
      });
      for (const check of this.#waiting) check();
    });
  }

  /** @param url of a broker that listens already */
  static async connect(url: string): Promise<CloudSide> {
    const client = mqtt.connect(url, { protocolVersion: 5, reconnectPeriod: 20, resubscribe: false });
    const cloud = new CloudSide(client);
    client.on('error', () => undefined); // it reconnects
    await cloud.subscribed();
    return cloud;
  }

  /** Resolves when it is connected, the first time or again, and the broker has its subscription. */
  async subscribed(): Promise<void> {
    if (!this.#client.connected)
      await new Promise<void>((resolve) => this.#client.once('connect', () => resolve()));
    await this.#client.subscribeAsync(upFilter(), { qos: 1 });
  }

  /** Resolves when what was seen makes this true; looks again at every message. */
  until(isTrue: (seen: readonly Seen[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!isTrue(this.seen)) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  of(name: Up): v1.Envelope[] {
    return this.seen.filter((message) => message.name === name).map(({ envelope }) => envelope);
  }

  /** The ids of the events seen, in order of arrival, each (epoch, seq) once. */
  eventIds(): string[] {
    const seen = new Set<string>();
    return this.of('event').flatMap(({ bootEpoch, seq, event }) => {
      const key = `${bootEpoch}/${seq}`;
      return seen.has(key) ? [] : (seen.add(key), [event!.id!]);
    });
  }

  async send(deviceId: string, name: Down, body: v1.IEnvelope): Promise<void> {
    const envelope = { deviceId, bootEpoch: 1, seq: ++this.#seq, timeMs: Date.now(), ...body };
    await this.sendRaw(downTopic(deviceId, name), encodeEnvelope(envelope), DELIVERY[`down/${name}`]);
  }

  async sendRaw(topic: string, payload: Buffer, options: { qos: 0 | 1; retain: boolean }): Promise<void> {
    await this.#client.publishAsync(topic, payload, options);
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }
}

/** Tests publish nonsense on purpose. */
function soundOrNull(decode: () => v1.Envelope): v1.Envelope | null {
  try {
    return decode();
  } catch {
    return null;
  }
}
