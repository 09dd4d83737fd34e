/**
 * RTP packets (RFC 3550 section 5.1) that all viewers share.
 *
 * A packet is made once per access unit with everything that is the same for everyone: marker, time stamp,
 * payload. Payload type, sequence numbers and source differ per viewer and are written into the very same
 * bytes just before each send, which is safe because a send is over when it returns. So a viewer costs no
 * copy and no allocation here.
 *
 * Packets of pictures carry one header extension (RFC 8285): the number by which the viewer reports when
 * each arrived (draft-holmer-rmcat-transport-wide-cc-extensions-01).
 */
export type RtpPacket = Buffer;

export const RTP_HEADER_BYTES = 12;
export const EXTENDED_HEADER_BYTES = RTP_HEADER_BYTES + 8;
const VERSION = 0x80;
const PADDING = 0x20;
const EXTENSION = 0x10;
const MARKER = 0x80;
/** One-byte headers, one word of them. */
const EXTENSION_HEADER = 0xbede0001;
const PADDING_BYTES = 255;

/** Makes the shared part of a header at `offset`. */
export function writeSharedHeader(
  buffer: Buffer,
  offset: number,
  header: { timestamp: number; marker: boolean; extended: boolean },
): void {
  buffer[offset] = VERSION | (header.extended ? EXTENSION : 0);
  buffer[offset + 1] = header.marker ? MARKER : 0;
  buffer.writeUInt32BE(header.timestamp, offset + 4);
  if (header.extended) buffer.writeUInt32BE(EXTENSION_HEADER, offset + RTP_HEADER_BYTES);
}

/** Marks the last packet of a picture. */
export function markLast(packet: RtpPacket): void {
  packet[1]! |= MARKER;
}

/** Makes a packet one viewer's own: the fields that differ from viewer to viewer. */
export function addressPacket(packet: RtpPacket, payloadType: number, sequence: number, ssrc: number): void {
  packet[1] = (packet[1]! & MARKER) | payloadType;
  packet[2] = sequence >>> 8;
  packet[3] = sequence & 0xff;
  packet[8] = ssrc >>> 24;
  packet[9] = (ssrc >>> 16) & 0xff;
  packet[10] = (ssrc >>> 8) & 0xff;
  packet[11] = ssrc & 0xff;
}

/** @param extensionId as agreed with the viewer; null leaves the extension empty, which is read as padding */
export function numberTransport(packet: RtpPacket, extensionId: number | null, sequence: number): void {
  packet[16] = extensionId === null ? 0 : (extensionId << 4) | 1;
  packet[17] = extensionId === null ? 0 : sequence >>> 8;
  packet[18] = extensionId === null ? 0 : sequence & 0xff;
  packet[19] = 0;
}

/** @returns a packet of nothing but padding (section 5.1), to find out what a link carries */
export function paddingPacket(timestamp: number): RtpPacket {
  const packet = Buffer.alloc(EXTENDED_HEADER_BYTES + PADDING_BYTES);
  writeSharedHeader(packet, 0, { timestamp, marker: false, extended: true });
  packet[0]! |= PADDING;
  packet[packet.length - 1] = PADDING_BYTES;
  return packet;
}

/** @returns the RTP time stamp of a capture time; all streams of a clock rate share one time line */
export function rtpTimestamp(ptsUs: number, clockRateHz: number): number {
  return Math.round((ptsUs * clockRateHz) / 1e6) % 2 ** 32;
}
