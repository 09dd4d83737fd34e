/** Transport-wide feedback: when each packet arrived (draft-holmer-rmcat-transport-wide-cc-extensions-01). */

export interface Arrival {
  /** Transport sequence number, 16 bits. */
  sequence: number;
  /** By the viewer's clock, ms; null when it did not arrive. */
  atMs: number | null;
}

/** A viewer reports every 50 to 250 ms; more packets than this are not sent in that time. */
const MAX_PACKETS = 2048;
const HEADER_BYTES = 20;
const REFERENCE_MS = 64;
const DELTA_MS = 0.25;
const [NOT_RECEIVED, SMALL_DELTA, LARGE_DELTA] = [0, 1, 2];

/** @param body one RTCP packet of type 205, format 15 @returns what it tells; nothing when malformed */
export function parseTransportFeedback(body: Buffer): Arrival[] {
  if (body.length < HEADER_BYTES) return [];
  const first = body.readUInt16BE(12);
  const count = Math.min(MAX_PACKETS, body.readUInt16BE(14));
  const symbols = readSymbols(body, count);
  if (!symbols) return [];
  const arrivals: Arrival[] = [];
  let at = symbols.end;
  let atMs = body.readIntBE(16, 3) * REFERENCE_MS;
  for (const [index, symbol] of symbols.list.entries()) {
    const sequence = (first + index) & 0xffff;
    if (symbol === NOT_RECEIVED) {
      arrivals.push({ sequence, atMs: null });
      continue;
    }
    const bytes = symbol === SMALL_DELTA ? 1 : 2;
    if (symbol > LARGE_DELTA || at + bytes > body.length) return [];
    atMs += (bytes === 1 ? body[at]! : body.readInt16BE(at)) * DELTA_MS;
    at += bytes;
    arrivals.push({ sequence, atMs });
  }
  return arrivals;
}

/** Sections 3.1.2 to 3.1.4: runs of one symbol, or vectors of 14 short or 7 long ones. */
function readSymbols(body: Buffer, count: number): { list: number[]; end: number } | null {
  const list: number[] = [];
  let at = HEADER_BYTES;
  while (list.length < count) {
    if (at + 2 > body.length) return null;
    const chunk = body.readUInt16BE(at);
    at += 2;
    if ((chunk & 0x8000) === 0) {
      const symbol = (chunk >> 13) & 3;
      for (let run = Math.min(chunk & 0x1fff, count - list.length); run > 0; run--) list.push(symbol);
      if ((chunk & 0x1fff) === 0) return null;
    } else if ((chunk & 0x4000) === 0) {
      for (let bit = 13; bit >= 0 && list.length < count; bit--) list.push((chunk >> bit) & 1);
    } else {
      for (let bit = 12; bit >= 0 && list.length < count; bit -= 2) list.push((chunk >> bit) & 3);
    }
  }
  return { list, end: at };
}
