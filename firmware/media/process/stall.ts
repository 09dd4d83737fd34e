/** Whether pictures still come, and who is to blame when they do not. */
import type { VideoStream } from '../media.ts';
import { EncoderFaultError, MediaFaultError } from './media-fault.ts';

/**
 * No picture of the camera, or of an encoder that is given pictures, for this long is a fault, ms. What a small
 * processor does beside them may hold them up for 2 s; the daemon thinks that the whole process hangs after 5 s.
 */
const STALL_MS = 3000;
/** The first picture may take longer, above all over a network, ms. */
const FIRST_PICTURE_MS = 6000;

/** When things were last seen, performance.now(); null before the first. */
export interface Seen {
  main: number | null;
  sub: number | null;
  /** Pictures before they are coded. */
  raw: number | null;
}

/** What was seen counts as seen so much later: for time in which nobody could look, ms. */
export function postpone(seen: Seen, ms: number): void {
  for (const what of ['main', 'sub', 'raw'] as const) if (seen[what] !== null) seen[what] += ms;
}

/** @param startedMs when the pipeline began */
export function stallOf(seen: Seen, startedMs: number, nowMs: number, name: string): MediaFaultError | null {
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  const rawFlows = seen.raw !== null && nowMs - seen.raw < STALL_MS;
  const silentMs = (stream: VideoStream) => nowMs - (seen[stream] ?? startedMs);
  const isLate = (stream: VideoStream) =>
    silentMs(stream) > (seen[stream] === null ? FIRST_PICTURE_MS : STALL_MS);
  if (rawFlows) {
    const stream = (['main', 'sub'] as const).find(isLate);
    return stream ? new EncoderFaultError(stream, `no picture for ${seconds(silentMs(stream))} s`) : null;
  }
  if (!isLate('main')) return null;
  return new MediaFaultError(
    'camera',
    'camera-stalled',
    `The camera ${name} has given no picture for ${seconds(silentMs('main'))} s.`,
    'Check its cable or its network; it is tried again by itself.',
  );
}
