/** Figures of a live view, from two readings of RTCPeerConnection.getStats (W3C webrtc-stats). */

/** One reading. Counters rise from the start of the session. */
export interface LiveReading {
  atMs: number;
  bytes: number;
  framesDecoded: number;
  /** Sum over all decoded frames of the time from their first packet to the decoded picture, s. */
  processingS: number;
  width: number;
  height: number;
  /** Half of it is the way here; null before the first check, s. */
  roundTripS: number | null;
}

export interface LiveFigures {
  /**
   * Way through the network plus buffer and decoder, s. What camera and encoder need (about 50 ms) is not
   * in it: the browser cannot know it.
   */
  behindS: number | null;
  width: number;
  height: number;
  fps: number;
  mbitPerS: number;
}

type Stat = { type: string; kind?: string; timestamp: number } & Record<string, unknown>;

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** @returns undefined before the first video packet */
export function readingOf(report: RTCStatsReport): LiveReading | undefined {
  let video: Stat | undefined;
  let roundTripS: number | null = null;
  let bytes = 0;
  report.forEach((stat: Stat) => {
    if (stat.type === 'inbound-rtp') {
      bytes += numberOf(stat.bytesReceived);
      if (stat.kind === 'video') video = stat;
    }
    if (stat.type === 'candidate-pair' && stat.nominated && typeof stat.currentRoundTripTime === 'number') {
      roundTripS = stat.currentRoundTripTime;
    }
  });
  if (!video) return undefined;
  return {
    atMs: video.timestamp,
    bytes,
    framesDecoded: numberOf(video.framesDecoded),
    processingS: numberOf(video.totalProcessingDelay),
    width: numberOf(video.frameWidth),
    height: numberOf(video.frameHeight),
    roundTripS,
  };
}

/** @returns undefined when no time has passed between the readings */
export function figuresBetween(earlier: LiveReading, later: LiveReading): LiveFigures | undefined {
  const seconds = (later.atMs - earlier.atMs) / 1000;
  if (seconds <= 0) return undefined;
  const frames = later.framesDecoded - earlier.framesDecoded;
  const processingS = frames > 0 ? (later.processingS - earlier.processingS) / frames : null;
  return {
    behindS: processingS === null ? null : processingS + (later.roundTripS ?? 0) / 2,
    width: later.width,
    height: later.height,
    fps: frames / seconds,
    mbitPerS: ((later.bytes - earlier.bytes) * 8) / 1e6 / seconds,
  };
}
