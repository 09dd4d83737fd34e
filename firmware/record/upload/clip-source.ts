/** Where the clips come from: the recorder, seen from here. */
import type { ClipAbout } from '#protocol/sealed/about.ts';

export interface PlainClip {
  about: ClipAbout;
  /** JPEG, at most 256 KiB. */
  thumbnail: Uint8Array | null;
  /** Fragmented MP4. */
  media: AsyncIterable<Uint8Array>;
}

export interface ClipSource {
  /** @returns null when it is not kept any more */
  open(clipId: string): Promise<PlainClip | null>;
}
