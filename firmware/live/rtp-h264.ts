/** H.264 access units to RTP (RFC 6184, packetization mode 1). */
import { splitNals } from '../media/annex-b.ts';
import {
  EXTENDED_HEADER_BYTES,
  markLast,
  rtpTimestamp,
  writeSharedHeader,
  type RtpPacket,
} from './rtp-packet.ts';

export const H264_CLOCK_HZ = 90_000;
/** With SRTP, UDP and IPv6 headers this stays below 1280 bytes, which every IPv6 path carries. */
export const MAX_PAYLOAD_BYTES = 1200;

const STAP_A = 24;
const FU_A = 28;
const FU_HEADER_BYTES = 2;

const PARAMETER_SETS = new Set([7, 8]);
/** Of no use to a viewer: SEI, access unit delimiter, end of sequence, end of stream, filler. */
const DROPPED = new Set([6, 9, 10, 11, 12]);

/**
 * @param unit one access unit, Annex B
 * @returns its packets, all in one allocation, the last one marked; none when nothing in it is to be sent
 */
export function packetizeH264(unit: { data: Buffer; ptsUs: number }): RtpPacket[] {
  const nals = splitNals(unit.data).filter((nal) => !DROPPED.has(nal[0]! & 0x1f));
  const out = new PacketWriter(nals, rtpTimestamp(unit.ptsUs, H264_CLOCK_HZ));
  let index = 0;
  while (index < nals.length) {
    const together = aggregable(nals, index);
    if (together > 1) out.stapA(nals.slice(index, index + together));
    else if (nals[index]!.length <= MAX_PAYLOAD_BYTES) out.single(nals[index]!);
    else out.fuA(nals[index]!);
    index += together;
  }
  return out.finish();
}

/** How many parameter sets from `index` on fit into one STAP-A; 1 for anything else. */
function aggregable(nals: readonly Buffer[], index: number): number {
  let bytes = 1;
  let count = 0;
  for (let i = index; i < nals.length && PARAMETER_SETS.has(nals[i]![0]! & 0x1f); i++) {
    bytes += 2 + nals[i]!.length;
    if (bytes > MAX_PAYLOAD_BYTES) break;
    count++;
  }
  return Math.max(1, count);
}

class PacketWriter {
  readonly #slab: Buffer;
  readonly #timestamp: number;
  readonly #packets: RtpPacket[] = [];
  #end = 0;

  constructor(nals: readonly Buffer[], timestamp: number) {
    let bytes = 0;
    for (const nal of nals) {
      const pieces = Math.ceil(nal.length / (MAX_PAYLOAD_BYTES - FU_HEADER_BYTES)) + 1;
      bytes += nal.length + pieces * (EXTENDED_HEADER_BYTES + 3);
    }
    this.#slab = Buffer.allocUnsafe(bytes);
    this.#timestamp = timestamp;
  }

  single(nal: Buffer): void {
    const at = this.#open(nal.length);
    nal.copy(this.#slab, at);
  }

  /** Section 5.7.1: NRI is the highest of those inside. */
  stapA(nals: readonly Buffer[]): void {
    let at = this.#open(nals.reduce((sum, nal) => sum + 2 + nal.length, 1));
    const importance = Math.max(...nals.map((nal) => nal[0]! & 0x60));
    this.#slab[at++] = importance | STAP_A;
    for (const nal of nals) {
      at = this.#slab.writeUInt16BE(nal.length, at);
      at += nal.copy(this.#slab, at);
    }
  }

  /** Section 5.8: the NAL header is not sent itself, its parts go into the two FU bytes. */
  fuA(nal: Buffer): void {
    const header = nal[0]!;
    const room = MAX_PAYLOAD_BYTES - FU_HEADER_BYTES;
    for (let from = 1; from < nal.length; from += room) {
      const to = Math.min(nal.length, from + room);
      const at = this.#open(FU_HEADER_BYTES + to - from);
      const edges = (from === 1 ? 0x80 : 0) | (to === nal.length ? 0x40 : 0);
      this.#slab[at] = (header & 0xe0) | FU_A;
      this.#slab[at + 1] = edges | (header & 0x1f);
      nal.copy(this.#slab, at + 2, from, to);
    }
  }

  finish(): RtpPacket[] {
    const last = this.#packets.at(-1);
    if (last) markLast(last);
    return this.#packets;
  }

  /** @returns where the payload of a new packet goes */
  #open(payloadBytes: number): number {
    const from = this.#end;
    this.#end += EXTENDED_HEADER_BYTES + payloadBytes;
    writeSharedHeader(this.#slab, from, { timestamp: this.#timestamp, marker: false, extended: true });
    this.#packets.push(this.#slab.subarray(from, this.#end));
    return from + EXTENDED_HEADER_BYTES;
  }
}
