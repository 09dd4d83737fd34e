/** What goes up besides events: status, state, and what may be lost when there is no link. */
import { LATE_AFTER_MS, withDelay } from '#protocol/codec.ts';
import { v1 } from '#protocol/messages.ts';
import { DELIVERY, upTopic, type Up } from '#protocol/topics.ts';
import type { Clock } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { Backlog } from './backlog.ts';
import type { EnvelopeBody, Envelopes } from './envelopes.ts';
import type { MqttSession } from './mqtt-session.ts';

/** Telemetry and log messages kept while there is no link. */
const BACKLOG = 30;
/** MQTT 5: the broker drops what it could not deliver within this time. */
const EXPIRY_S: Partial<Record<Up, number>> = { reply: 60, signal: 30, telemetry: 300 };

export interface UpSenderOptions {
  deviceId: string;
  envelopes: Envelopes;
  clock: Clock;
  log: Logger;
}

export class UpSender {
  readonly #options: UpSenderOptions;
  readonly #backlog = new Backlog<{ name: Up; encoded: Buffer; madeMs: number }>(BACKLOG);
  #session: MqttSession | null = null;
  #state: v1.IState | null = null;
  #isStateOnItsWay = false;
  #isStateNew = false;

  constructor(options: UpSenderOptions) {
    this.#options = options;
  }

  /** The retained status, as the will or to be sent. @throws never */
  encodeStatus(reason: v1.StatusReason): Buffer {
    const online = reason === v1.StatusReason.STATUS_REASON_CONNECTED;
    return this.#options.envelopes.encode({ status: { online, reason } });
  }

  /** A session has begun: says hello, what the device is, and what was kept. */
  attach(session: MqttSession): void {
    this.#session = session;
    this.#isStateOnItsWay = false;
    void this.#publish('status', this.encodeStatus(v1.StatusReason.STATUS_REASON_CONNECTED));
    if (this.#state) this.setState(this.#state);
    for (const { name, encoded, madeMs } of this.#backlog.takeAll()) {
      const delayMs = this.#options.clock.monotonicMs() - madeMs;
      void this.#publish(name, withDelay(encoded, delayMs, delayMs > LATE_AFTER_MS));
    }
  }

  detach(): void {
    this.#session = null;
  }

  /** The last word. Resolves when the broker has taken it and, as it acknowledges in order, all before it. */
  async farewell(session: MqttSession, reason: v1.StatusReason): Promise<void> {
    this.detach();
    const status = this.encodeStatus(reason);
    await session.publish(upTopic(this.#options.deviceId, 'status'), status, DELIVERY['up/status']);
  }

  /** One at a time is on its way; of several meanwhile only the newest is sent. */
  setState(state: v1.IState): void {
    this.#state = state;
    this.#isStateNew = true;
    const session = this.#session;
    if (!session || this.#isStateOnItsWay) return;
    this.#isStateOnItsWay = true;
    this.#isStateNew = false;
    void this.#publish('state', this.#options.envelopes.encode({ state })).then(() => {
      if (session !== this.#session) return;
      this.#isStateOnItsWay = false;
      if (this.#isStateNew) this.setState(this.#state!);
    });
  }

  /** Sends now, or later when there is no link; the oldest of what waits is dropped. */
  sendOrKeep(name: Up, body: EnvelopeBody): void {
    const { envelopes, clock } = this.#options;
    const encoded = envelopes.encode(body);
    if (this.#session) void this.#publish(name, encoded);
    else this.#backlog.push({ name, encoded, madeMs: clock.monotonicMs() });
  }

  /** Sends now or never. */
  sendOrDrop(name: Up, body: EnvelopeBody): void {
    if (this.#session) void this.#publish(name, this.#options.envelopes.encode(body));
  }

  /** Resolves in any case: who sends these does not care what becomes of one. */
  async #publish(name: Up, encoded: Buffer): Promise<void> {
    const { deviceId, log } = this.#options;
    const expirySeconds = EXPIRY_S[name];
    const options = { ...DELIVERY[`up/${name}`], ...(expirySeconds && { expirySeconds }) };
    try {
      await this.#session!.publish(upTopic(deviceId, name), encoded, options);
    } catch (error) {
      log.debug({ name }, `link: not delivered: ${explain(error)}`);
    }
  }
}
