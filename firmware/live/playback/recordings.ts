/** What playback needs of the recordings. */
import type { AccessUnit } from '../../media/media.ts';

export interface RecordedPicture extends AccessUnit {
  /** Wall clock, ms. */
  readonly atMs: number;
  /** What is missing before it, ms. */
  readonly gapMs: number;
}

export interface Recordings {
  spans(range: { fromMs: number; toMs: number; limit?: number }): {
    spans: { startMs: number; endMs: number }[];
    nextMs: number | null;
  };
  /** From the last key frame at or before a time on; `keysOnly`: without sound and the pictures in between. */
  read(
    fromMs: number,
    options?: { toMs?: number; keysOnly?: boolean },
  ): AsyncGenerator<RecordedPicture, void>;
  /** The recording between two times as a fragmented MP4 file, from the last key frame at or before the first. */
  clip(fromMs: number, toMs: number): AsyncIterable<Buffer>;
}
