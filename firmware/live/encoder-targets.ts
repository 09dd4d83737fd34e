/** What the encoders should make for all viewers together: pure. */
import type { VideoStream } from '../media/media.ts';

/**
 * Below this the sub stream is the better picture, kbit/s: 1280x720 at 30 Hz gets less than 0.02 bit per
 * pixel, at which a baseline encoder sits at its coarsest quantiser and no longer meets its target, while
 * 640x360 at 15 Hz gets eight times as many.
 */
export const MAIN_FLOOR_KBPS = 500;
/** With several viewers, one that carries less than this share of the best one leaves the main stream. */
const MAIN_SHARE = 0.5;
/** More bits do not make 640x360 at 15 Hz look any better. */
export const SUB_CEILING_KBPS = 400;
const SUB_FLOOR_KBPS = 100;
/** RTP headers, sender reports and some repairs, as a share of what is sent. */
const OVERHEAD = 0.06;
const AUDIO_KBPS = 40;

export interface ViewerLink {
  kbps: number;
  audio: boolean;
  stream: VideoStream;
}

/** @returns what a link has left for the picture itself, kbit/s */
export function usableKbps(link: { kbps: number; audio: boolean }): number {
  return Math.max(0, link.kbps * (1 - OVERHEAD) - (link.audio ? AUDIO_KBPS : 0));
}

/** @returns what a link must carry for a picture of so many kbit/s: the reverse of `usableKbps` */
export function linkKbps(pictureKbps: number): number {
  return (pictureKbps + AUDIO_KBPS) / (1 - OVERHEAD);
}

/** @returns below which usable rate a viewer has to leave the main stream, kbit/s */
export function mainFloor(links: readonly ViewerLink[], ceilingKbps: number): number {
  const best = Math.max(0, ...links.map((link) => Math.min(ceilingKbps, usableKbps(link))));
  const floor = links.length > 1 ? Math.max(MAIN_FLOOR_KBPS, best * MAIN_SHARE) : MAIN_FLOOR_KBPS;
  return Math.min(floor, ceilingKbps);
}

/**
 * @param ceilingKbps the household's setting for the main stream
 * @returns targets in kbit/s: the least that a viewer of the stream carries, within its bounds; the ceiling
 *   when nobody watches, for the sake of the recording
 */
export function encoderTargets(
  links: readonly ViewerLink[],
  ceilingKbps: number,
): Record<VideoStream, number> {
  const floor = mainFloor(links, ceilingKbps);
  const least = (stream: VideoStream, ceiling: number) =>
    Math.min(ceiling, ...links.filter((link) => link.stream === stream).map(usableKbps));
  return {
    main: Math.round(Math.max(floor, least('main', ceilingKbps))),
    sub: Math.round(Math.max(SUB_FLOOR_KBPS, least('sub', SUB_CEILING_KBPS))),
  };
}
