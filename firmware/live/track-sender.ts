/** One RTP stream to one viewer: its sequence numbers, repairs and reports. */
import { randomInt } from 'node:crypto';
import { PacketHistory } from './packet-history.ts';
import { RetransmissionBudget } from './retransmission-budget.ts';
import { RTP_HEADER_BYTES, addressPacket, paddingPacket, type RtpPacket } from './rtp-packet.ts';
import { senderReport, type SessionTime } from './sender-report.ts';

export interface TrackSenderOptions {
  ssrc: number;
  payloadType: number;
  clockRateHz: number;
  /** Keeps what was sent for repairs: worth it for pictures, where one lost packet spoils a second. */
  repairs: boolean;
  nowMs: number;
  send: (packet: Buffer) => boolean;
}

export class TrackSender {
  readonly #options: TrackSenderOptions;
  readonly #history: PacketHistory | null;
  readonly #budget: RetransmissionBudget;
  #sequence = randomInt(0x8000); // the upper half stays free of an early wrap (RFC 3711 section 3.3.1)
  #timestamp = 0;
  #packets = 0;
  #payloadBytes = 0;
  #nacked = 0;
  #resent = 0;

  constructor(options: TrackSenderOptions) {
    this.#options = options;
    this.#history = options.repairs ? new PacketHistory() : null;
    this.#budget = new RetransmissionBudget(options.nowMs);
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
    let bytes = 0;
    for (const packet of packets) bytes += this.#sendNew(packet);
    const last = packets.at(-1);
    if (last) this.#timestamp = last.readUInt32BE(4);
    return bytes;
  }

  /** Sends padding until so many bytes are sent. @returns bytes sent */
  pad(bytes: number): number {
    let sent = 0;
    while (sent < bytes) sent += this.#sendNew(paddingPacket(this.#timestamp));
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
      addressPacket(packet, this.#options.payloadType, sequence, this.#options.ssrc);
      if (this.#options.send(packet)) bytes += packet.length;
    }
    return bytes;
  }

  /** Sends a sender report. */
  report(cname: string, time: SessionTime, monotonicMs: number): void {
    const { ssrc, clockRateHz } = this.#options;
    const totals = { packets: this.#packets, payloadBytes: this.#payloadBytes };
    this.#options.send(senderReport({ ssrc, clockRateHz, cname, time, monotonicMs, ...totals }));
  }

  #sendNew(packet: RtpPacket): number {
    const sequence = this.#sequence;
    this.#sequence = (sequence + 1) & 0xffff;
    addressPacket(packet, this.#options.payloadType, sequence, this.#options.ssrc);
    this.#history?.add(sequence, packet);
    this.#options.send(packet);
    this.#packets++;
    this.#payloadBytes += packet.length - RTP_HEADER_BYTES;
    return packet.length;
  }
}
