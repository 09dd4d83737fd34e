import type { VideoStream } from '../media/media.ts';
import type { PeerState } from './engine.ts';

/** One viewer's figures, for `pupsentryctl stream stats` and telemetry. */
export interface SessionStats {
  viewer: string;
  /** Wall clock, ms. */
  sinceMs: number;
  state: PeerState;
  stream: VideoStream;
  /** Sent over the last second, with sound and repairs. */
  kbps: number;
  fps: number;
  rttMs: number;
  /** Share of packets lost, 0 to 1. */
  lost: number;
  /** Packets the viewer asked for again. */
  nacked: number;
  /** Packets it was given again. */
  resent: number;
  /** The viewer's own estimate of its link, kbit/s; null when it gives none. */
  rembKbps: number | null;
  /** Our estimate of its link, kbit/s. */
  linkKbps: number;
}
