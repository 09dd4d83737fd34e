/** Recorded streams in memory: what `RecordedMedia` plays. */
import { splitNals } from '../media/annex-b.ts';

export interface RecordedUnit {
  key: boolean;
  data: Buffer;
}

/** One encoding of the scene, in full: begins with a key frame. */
export interface Rendition {
  kbps: number;
  fps: number;
  units: RecordedUnit[];
}

export interface Recording {
  /** By rising bitrate. */
  main: Rendition[];
  sub: Rendition[];
  /** Opus packets of 20 ms. */
  audio: Buffer[];
}

const DELIMITER = Buffer.from([0, 0, 0, 1, 9]);
const IDR = 5;

/** @param annexB a byte stream in which an access unit delimiter begins every unit */
export function accessUnits(annexB: Buffer): RecordedUnit[] {
  const units: RecordedUnit[] = [];
  let from = annexB.indexOf(DELIMITER);
  while (from !== -1) {
    const next = annexB.indexOf(DELIMITER, from + DELIMITER.length);
    const data = annexB.subarray(from, next === -1 ? annexB.length : next);
    units.push({ data, key: splitNals(data).some((nal) => (nal[0]! & 0x1f) === IDR) });
    from = next;
  }
  return units;
}

/** @param stream RTP packets in frames of two length bytes (RFC 4571) @returns their payloads */
export function rtpPayloads(stream: Buffer): Buffer[] {
  const payloads: Buffer[] = [];
  for (let at = 0; at + 2 <= stream.length;) {
    const end = at + 2 + stream.readUInt16BE(at);
    payloads.push(stream.subarray(at + 2 + 12, end));
    at = end;
  }
  return payloads;
}
