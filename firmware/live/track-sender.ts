/** One RTP stream to one viewer: its sequence numbers, repairs and reports. */
import { randomInt } from 'node:crypto';
import type { Clock } from '#kit/clock.ts';
import { PacketHistory } from './packet-history.ts';
import { RetransmissionBudget } from './retransmission-budget.ts';
import { DeliveryMeter, type Delivery } from './delivery-meter.ts';
import {
  EXTENDED_HEADER_BYTES,
  RTP_HEADER_BYTES,
  addressPacket,
  numberTransport,
  paddingPacket,
  type RtpPacket,
} from './rtp-packet.ts';
import type { Arrival } from './transport-feedback.ts';
import { senderReport, type SessionTime } from './sender-report.ts';

export interface TrackSenderOptions {
  ssrc: number;
  payloadType: number;
  clockRateHz: number;
  /** Pictures: kept for repairs, as one lost packet spoils a second, and numbered for transport feedback. */
  picture: { transportExtensionId: number | null } | null;
  clock: Pick<Clock, 'monotonicMs'>;
  send: (packet: Buffer) => boolean;
}

export class TrackSender {
  readonly #options: TrackSenderOptions;
  readonly #history: PacketHistory | null;
  readonly #budget: RetransmissionBudget;
  #sequence = randomInt(0x8000); // the upper half stays free of an early wrap (RFC 3711 section 3.3.1)
  readonly #delivery = new DeliveryMeter();
  #transportSequence = randomInt(0x10000);
  #timestamp = 0;
  #packets = 0;
  #payloadBytes = 0;
  #nacked = 0;
  #resent = 0;

  constructor(options: TrackSenderOptions) {
    this.#options = options;
    this.#history = options.picture && new PacketHistory();
    this.#budget = new RetransmissionBudget(options.clock.monotonicMs());
  }

  get ssrc(): number {
    return this.#options.ssrc;
  }

  /** Time stamp of the last packet. */
  get timestamp(): number {
    return this.#timestamp;
  }

  /** Packets the viewer asked for again. */
  get nacked(): number {
    return this.#nacked;
  }

  /** Packets it was given again. */
  get resent(): number {
    return this.#resent;
  }

  /** @returns bytes sent */
  send(packets: readonly RtpPacket[]): number {
    const nowMs = this.#options.clock.monotonicMs();
    let bytes = 0;
    for (const packet of packets) bytes += this.#sendNew(packet, nowMs);
    const last = packets.at(-1);
    if (last) this.#timestamp = last.readUInt32BE(4);
    return bytes;
  }

  /** Sends padding until so many bytes are sent. @returns bytes sent */
  pad(bytes: number): number {
    const nowMs = this.#options.clock.monotonicMs();
    let sent = 0;
    while (sent < bytes) sent += this.#sendNew(paddingPacket(this.#timestamp), nowMs);
    return sent;
  }

  /** Answers a NACK within the budget. @returns bytes sent */
  repair(lost: readonly number[], link: { nowMs: number; rttMs: number; sentKbps: number }): number {
    this.#nacked += lost.length;
    let bytes = 0;
    for (const sequence of lost) {
      const packet = this.#history?.find(sequence, link.nowMs, link.rttMs);
      if (!packet) continue;
      if (!this.#budget.take(packet.length, link.sentKbps, link.nowMs)) break;
      this.#history!.resent(sequence, link.nowMs);
      this.#resent++;
      this.#transmit(packet, sequence, link.nowMs);
      bytes += packet.length;
    }
    return bytes;
  }

  /** Sends a sender report. */
  report(cname: string, time: SessionTime, monotonicMs: number): void {
    const { ssrc, clockRateHz } = this.#options;
    const totals = { packets: this.#packets, payloadBytes: this.#payloadBytes };
    this.#options.send(senderReport({ ssrc, clockRateHz, cname, time, monotonicMs, ...totals }));
  }

  /** The viewer tells when packets arrived. @returns what that says about its link */
  onArrivals(arrivals: readonly Arrival[], nowMs: number): Delivery | null {
    return this.#delivery.onFeedback(arrivals, nowMs);
  }

  #sendNew(packet: RtpPacket, nowMs: number): number {
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) & 0xffff;
    this.#history?.add(sequence, packet);
    this.#transmit(packet, sequence, nowMs);
    this.#packets++;
    this.#payloadBytes += packet.length - (this.#history ? EXTENDED_HEADER_BYTES : RTP_HEADER_BYTES);
    return packet.length;
  }

  #transmit(packet: RtpPacket, sequence: number, nowMs: number): void {
    const { payloadType, ssrc, picture, send } = this.#options;
    addressPacket(packet, payloadType, sequence, ssrc);
    if (picture) {
      const number = this.#transportSequence;
      this.#transportSequence = (number + 1) & 0xffff;
      numberTransport(packet, picture.transportExtensionId, number);
      this.#delivery.sent(number, packet.length, nowMs);
    }
    send(packet);
  }
}
