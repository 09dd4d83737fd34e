/** The RTP packets of access units, made once for all viewers. */
import type { AccessUnit } from '../media/media.ts';
import { packetizeH264 } from './rtp-h264.ts';
import { OpusPacketizer } from './rtp-opus.ts';
import type { RtpPacket } from './rtp-packet.ts';

/** Viewers read within a few units of each other: about a second of picture and sound. */
const KEPT_UNITS = 96;

export class SharedPackets {
  readonly #kept = new Map<AccessUnit, RtpPacket[]>();
  readonly #opus = new OpusPacketizer();

  of(unit: AccessUnit): readonly RtpPacket[] {
    let packets = this.#kept.get(unit);
    if (!packets) {
      packets = unit.stream === 'audio' ? this.#opus.packetize(unit) : packetizeH264(unit);
      this.#kept.set(unit, packets);
      if (this.#kept.size > KEPT_UNITS) this.#kept.delete(this.#kept.keys().next().value!);
    }
    return packets;
  }
}
