/** Whether pictures still come, and who is to blame when they do not. */
import type { VideoStream } from '../media.ts';
import { EncoderFaultError, MediaFaultError } from './media-fault.ts';

/** No picture of the camera for this long is a fault, ms. */
const STALL_MS = 2000;
/** The same of an encoder that is given pictures; found before the daemon thinks that the whole process hangs, ms. */
const ENCODER_STALL_MS = 1600;
/** The first picture may take longer, above all over a network, ms. */
const FIRST_PICTURE_MS = 6000;

/** When things were last seen, performance.now(); null before the first. */
export interface Seen {
  main: number | null;
  sub: number | null;
  /** Pictures before they are coded. */
  raw: number | null;
}

/** @param startedMs when the pipeline began */
export function stallOf(seen: Seen, startedMs: number, nowMs: number, name: string): MediaFaultError | null {
  const seconds = (ms: number) => (ms / 1000).toFixed(1);
  const rawFlows = seen.raw !== null && nowMs - seen.raw < ENCODER_STALL_MS;
  const silentMs = (stream: VideoStream) => nowMs - (seen[stream] ?? startedMs);
  const isLate = (stream: VideoStream, limitMs: number) =>
    silentMs(stream) > (seen[stream] === null ? FIRST_PICTURE_MS : limitMs);
  if (rawFlows) {
    const stream = (['main', 'sub'] as const).find((one) => isLate(one, ENCODER_STALL_MS));
    return stream ? new EncoderFaultError(stream, `no picture for ${seconds(silentMs(stream))} s`) : null;
  }
  if (!isLate('main', STALL_MS)) return null;
  return new MediaFaultError(
    'camera',
    'camera-stalled',
    `The camera ${name} has given no picture for ${seconds(silentMs('main'))} s.`,
    'Check its cable or its network; it is tried again by itself.',
  );
}
