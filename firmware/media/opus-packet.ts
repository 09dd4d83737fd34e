/** What an Opus packet says of itself (RFC 6716). */

/** @returns the length of an Opus packet in samples of 48 kHz (RFC 6716 section 3.1), 0 if it is none */
export function opusSamples(packet: Buffer): number {
  if (packet.length === 0) return 0;
  const config = packet[0]! >> 3;
  const frame =
    config < 12
      ? [480, 960, 1920, 2880][config & 3]! // SILK
      : config < 16
        ? [480, 960][config & 1]! // hybrid
        : [120, 240, 480, 960][config & 3]!; // CELT
  const code = packet[0]! & 3;
  const frames = code === 0 ? 1 : code === 3 ? (packet[1] ?? 0) & 0x3f : 2;
  const samples = frame * frames;
  return samples <= 5760 ? samples : 0; // 120 ms at most
}
