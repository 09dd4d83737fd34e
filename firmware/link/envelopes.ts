/** Makes this device's envelopes: identity, number, time. */
import { encodeEnvelope } from '#protocol/codec.ts';
import { v1 } from '#protocol/messages.ts';
import type { Clock, ClockQuality } from '#kit/clock.ts';

const QUALITY: Record<ClockQuality, v1.ClockQuality> = {
  unknown: v1.ClockQuality.CLOCK_QUALITY_UNKNOWN,
  floor: v1.ClockQuality.CLOCK_QUALITY_FLOOR,
  synced: v1.ClockQuality.CLOCK_QUALITY_SYNCED,
};

export type EnvelopeBody = Pick<
  v1.IEnvelope,
  'status' | 'state' | 'event' | 'telemetry' | 'reply' | 'signal' | 'log' | 'correlationId' | 'traceId'
>;

export class Envelopes {
  readonly #deviceId: string;
  readonly #bootEpoch: number;
  readonly #clock: Clock;
  #seq = 0;

  constructor(options: { deviceId: string; bootEpoch: number; clock: Clock }) {
    this.#deviceId = options.deviceId;
    this.#bootEpoch = options.bootEpoch;
    this.#clock = options.clock;
  }

  /** @throws ProtocolError when the body is not what the contract says, or too large */
  encode(body: EnvelopeBody): Buffer {
    return encodeEnvelope({
      deviceId: this.#deviceId,
      bootEpoch: this.#bootEpoch,
      seq: ++this.#seq,
      timeMs: Math.round(this.#clock.nowMs()),
      clockQuality: QUALITY[this.#clock.quality()],
      ...body,
    });
  }
}

/** A UUID's digits are a W3C trace-id: what belongs to one event or session can be followed by it. */
export function traceIdOf(uuid: string | null | undefined): string {
  const digits = (uuid ?? '').replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(digits) ? digits : '';
}
