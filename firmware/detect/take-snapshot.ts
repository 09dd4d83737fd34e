/** The picture of an event, with the patience a starting camera needs. */
import type { v1 } from '#protocol/messages.ts';
import { sleep, type Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Media, Picture } from '../media/media.ts';
import type { SettingsStore } from '../settings/store.ts';

/** The contract's limit for a picture (protocol/pupsentry.proto, Snapshot), bytes. */
export const MAX_JPEG_BYTES = 512 * 1024;
/** Taken instead when the full picture is larger than that, pixels. */
const SMALL_WIDTH = 640;
/** Waits between the tries, ms: a media process that died is back within 3 s. */
const WAITS_MS = [150, 300, 600, 1200, 2400];

/**
 * @returns the picture, or null in privacy mode, also when it began meanwhile
 * @throws what the last try threw; the signal's reason when it aborts
 */
export async function takeSnapshot(options: {
  media: Pick<Media, 'snapshot'>;
  settings: SettingsStore;
  clock: Clock;
  signal: AbortSignal;
}): Promise<v1.ISnapshot | null> {
  const { media, settings, clock, signal } = options;
  for (let failures = 0; ; failures++) {
    if (settings.get('privacy.on')) return null;
    signal.throwIfAborted();
    try {
      const { jpeg, width, height, takenMs } = await thatFits(media);
      signal.throwIfAborted();
      if (settings.get('privacy.on')) return null;
      return { jpeg, width, height, takenMs: Math.round(takenMs) };
    } catch (error) {
      const waitMs = WAITS_MS[failures];
      if (waitMs === undefined) throw error;
      await sleep(clock, waitMs, signal);
    }
  }
}

/** @throws what media.snapshot throws; PupsentryError "picture-too-large" */
export async function thatFits(media: Pick<Media, 'snapshot'>, width = 0): Promise<Picture> {
  const picture = await media.snapshot(width > 0 ? { width } : undefined);
  if (picture.jpeg.length <= MAX_JPEG_BYTES) return picture;
  const small = await media.snapshot({ width: SMALL_WIDTH });
  if (small.jpeg.length <= MAX_JPEG_BYTES) return small;
  throw new PupsentryError(
    'picture-too-large',
    `The picture has ${small.jpeg.length} bytes, at most ${MAX_JPEG_BYTES} can be sent.`,
  );
}
