/** What browsers can play of what this device makes. */
import type { Codec, MediaInfo, VideoStream } from '../media/media.ts';

/** Session descriptions offer H.264 and Opus; FWHT is the kernel's virtual codec, which no browser knows. */
export function isPlayed(codec: Codec): boolean {
  return codec !== 'fwht';
}

/** Whether viewers can be given this stream at present; before its encoder is known it is thought so. */
export function isPlayable(info: Pick<MediaInfo, 'encoders'>, stream: VideoStream): boolean {
  const encoder = info.encoders[stream];
  return !encoder || isPlayed(encoder.codec);
}
