/** Whether a camera gives pictures that we can use, of a size and a rate. */
import type { CameraDevice } from '../drivers/v4l2/camera-device.ts';
import type { FrameRates, FrameSizes, PixelFormat, Size } from '../drivers/v4l2/formats.ts';

/**
 * Raw formats of V4L2 that GStreamer's v4l2src knows as video/x-raw (gstv4l2object.c), those that encoders like best
 * first, and JPEG, which we decode.
 */
const USABLE = (
  'NV12 NM12 YU12 YM12 YV12 NV21 NM21 YUYV UYVY YVYU VYUY NV16 NV61 NV24 422P GREY ' +
  'RGB3 BGR3 RGB4 BGR4 AR24 XR24 AB24 XB24 RGBP MJPG JPEG'
).split(' ');
/** Of a rate such as 30000/1001, which stands for 30. */
const RATE_TOLERANCE = 0.005;
/** Sizes, rates and formats that a sentence still lists. */
const MAX_LISTED = 8;

export type PictureOffer =
  | { kind: 'exact'; fourcc: string }
  | { kind: 'other-rate'; fourcc: string; rates: string }
  | { kind: 'other-size'; sizes: string }
  | { kind: 'unusable'; formats: string };

/** @returns the best that the camera offers, raw before JPEG where both are as good */
export function findPicture(device: CameraDevice, wanted: Size & { fps: number }): PictureOffer {
  const all = device.formats();
  const usable = all
    .filter(({ fourcc }) => USABLE.includes(fourcc))
    .sort((a, b) => USABLE.indexOf(a.fourcc) - USABLE.indexOf(b.fourcc));
  if (usable.length === 0) return { kind: 'unusable', formats: listed(all.map(({ fourcc }) => fourcc)) };
  const fitting = usable.filter((format) => hasSize(device.sizes(format), wanted));
  const [first] = fitting;
  if (!first) return { kind: 'other-size', sizes: sizesOf(device, usable) };
  const exact = fitting.find((format) => hasRate(device.rates(format, wanted), wanted.fps));
  if (exact) return { kind: 'exact', fourcc: exact.fourcc };
  return { kind: 'other-rate', fourcc: first.fourcc, rates: ratesOf(device.rates(first, wanted)) };
}

/** A driver that does not say is taken at the profile's word. */
function hasSize(sizes: FrameSizes | null, { width, height }: Size): boolean {
  if (sizes === null) return true;
  if (sizes.kind === 'discrete') return sizes.sizes.some((s) => s.width === width && s.height === height);
  const { least, most, step } = sizes;
  const fits = (value: number, from: number, to: number, by: number) =>
    value >= from && value <= to && (value - from) % by === 0;
  return (
    fits(width, least.width, most.width, step.width) && fits(height, least.height, most.height, step.height)
  );
}

function hasRate(rates: FrameRates | null, fps: number): boolean {
  if (rates === null) return true;
  if (rates.kind === 'range')
    return fps >= rates.leastFps * (1 - RATE_TOLERANCE) && fps <= rates.mostFps * (1 + RATE_TOLERANCE);
  return rates.fps.some((rate) => Math.abs(rate - fps) <= fps * RATE_TOLERANCE);
}

function sizesOf(device: CameraDevice, formats: PixelFormat[]): string {
  const names = formats.flatMap((format) => {
    const sizes = device.sizes(format);
    if (sizes?.kind === 'stepwise') {
      const { least, most, step } = sizes;
      return [
        `${least.width}x${least.height} to ${most.width}x${most.height} in steps of ${step.width}x${step.height}`,
      ];
    }
    return (sizes?.sizes ?? []).map(({ width, height }) => `${width}x${height}`);
  });
  return listed(names);
}

function ratesOf(rates: FrameRates | null): string {
  if (rates?.kind === 'range') return `${round(rates.leastFps)} to ${round(rates.mostFps)}`;
  return listed((rates?.fps ?? []).map((fps) => `${round(fps)}`));
}

const round = (fps: number) => Number(fps.toFixed(2));

function listed(names: string[]): string {
  const different = [...new Set(names)];
  const more = different.length - MAX_LISTED;
  return different.slice(0, MAX_LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
