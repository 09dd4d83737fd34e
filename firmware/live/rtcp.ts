/** RTCP that viewers send (RFC 3550, RFC 4585, RFC 5104, draft-alvestrand-rmcat-remb-03). */
import { parseTransportFeedback, type Arrival } from './transport-feedback.ts';

export type Feedback =
  /** Picture loss: wants a key frame. */
  | { kind: 'pli'; ssrc: number }
  /** Full intra request: the same, asked for by a command. */
  | { kind: 'fir'; ssrc: number }
  /** Sequence numbers that did not arrive. */
  | { kind: 'nack'; ssrc: number; lost: number[] }
  /** The receiver's estimate of what the link carries. */
  | { kind: 'remb'; bitsPerSecond: number }
  /** When packets arrived. */
  | { kind: 'arrivals'; arrivals: Arrival[] }
  | ReceptionReport;

export interface ReceptionReport {
  kind: 'report';
  ssrc: number;
  /** Share of packets lost since the last report, 0 to 1. */
  lost: number;
  /** Middle 32 bits of the NTP time of our last sender report it got; 0 if none. */
  lastReport: number;
  /** Time between getting that and sending this, in 1/65536 s. */
  delaySinceLastReport: number;
}

/** A compound packet of one datagram has fewer; what is beyond is ignored. */
const MAX_FEEDBACK = 128;
/** Browsers ask for at most 1000 packets at once and history holds fewer. */
const MAX_NACKED = 512;

const HEADER_BYTES = 8;
const REPORT_BLOCK_BYTES = 24;
const [SENDER_REPORT, RECEIVER_REPORT, TRANSPORT_FEEDBACK, PAYLOAD_FEEDBACK] = [200, 201, 205, 206];

/** @returns what is understood; nothing for what is malformed. Never throws. */
export function parseRtcp(packet: Buffer): Feedback[] {
  const out: Feedback[] = [];
  let at = 0;
  while (at + HEADER_BYTES <= packet.length && out.length < MAX_FEEDBACK) {
    const version = packet[at]! >> 6;
    const count = packet[at]! & 0x1f;
    const type = packet[at + 1]!;
    const end = at + (packet.readUInt16BE(at + 2) + 1) * 4;
    if (version !== 2 || end > packet.length) break;
    const body = packet.subarray(at, end);
    if (type === RECEIVER_REPORT) readReports(body, 8, count, out);
    else if (type === SENDER_REPORT) readReports(body, 28, count, out);
    else if (type === TRANSPORT_FEEDBACK && count === 1) readNack(body, out);
    else if (type === TRANSPORT_FEEDBACK && count === 15)
      out.push({ kind: 'arrivals', arrivals: parseTransportFeedback(body) });
    else if (type === PAYLOAD_FEEDBACK) readPayloadFeedback(body, count, out);
    at = end;
  }
  return out;
}

/** RFC 3550 section 6.4.1. */
function readReports(body: Buffer, from: number, count: number, out: Feedback[]): void {
  for (
    let at = from;
    count > 0 && at + REPORT_BLOCK_BYTES <= body.length;
    at += REPORT_BLOCK_BYTES, count--
  ) {
    out.push({
      kind: 'report',
      ssrc: body.readUInt32BE(at),
      lost: body[at + 4]! / 256,
      lastReport: body.readUInt32BE(at + 16),
      delaySinceLastReport: body.readUInt32BE(at + 20),
    });
  }
}

/** RFC 4585 section 6.2.1: a packet and a bit mask of the 16 that follow it. */
function readNack(body: Buffer, out: Feedback[]): void {
  if (body.length < 16) return;
  const lost: number[] = [];
  for (let at = 12; at + 4 <= body.length; at += 4) {
    const first = body.readUInt16BE(at);
    const mask = body.readUInt16BE(at + 2);
    lost.push(first);
    for (let bit = 0; bit < 16; bit++) if (mask & (1 << bit)) lost.push((first + bit + 1) & 0xffff);
    if (lost.length >= MAX_NACKED) break;
  }
  out.push({ kind: 'nack', ssrc: body.readUInt32BE(8), lost: lost.slice(0, MAX_NACKED) });
}

function readPayloadFeedback(body: Buffer, format: number, out: Feedback[]): void {
  if (body.length < 12) return;
  if (format === 1) out.push({ kind: 'pli', ssrc: body.readUInt32BE(8) });
  else if (format === 4) {
    // RFC 5104 section 4.3.1: the source stands in the entries, not in the header.
    for (let at = 12; at + 8 <= body.length && out.length < MAX_FEEDBACK; at += 8)
      out.push({ kind: 'fir', ssrc: body.readUInt32BE(at) });
  } else if (format === 15 && body.length >= 20 && body.toString('latin1', 12, 16) === 'REMB') {
    const exponent = body[17]! >> 2;
    const mantissa = ((body[17]! & 3) << 16) | body.readUInt16BE(18);
    out.push({ kind: 'remb', bitsPerSecond: mantissa * 2 ** exponent });
  }
}
