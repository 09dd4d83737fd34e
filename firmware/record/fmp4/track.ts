/** The two tracks of our files, and what is true of every file. */

/** Microseconds: capture times come back exactly. */
export const VIDEO = { id: 1, timescale: 1_000_000 } as const;
/** Samples of 48 kHz, as the Opus mapping has it (Encapsulation of Opus in ISO BMFF, 4.3.1). */
export const AUDIO = { id: 2, timescale: 48_000 } as const;

/** What a decoder has to know before the first picture; another one needs another file. */
export interface VideoParameters {
  /** NAL units with their header. */
  readonly sps: Buffer;
  readonly pps: Buffer;
}

/** One picture, cut into NAL units; without parameter sets, delimiters and filler. */
export interface VideoSample {
  readonly ptsUs: number;
  readonly key: boolean;
  readonly nals: readonly Buffer[];
}

/** One Opus packet. */
export interface AudioSample {
  readonly ptsUs: number;
  readonly data: Buffer;
}

/** A few seconds that begin with a key frame. */
export interface Fragment {
  readonly parameters: VideoParameters;
  /** Never empty. */
  readonly video: readonly VideoSample[];
  readonly audio: readonly AudioSample[];
  /** Capture time of the first picture. */
  readonly startUs: number;
  /** When the last picture ends: where the next fragment begins, if one follows on. */
  readonly endUs: number;
}

export function sameParameters(a: VideoParameters, b: VideoParameters): boolean {
  return a.sps.equals(b.sps) && a.pps.equals(b.pps);
}
