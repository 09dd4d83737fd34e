/** Opus packets to RTP (RFC 7587): one packet each, time stamps in samples of 48 kHz. */
import { opusSamples } from '../media/opus-packet.ts';
import { RTP_HEADER_BYTES, rtpTimestamp, writeSharedHeader, type RtpPacket } from './rtp-packet.ts';

export const OPUS_CLOCK_HZ = 48_000;
/** Beyond this the time stamp follows the capture time again instead of counting samples. */
const MAX_DRIFT_SAMPLES = 480;
/** Largest packet of 20 ms that an encoder makes (RFC 6716 section 3.2.1: 1275 bytes a frame). */
const MAX_BYTES = 1275;

/** Counts samples from packet to packet, so that rounding and jitter of capture times are not heard. */
export class OpusPacketizer {
  #next: number | null = null;

  /** @returns its packet, or none for what is no Opus */
  packetize(unit: { data: Buffer; ptsUs: number }): RtpPacket[] {
    const samples = opusSamples(unit.data);
    if (samples === 0 || unit.data.length > MAX_BYTES) return [];
    const captured = rtpTimestamp(unit.ptsUs, OPUS_CLOCK_HZ);
    const counted = this.#next ?? captured;
    const drift = Math.abs((captured - counted) | 0);
    const timestamp = drift > MAX_DRIFT_SAMPLES ? captured : counted;
    this.#next = (timestamp + samples) % 2 ** 32;
    const packet = Buffer.allocUnsafe(RTP_HEADER_BYTES + unit.data.length);
    writeSharedHeader(packet, 0, { timestamp, marker: false, extended: false });
    unit.data.copy(packet, RTP_HEADER_BYTES);
    return [packet];
  }
}
