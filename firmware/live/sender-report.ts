/**
 * RTCP sender reports (RFC 3550 section 6.4.1): they tie the time stamps of picture and sound to one wall
 * clock, from which the viewer keeps lips in sync, and let the round-trip time be measured.
 */
import { rtpTimestamp } from './rtp-packet.ts';
import type { ReceptionReport } from './rtcp.ts';

/** Seconds from 1900 to 1970. */
const NTP_EPOCH_S = 2_208_988_800;
const SENDER_REPORT = 200;
const SOURCE_DESCRIPTION = 202;
const CNAME = 1;

/**
 * The wall clock of one session as NTP. It is read once: a later step of the device's clock would tear
 * picture and sound apart.
 */
export class SessionTime {
  readonly #offsetMs: number;

  constructor(nowMs: number, monotonicMs: number) {
    this.#offsetMs = nowMs - monotonicMs;
  }

  /** @returns seconds and 1/2^32 s fractions since 1900 */
  ntp(monotonicMs: number): { seconds: number; fraction: number } {
    const wallMs = monotonicMs + this.#offsetMs;
    const wholeS = Math.floor(wallMs / 1000);
    const fraction = Math.floor((wallMs / 1000 - wholeS) * 2 ** 32);
    return { seconds: (wholeS + NTP_EPOCH_S) % 2 ** 32, fraction };
  }

  /** @returns the middle 32 bits of the NTP time: units of 1/65536 s */
  compactNtp(monotonicMs: number): number {
    const { seconds, fraction } = this.ntp(monotonicMs);
    return (seconds & 0xffff) * 0x10000 + (fraction >>> 16);
  }

  /** @returns the round-trip time a report tells of, ms; null when it tells nothing */
  roundTripMs(report: ReceptionReport, monotonicMs: number): number | null {
    if (report.lastReport === 0) return null;
    const units = (this.compactNtp(monotonicMs) - report.lastReport - report.delaySinceLastReport) | 0;
    const ms = (units * 1000) / 65_536;
    return ms < 0 ? (ms > -10 ? 0 : null) : ms < 60_000 ? ms : null;
  }
}

/** @returns a compound packet: sender report and the CNAME that joins the tracks of a session */
export function senderReport(options: {
  ssrc: number;
  cname: string;
  time: SessionTime;
  monotonicMs: number;
  clockRateHz: number;
  packets: number;
  payloadBytes: number;
}): Buffer {
  const { ssrc, cname, monotonicMs } = options;
  const nameBytes = Buffer.byteLength(cname);
  // The list of items ends with at least one zero and is filled up to 32 bits.
  const itemsBytes = Math.ceil((2 + nameBytes + 1) / 4) * 4;
  const packet = Buffer.alloc(28 + 8 + itemsBytes);
  const { seconds, fraction } = options.time.ntp(monotonicMs);
  packet[0] = 0x80;
  packet[1] = SENDER_REPORT;
  packet.writeUInt16BE(6, 2);
  packet.writeUInt32BE(ssrc, 4);
  packet.writeUInt32BE(seconds, 8);
  packet.writeUInt32BE(fraction, 12);
  packet.writeUInt32BE(rtpTimestamp(monotonicMs * 1000, options.clockRateHz), 16);
  packet.writeUInt32BE(options.packets % 2 ** 32, 20);
  packet.writeUInt32BE(options.payloadBytes % 2 ** 32, 24);
  packet[28] = 0x81;
  packet[29] = SOURCE_DESCRIPTION;
  packet.writeUInt16BE((8 + itemsBytes) / 4 - 1, 30);
  packet.writeUInt32BE(ssrc, 32);
  packet[36] = CNAME;
  packet[37] = nameBytes;
  packet.write(cname, 38);
  return packet;
}
