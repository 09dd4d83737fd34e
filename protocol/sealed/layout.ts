/** Where the segments of a sealed clip lie: arithmetic on its length, no key needed. */
import { TAG_BYTES, type ParsedHeader } from './header.ts';

export interface SealedLayout {
  headBytes: number;
  totalBytes: number;
  /** Of the media, 1 at least. */
  segments: number;
  /** Length of a segment as it is sealed. @param n from 0 */
  segmentLength(n: number): number;
  /** Where it begins in the whole. */
  segmentStart(n: number): number;
}

/**
 * @param totalBytes length of the whole sealed clip
 * @returns null when no clip with this head can have this length
 */
export function sealedLayout({ header, headBytes }: ParsedHeader, totalBytes: number): SealedLayout | null {
  const full = header.segmentBytes + TAG_BYTES;
  const media = totalBytes - headBytes;
  if (!Number.isSafeInteger(totalBytes) || media < TAG_BYTES) return null;
  const segments = Math.ceil(media / full);
  const last = media - (segments - 1) * full;
  // Only the one segment of an empty clip is empty.
  if (last < TAG_BYTES || (last === TAG_BYTES && segments > 1)) return null;
  return {
    headBytes,
    totalBytes,
    segments,
    segmentLength: (n) => (n === segments - 1 ? last : full),
    segmentStart: (n) => headBytes + n * full,
  };
}
