/** Gathers coded pictures and sound into fragments that begin with a key frame: pure, no clock and no disk. */
import { splitNals } from '../media/annex-b.ts';
import type { AccessUnit } from '../media/media.ts';
import {
  sameParameters,
  type AudioSample,
  type Fragment,
  type VideoParameters,
  type VideoSample,
} from './fmp4/track.ts';

/** As Matter and HomeKit recommend. The key frame that comes a hair early counts. */
const FRAGMENT_US = 4_000_000;
const EARLY_US = 50_000;
/** A longer pause between two pictures is a gap: the camera was away. */
const GAP_US = 1_500_000;
/** A fragment that grows beyond these waits for the next key frame, and drops what comes before it. */
const MAX_FRAGMENT_BYTES = 12 * 1024 * 1024;
const MAX_FRAGMENT_US = 60_000_000;
/** The last picture before a gap is shown for this long when nothing tells, µs. */
const LONE_PICTURE_US = 40_000;

const SPS = 7;
const PPS = 8;
/** Of no use in a file: access unit delimiter, end of sequence, end of stream, filler. */
const DROPPED = new Set([9, 10, 11, 12]);

/** A fragment, and whether it follows on the one before without a gap and with the same parameters. */
export interface Piece extends Fragment {
  readonly continues: boolean;
  readonly bytes: number;
}

interface Gathering {
  parameters: VideoParameters;
  video: VideoSample[];
  audio: AudioSample[];
  bytes: number;
  continues: boolean;
}

export class Fragmenter {
  #gathering: Gathering | null = null;
  #dropped = 0;

  /** Pictures that were dropped: without a key frame before them, or of a fragment that grew too large. */
  get dropped(): number {
    return this.#dropped;
  }

  /** When the oldest picture was captured that waits here; null when none does. */
  get waitingSinceUs(): number | null {
    return this.#gathering?.video[0]?.ptsUs ?? null;
  }

  /** @returns the piece that this unit closes, or null */
  push(unit: AccessUnit): Piece | null {
    if (unit.stream === 'audio') this.#sound(unit);
    else if (unit.codec === 'h264') return unit.key ? this.#keyFrame(unit) : this.#picture(unit);
    return null;
  }

  /** @returns what is there up to the last key frame, or null: the newest second stays until it is whole */
  cut(): Piece | null {
    const whole = this.#gathering;
    const at = whole?.video.findLastIndex(({ key }) => key) ?? 0;
    if (!whole || at <= 0) return null;
    const key = whole.video[at]!;
    const rest: Gathering = {
      ...whole,
      video: whole.video.slice(at),
      audio: whole.audio.filter(({ ptsUs }) => ptsUs >= key.ptsUs),
      continues: true,
      bytes: 0,
    };
    rest.bytes = bytesOf(rest);
    whole.video.length = at;
    whole.audio = whole.audio.filter(({ ptsUs }) => ptsUs < key.ptsUs);
    const piece = this.#close(key.ptsUs);
    this.#gathering = rest;
    return piece;
  }

  /** Nothing follows. @returns all that is there, or null */
  finish(): Piece | null {
    return this.#close(null);
  }

  #keyFrame(unit: AccessUnit): Piece | null {
    const nals = splitNals(unit.data);
    const before = this.#gathering;
    const parameters = readParameters(nals) ?? before?.parameters;
    if (!parameters) {
      this.#dropped++;
      return null;
    }
    let piece: Piece | null = null;
    let continues = false;
    if (before) {
      const pauseUs = unit.ptsUs - before.video.at(-1)!.ptsUs;
      const isNext = pauseUs > 0 && pauseUs <= GAP_US;
      const isSame = sameParameters(parameters, before.parameters);
      const lengthUs = unit.ptsUs - before.video[0]!.ptsUs;
      const isFull = lengthUs >= FRAGMENT_US - EARLY_US || before.bytes > MAX_FRAGMENT_BYTES / 2;
      if (isNext && isSame && !isFull) {
        this.#add(unit, nals);
        return null;
      }
      piece = this.#close(isNext ? unit.ptsUs : null);
      continues = isNext && isSame;
    }
    this.#gathering = { parameters, video: [], audio: [], bytes: 0, continues };
    this.#add(unit, nals);
    return piece;
  }

  #picture(unit: AccessUnit): Piece | null {
    const current = this.#gathering;
    if (!current) {
      this.#dropped++;
      return null;
    }
    const pauseUs = unit.ptsUs - current.video.at(-1)!.ptsUs;
    const isTooLarge =
      current.bytes + unit.data.length > MAX_FRAGMENT_BYTES ||
      unit.ptsUs - current.video[0]!.ptsUs > MAX_FRAGMENT_US;
    if (pauseUs <= 0 || pauseUs > GAP_US || isTooLarge) {
      this.#dropped++;
      return this.#close(null); // what follows cannot be decoded until the next key frame
    }
    this.#add(unit, splitNals(unit.data));
    return null;
  }

  #sound({ ptsUs, data }: AccessUnit): void {
    const current = this.#gathering;
    if (!current) return;
    if (!current.continues && ptsUs < current.video[0]!.ptsUs) return;
    if (current.bytes + data.length > MAX_FRAGMENT_BYTES) return;
    current.audio.push({ ptsUs, data });
    current.bytes += data.length;
  }

  #add({ ptsUs, key, data }: AccessUnit, nals: Buffer[]): void {
    const kept = nals.filter((nal) => !DROPPED.has(typeOf(nal)) && ![SPS, PPS].includes(typeOf(nal)));
    if (kept.length === 0) return void this.#dropped++;
    this.#gathering!.video.push({ ptsUs, key, nals: kept });
    this.#gathering!.bytes += data.length;
  }

  /** @param nextUs where the next picture stands; null when that is not known or far away */
  #close(nextUs: number | null): Piece | null {
    const done = this.#gathering;
    this.#gathering = null;
    if (!done || done.video.length === 0) return null;
    const last = done.video.at(-1)!.ptsUs;
    const previous = done.video.at(-2)?.ptsUs ?? last - LONE_PICTURE_US;
    return { ...done, startUs: done.video[0]!.ptsUs, endUs: nextUs ?? last + (last - previous) };
  }
}

function bytesOf({ video, audio }: Gathering): number {
  const pictures = video.flatMap(({ nals }) => nals).reduce((sum, nal) => sum + nal.length, 0);
  return audio.reduce((sum, { data }) => sum + data.length, pictures);
}

function readParameters(nals: readonly Buffer[]): VideoParameters | null {
  const sps = nals.find((nal) => typeOf(nal) === SPS);
  const pps = nals.find((nal) => typeOf(nal) === PPS);
  return sps && sps.length > 4 && pps ? { sps, pps } : null;
}

function typeOf(nal: Buffer): number {
  return nal[0]! & 0x1f;
}
