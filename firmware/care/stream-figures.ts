/** What a stream really carries, counted in the ring. */
import type { StreamName } from '../media/media.ts';
import type { Ring } from '../media/ring.ts';

export interface StreamFigures {
  /** Access units a second; for sound, packets. */
  fps: number;
  kbps: number;
  /** Milliseconds between the last two key frames; null when there were none. */
  gopMs: number | null;
}

/** @returns the figures of the last `windowMs` of the ring; zeros when the stream does not flow */
export function streamFigures(ring: Ring, stream: StreamName, windowMs = 2000): StreamFigures {
  const newest = ring.at(ring.end - 1);
  if (!newest) return { fps: 0, kbps: 0, gopMs: null };
  const sinceUs = newest.ptsUs - windowMs * 1000;
  let units = 0;
  let bytes = 0;
  let oldestUs = newest.ptsUs;
  const keysUs: number[] = [];
  for (let index = ring.end - 1; index >= ring.start; index--) {
    const unit = ring.at(index)!;
    oldestUs = Math.min(oldestUs, unit.ptsUs);
    if (unit.ptsUs <= sinceUs) break;
    if (unit.stream !== stream) continue;
    units++;
    bytes += unit.data.length;
    if (unit.key && stream !== 'audio') keysUs.push(unit.ptsUs);
  }
  // Shorter than the window just after the start.
  const seconds = Math.min(windowMs / 1000, (newest.ptsUs - oldestUs) / 1e6);
  if (units < 2 || seconds <= 0) return { fps: 0, kbps: 0, gopMs: null };
  return {
    fps: units / seconds,
    kbps: (bytes * 8) / 1000 / seconds,
    gopMs: keysUs.length >= 2 ? Math.round((keysUs[0]! - keysUs[1]!) / 1000) : null,
  };
}
