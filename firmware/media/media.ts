/** What the rest of the daemon sees of the camera and the microphone. */
import type { Ring } from './ring.ts';
import type { Fault } from '../care/faults.ts';

export type VideoStream = 'main' | 'sub';
export type StreamName = VideoStream | 'audio';
/** fwht: the kernel's virtual codec (vicodec), which nobody but this device plays. */
export type VideoCodec = 'h264' | 'fwht';
export type Codec = VideoCodec | 'opus';

/** One coded picture (H.264, Annex B, complete access unit; or FWHT) or one Opus packet (20 ms). */
export interface AccessUnit {
  readonly stream: StreamName;
  readonly codec: Codec;
  /** Decoding can start here: an IDR with its SPS and PPS. Always true for sound. */
  readonly key: boolean;
  /** Capture time on CLOCK_MONOTONIC, microseconds. Comparable across streams and restarts. */
  readonly ptsUs: number;
  readonly data: Buffer;
}

/** An uncompressed picture for detection: 8-bit luma, rows without padding. */
export interface GreyFrame {
  readonly width: number;
  readonly height: number;
  readonly ptsUs: number;
  readonly pixels: Buffer;
}

/** A piece of the microphone's sound for detection: 16-bit, one channel. */
export interface PcmBlock {
  /** Capture time of the first sample on CLOCK_MONOTONIC, microseconds. */
  readonly ptsUs: number;
  readonly rateHz: number;
  readonly samples: Int16Array;
}

export interface Picture {
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
  /** Wall clock, ms. */
  readonly takenMs: number;
}

/** One running encoder, as reported in `state`. */
export interface EncoderInfo {
  /** GStreamer element, such as "x264enc". */
  element: string;
  /** The main stream may have any; the sub stream is H.264, so that there is always one that viewers can play. */
  codec: VideoCodec;
  /** Why this one was chosen, with what failed before it, and whether pictures reach it without a copy. */
  reason: string;
  width: number;
  height: number;
  fps: number;
  bitrateKbps: number;
}

export interface MediaInfo {
  /** off: privacy mode. starting: first time or after a fault. running: access units arrive. */
  phase: 'off' | 'starting' | 'running';
  /** Camera and microphone as people name them; passwords removed. */
  camera: string;
  microphone: string;
  gstreamer: string;
  encoders: Partial<Record<VideoStream, EncoderInfo>>;
  /** Restarts of the media process since the daemon started. */
  restarts: number;
  faults: Fault[];
}

export interface Media {
  /** The last seconds of every stream. */
  readonly ring: Ring;
  info(): MediaInfo;
  /**
   * Calls back whenever `info()` has changed; a bitrate that live view moves is no news.
   * @returns a function that ends it
   */
  onChanged(listener: () => void): () => void;
  onGreyFrame(listener: (frame: GreyFrame) => void): () => void;
  /**
   * The microphone's sound, 16 kHz in blocks of about 100 ms; nothing while it is off, absent or broken. It is made
   * only while somebody listens.
   * @returns a function that ends it
   */
  onSound(listener: (block: PcmBlock) => void): () => void;
  /** Asks the encoder for an IDR: coalesced, at most one per 300 ms and stream. */
  requestKeyFrame(stream: VideoStream): void;
  /** Sets the encoder's target, kbit/s; clamped to what the board can use. FWHT has no target: nothing changes. */
  setBitrate(stream: VideoStream, kbps: number): void;
  /** @throws PupsentryError "no-picture" when the camera is off, absent or silent for 2 s */
  snapshot(options?: { width?: number }): Promise<Picture>;
  /** Restarts the media process on purpose. */
  restart(): void;
  /**
   * Our own two notes on the board's speaker, in privacy mode too; resolves when they have been heard. One
   * asked for while they sound is the same one.
   * @throws PupsentryError "speaker-missing", "speaker-busy"
   */
  playChime(): Promise<void>;
}
