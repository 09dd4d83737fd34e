/**
 * One fragment as bytes: moof, mdat, and a "free" box with a CRC that closes it. A fragment that is whole is
 * known by that last box, whatever the power cut left behind it.
 */
import { crc32 } from '#kit/crc32.ts';
import { opusSamples } from '../../media/opus-packet.ts';
import { BOX_HEADER_BYTES } from './box.ts';
import { AUDIO, VIDEO, type AudioSample, type Fragment } from './track.ts';

/** "free" box: mark, CRC-32 of moof and mdat, begun with the file's salt. */
export const SEAL_BYTES = 16;
const SEAL_MARK = 'PUPC';

const MFHD_BYTES = 16;
/** traf with tfhd, tfdt and the head of trun. */
const TRAF_BYTES = 8 + 16 + 20 + 20;
const SAMPLE_BYTES = { video: 12, audio: 8 } as const;
/** tfhd: offsets count from moof. trun: data offset, durations, sizes, and flags for pictures (14496-12, 8.8). */
const DEFAULT_BASE_IS_MOOF = 0x20000;
const TRUN_FLAGS = { video: 0x701, audio: 0x301 } as const;
const SYNC_SAMPLE = 0x2000000;
const NON_SYNC_SAMPLE = 0x1010000;

/** Beyond this the sound's time follows the capture time again instead of counting samples. */
const MAX_DRIFT_SAMPLES = 480;

/** Counts samples from packet to packet, so that rounding and jitter of capture times are not heard. */
export class SoundClock {
  #next: number | null = null;

  /** @param us since the file's first picture @returns where the packet stands, in samples of 48 kHz */
  place(us: number, samples: number): number {
    const captured = Math.max(0, Math.round((us * AUDIO.timescale) / 1e6));
    const counted = this.#next ?? captured;
    const at = Math.abs(captured - counted) > MAX_DRIFT_SAMPLES ? Math.max(captured, counted) : counted;
    this.#next = at + samples;
    return at;
  }
}

export interface FragmentOptions {
  fragment: Fragment;
  /** From 1 on, within the file. */
  sequence: number;
  /** Capture time that is the file's zero. */
  epochUs: number;
  /** Null in a file without sound. */
  sound: SoundClock | null;
  /** The file's: an old fragment that shows up in its place is not taken for one of it. */
  salt: number;
}

export function encodeFragment({ fragment, sequence, epochUs, sound, salt }: FragmentOptions): Buffer {
  const { video } = fragment;
  const packets = sound ? placed(sound, fragment.audio, epochUs) : [];
  const videoBytes = video.map(({ nals }) => nals.reduce((sum, nal) => sum + 4 + nal.length, 0));
  const audioBytes = packets.map(({ data }) => data.length);
  const videoTraf = TRAF_BYTES + video.length * SAMPLE_BYTES.video;
  const audioTraf = packets.length > 0 ? TRAF_BYTES + packets.length * SAMPLE_BYTES.audio : 0;
  const moofBytes = BOX_HEADER_BYTES + MFHD_BYTES + videoTraf + audioTraf;
  const mdatBytes = BOX_HEADER_BYTES + sum(videoBytes) + sum(audioBytes);
  const out = new Writer(moofBytes + mdatBytes + SEAL_BYTES);

  out.head(moofBytes, 'moof');
  out.head(MFHD_BYTES, 'mfhd');
  out.u32(0, sequence);
  const data = moofBytes + BOX_HEADER_BYTES;
  out.traf('video', { id: VIDEO.id, count: video.length, dataAt: data, time: video[0]!.ptsUs - epochUs });
  video.forEach(({ ptsUs, key }, i) => {
    const end = video[i + 1]?.ptsUs ?? fragment.endUs;
    out.u32(Math.max(1, end - ptsUs), videoBytes[i]!, key ? SYNC_SAMPLE : NON_SYNC_SAMPLE);
  });
  if (packets.length > 0) {
    const dataAt = data + sum(videoBytes);
    out.traf('audio', { id: AUDIO.id, count: packets.length, dataAt, time: packets[0]!.at });
    packets.forEach(({ at, samples }, i) => {
      out.u32((packets[i + 1]?.at ?? at + samples) - at, audioBytes[i]!);
    });
  }

  out.head(mdatBytes, 'mdat');
  for (const { nals } of video) {
    for (const nal of nals) {
      out.u32(nal.length);
      out.bytes(nal);
    }
  }
  for (const { data } of packets) out.bytes(data);

  const crc = crc32(out.buffer.subarray(0, moofBytes + mdatBytes), salt);
  out.head(SEAL_BYTES, 'free');
  out.text(SEAL_MARK);
  out.u32(crc);
  return out.buffer;
}

/** @param bytes from moof to the end of the seal @returns whether they are whole and of this file */
export function isSealed(bytes: Buffer, salt: number): boolean {
  const at = bytes.length - SEAL_BYTES;
  return (
    at > 0 &&
    bytes.readUInt32BE(at) === SEAL_BYTES &&
    bytes.toString('latin1', at + 4, at + 12) === `free${SEAL_MARK}` &&
    bytes.readUInt32BE(at + 12) === crc32(bytes.subarray(0, at), salt)
  );
}

function placed(sound: SoundClock, audio: readonly AudioSample[], epochUs: number) {
  return audio.flatMap(({ ptsUs, data }) => {
    const samples = opusSamples(data);
    return samples > 0 ? [{ data, samples, at: sound.place(ptsUs - epochUs, samples) }] : [];
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

class Writer {
  readonly buffer: Buffer;
  #at = 0;

  constructor(bytes: number) {
    this.buffer = Buffer.allocUnsafeSlow(bytes); // all of it is written; kept longer than the pool should be
  }

  u32(...values: number[]): void {
    for (const value of values) this.#at = this.buffer.writeUInt32BE(value, this.#at);
  }

  text(value: string): void {
    this.#at += this.buffer.write(value, this.#at, 'latin1');
  }

  bytes(data: Buffer): void {
    this.#at += data.copy(this.buffer, this.#at);
  }

  head(bytes: number, type: string): void {
    this.u32(bytes);
    this.text(type);
  }

  /** The head of a track's part; its samples follow. */
  traf(kind: 'video' | 'audio', part: { id: number; count: number; dataAt: number; time: number }): void {
    const samplesBytes = part.count * SAMPLE_BYTES[kind];
    this.head(TRAF_BYTES + samplesBytes, 'traf');
    this.head(16, 'tfhd');
    this.u32(DEFAULT_BASE_IS_MOOF, part.id);
    this.head(20, 'tfdt');
    this.u32(2 ** 24);
    this.#at = this.buffer.writeBigUInt64BE(BigInt(part.time), this.#at);
    this.head(20 + samplesBytes, 'trun');
    this.u32(TRUN_FLAGS[kind], part.count, part.dataAt);
  }
}
