/**
 * Whether the machine is to be reset: a pure table, no clock and no I/O. The watchdog is fed while it says no.
 *
 * A reset is worth it only for what has worked in this run and has stopped without saying why: a machine
 * that came up broken would come up broken again, and a fault that is told is looked after by people.
 *
 * part     healthy                                                     reset
 * video    privacy mode; a told fault (no camera, no encoder, no       no picture for 5 minutes, though there was
 *          indicator light); pictures arrive; not one has come yet      one, while the media process is restarted
 * storage  a small file is written and synced; the disk answers that   no success for 5 minutes, though there was
 *          it is full, read-only or not ours (a fault for people)       one: it hangs or gives I/O errors
 * link     connected, or trying: a broker that cannot be reached, a    its loop has not turned for 5 minutes
 *          network that is down and no cloud at all are healthy
 * daemon   its event loop turns: it feeds                              nobody feeds
 */

export interface VitalSigns {
  /** All times are monotonic, ms. */
  nowMs: number;
  video: {
    isOff: boolean;
    hasToldFault: boolean;
    /** When the last picture came; null before the first one. */
    lastPictureMs: number | null;
  };
  /** When the disk last did what was asked, or said why not; null before the first time. */
  storageMs: number | null;
  /** When the link's loop last turned; null where there is none. */
  linkMs: number | null;
}

/** So long a part may be without a sign of life, ms. */
export const LIMIT_MS = 300_000;

export interface LostSign {
  part: 'video' | 'storage' | 'link';
  silentMs: number;
}

/** @returns the parts for which the machine is to be reset; empty is healthy */
export function lostSigns({ nowMs, video, storageMs, linkMs }: VitalSigns): LostSign[] {
  const videoMs = video.isOff || video.hasToldFault ? null : video.lastPictureMs;
  const parts = [
    ['video', videoMs],
    ['storage', storageMs],
    ['link', linkMs],
  ] as const;
  return parts.flatMap(([part, lastMs]) => {
    const silentMs = lastMs === null ? 0 : nowMs - lastMs;
    return silentMs > LIMIT_MS ? [{ part, silentMs }] : [];
  });
}
