/** The packets a viewer was sent last, to repair what it lost. They are the shared ones: nothing is copied. */
import type { RtpPacket } from './rtp-packet.ts';

/** About 2 s at 2 Mbit/s. */
const DEFAULT_PACKETS = 512;
/** Two requests for one packet closer than this are one, however short the round trip seems, ms. */
const MIN_SPACING_MS = 10;

export class PacketHistory {
  readonly #packets: (RtpPacket | undefined)[];
  readonly #sequences: Int32Array;
  readonly #resentMs: Float64Array;

  /** @param packets how many are kept, a power of two */
  constructor(packets = DEFAULT_PACKETS) {
    this.#packets = new Array<undefined>(packets);
    this.#sequences = new Int32Array(packets).fill(-1);
    this.#resentMs = new Float64Array(packets);
  }

  add(sequence: number, packet: RtpPacket): void {
    const slot = sequence & (this.#packets.length - 1);
    this.#packets[slot] = packet;
    this.#sequences[slot] = sequence;
    this.#resentMs[slot] = -Infinity;
  }

  /**
   * @param roundTripMs a packet is not given again within this time: its repair may still be on the way
   * @returns the packet, or null when it is gone or has just been given
   */
  find(sequence: number, nowMs: number, roundTripMs: number): RtpPacket | null {
    const slot = sequence & (this.#packets.length - 1);
    if (this.#sequences[slot] !== sequence) return null;
    if (nowMs - this.#resentMs[slot]! < Math.max(MIN_SPACING_MS, roundTripMs)) return null;
    return this.#packets[slot] ?? null;
  }

  /** Notes that a packet found here was sent again. */
  resent(sequence: number, nowMs: number): void {
    const slot = sequence & (this.#packets.length - 1);
    if (this.#sequences[slot] === sequence) this.#resentMs[slot] = nowMs;
  }
}
