/** Where the clips come from: the recorder, seen from here. */
import type { ClipAbout } from '#protocol/sealed/about.ts';

export interface PlainClip {
  about: ClipAbout;
  /** Fragmented MP4. */
  media: AsyncIterable<Uint8Array>;
}

export interface ClipSource {
  /**
   * Resolves when all of it is recorded.
   * @returns null when it is not kept any more
   * @throws the signal's reason; what stands in the way for a while
   */
  open(clipId: string, signal: AbortSignal): Promise<PlainClip | null>;
}
