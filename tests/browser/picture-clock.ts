/** The clock of the test scene, read from what a page shows: tells of each picture when it was made. */
import type { Page } from 'playwright-core';
import {
  CLOCK_HEIGHT,
  CLOCK_PICTURE_WIDTH,
  CLOCK_WIDTH,
  clockAgeMs,
  readClock,
} from '../../firmware/media/scene/scene-clock.ts';

export interface ShownPicture {
  /** Wall clock modulo 2^32, ms: see `clockAgeMs`. */
  reading: number;
  /** How old the picture was when it was shown, ms. */
  ageMs: number;
  /** When it was to be shown by the sender's clock, of 90 kHz. */
  rtpTimestamp: number;
}

interface Strip {
  /** Green: grey is as good as any colour here. */
  pixels: number[];
  shownMs: number;
  rtpTimestamp: number;
}

/** The next pictures of a full size. @throws when a clock cannot be read */
export async function shownPictures(page: Page, count: number): Promise<ShownPicture[]> {
  const strips = await page.evaluate(
    async ([count, width, height]) => {
      const video = document.querySelector('video')!;
      const canvas = new OffscreenCanvas(width!, height!).getContext('2d', { willReadFrequently: true })!;
      const strips: Strip[] = [];
      while (strips.length < count!) {
        const frame = await new Promise<VideoFrameCallbackMetadata>((shown) =>
          video.requestVideoFrameCallback((_now, metadata) => shown(metadata)),
        );
        canvas.drawImage(video, 0, 0, width!, height!, 0, 0, width!, height!);
        const pixels = [...canvas.getImageData(0, 0, width!, height!).data.filter((_, i) => i % 4 === 1)];
        strips.push({ pixels, shownMs: Date.now(), rtpTimestamp: frame.rtpTimestamp ?? 0 });
      }
      return strips;
    },
    [count, CLOCK_WIDTH, CLOCK_HEIGHT] as const,
  );
  return strips.map(pictureOf);
}

/** As long as pictures come and none is the one. */
const WAIT_MS = 30_000;

/**
 * Waits for a picture that was made at a time, give or take.
 * @returns how much later it was made, ms
 * @throws Error when it does not come
 */
export async function untilPictureOf(page: Page, atMs: number, toleranceMs: number): Promise<number> {
  const startedMs = performance.now();
  for (let offMs = Infinity; ;) {
    if (performance.now() - startedMs > WAIT_MS)
      throw new Error(`the picture of ${atMs} did not come; the last one was made ${offMs} ms later`);
    const [seen, strip] = await page.evaluate(pictureNow, [CLOCK_WIDTH, CLOCK_HEIGHT] as const);
    const reading = strip && readingOf(strip);
    offMs = reading === null ? Infinity : -clockAgeMs(reading, atMs);
    if (Math.abs(offMs) <= toleranceMs) return offMs;
    await page.waitForFunction((n) => globalThis.picturesShown!.count > n, seen);
  }
}

declare global {
  /** Counts the pictures of a video from when it was first looked at. */
  var picturesShown: { video: HTMLVideoElement; count: number } | undefined;
}

/** @returns how many were shown so far, and the newest; null before the first */
function pictureNow([width, height]: readonly [number, number]): [number, Strip | null] {
  const video = document.querySelector('video')!;
  if (globalThis.picturesShown?.video !== video) {
    const shown = (globalThis.picturesShown = { video, count: 0 });
    const count = () => {
      shown.count++;
      video.requestVideoFrameCallback(count);
    };
    video.requestVideoFrameCallback(count);
  }
  const { count } = globalThis.picturesShown;
  if (video.videoWidth === 0) return [count, null];
  const canvas = new OffscreenCanvas(width, height).getContext('2d')!;
  canvas.drawImage(video, 0, 0, width, height, 0, 0, width, height);
  const pixels = [...canvas.getImageData(0, 0, width, height).data.filter((_, i) => i % 4 === 1)];
  return [count, { pixels, shownMs: Date.now(), rtpTimestamp: 0 }];
}

function pictureOf(strip: Strip): ShownPicture {
  const { shownMs, rtpTimestamp } = strip;
  const reading = readingOf(strip);
  if (reading === null) throw new Error('the clock in the picture cannot be read');
  return { reading, ageMs: clockAgeMs(reading, shownMs), rtpTimestamp };
}

/** @returns null where there is no clock */
function readingOf({ pixels }: Strip): number | null {
  const strip = { width: CLOCK_WIDTH, height: CLOCK_HEIGHT, pictureWidth: CLOCK_PICTURE_WIDTH };
  return readClock({ ...strip, data: Uint8Array.from(pixels) });
}
