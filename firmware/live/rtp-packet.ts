/**
 * RTP packets (RFC 3550 section 5.1) that all viewers share.
 *
 * A packet is made once per access unit with everything that is the same for everyone: marker, time stamp,
 * payload. Payload type, sequence number and source differ per viewer and are written into the very same
 * bytes just before each send, which is safe because a send is over when it returns. So a viewer costs no
 * copy and no allocation here.
 */
export type RtpPacket = Buffer;

export const RTP_HEADER_BYTES = 12;
const VERSION = 0x80;
const PADDING = 0x20;
const MARKER = 0x80;

/** Makes the shared part of a header at `offset`. */
export function writeSharedHeader(
  buffer: Buffer,
  offset: number,
  header: { timestamp: number; marker: boolean },
): void {
  buffer[offset] = VERSION;
  buffer[offset + 1] = header.marker ? MARKER : 0;
  buffer.writeUInt32BE(header.timestamp, offset + 4);
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

/** @returns a packet of nothing but padding (section 5.1), to find out what a link carries */
export function paddingPacket(timestamp: number): RtpPacket {
  const packet = Buffer.alloc(RTP_HEADER_BYTES + 255);
  writeSharedHeader(packet, 0, { timestamp, marker: false });
  packet[0] = VERSION | PADDING;
  packet[packet.length - 1] = 255;
  return packet;
}

export function timestampOf(packet: RtpPacket): number {
  return packet.readUInt32BE(4);
}

/** @returns the RTP time stamp of a capture time; all streams of a clock rate share one time line */
export function rtpTimestamp(ptsUs: number, clockRateHz: number): number {
  return Math.round((ptsUs * clockRateHz) / 1e6) % 2 ** 32;
}
