/** Writes to devices: puts a body into an envelope of ours and hands it to the broker. */
import { randomBytes } from 'node:crypto';
import { encodeEnvelope } from '#protocol/codec.ts';
import { v1 } from '#protocol/messages.ts';
import { DELIVERY, downTopic } from '#protocol/topics.ts';
import type { Clock, ClockQuality } from '#kit/clock.ts';

const QUALITY: Record<ClockQuality, v1.ClockQuality> = {
  unknown: v1.ClockQuality.CLOCK_QUALITY_UNKNOWN,
  floor: v1.ClockQuality.CLOCK_QUALITY_FLOOR,
  synced: v1.ClockQuality.CLOCK_QUALITY_SYNCED,
};

export type DownBody = { command: v1.ICommand } | { settings: v1.ISettingsChange } | { signal: v1.ISignal };
export type Publish = (
  topic: string,
  payload: Buffer,
  delivery: { qos: 0 | 1; retain: boolean },
) => Promise<void>;

export class Mailer {
  readonly #publish: Publish;
  readonly #clock: Clock;
  readonly #bootEpoch: () => number;
  #seq = 0;

  constructor(options: { publish: Publish; clock: Clock; bootEpoch: () => number }) {
    this.#publish = options.publish;
    this.#clock = options.clock;
    this.#bootEpoch = options.bootEpoch;
  }

  /**
   * @returns when the broker has taken it
   * @throws PupsentryError "broker-down"; ProtocolError when the body is unsound
   */
  async send(deviceId: string, body: DownBody, correlationId = ''): Promise<void> {
    const name = 'command' in body ? 'command' : 'settings' in body ? 'settings' : 'signal';
    const envelope = encodeEnvelope({
      deviceId,
      bootEpoch: this.#bootEpoch(),
      seq: ++this.#seq,
      timeMs: this.#clock.nowMs(),
      clockQuality: QUALITY[this.#clock.quality()],
      correlationId,
      traceId: randomBytes(16).toString('hex'),
      ...body,
    });
    await this.#publish(downTopic(deviceId, name), envelope, DELIVERY[`down/${name}`]);
  }
}
