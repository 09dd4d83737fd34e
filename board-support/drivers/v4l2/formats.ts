/** The formats, sizes and rates that a video device offers. */
import { codeOf } from '../ioctl.ts';
import { DISCRETE, FORMAT_FLAGS, REQUESTS, decode, structure } from './structures.ts';

/** An open video device; DeviceFile is one. */
export interface VideoPort {
  /** @throws IoctlError */
  ioctl(request: number, argument: Buffer): number;
}

export interface PixelFormat {
  /** Four characters such as "YUYV"; a format of the big-endian kind ends in "-BE". */
  fourcc: string;
  code: number;
  description: string;
  /** Coded: JPEG, H.264 and the like. */
  compressed: boolean;
  /** Converted by the driver or by libv4l, at the cost of processor time. */
  emulated: boolean;
}

export interface Size {
  width: number;
  height: number;
}

export type FrameSizes =
  | { kind: 'discrete'; sizes: Size[] }
  /** Every size from the least to the most in these steps; a step of 1 is any. */
  | { kind: 'stepwise'; least: Size; most: Size; step: Size };

export type FrameRates =
  /** Pictures a second, as the driver lists them. */
  { kind: 'discrete'; fps: number[] } | { kind: 'range'; leastFps: number; mostFps: number };

/** A driver that never ends a list is cut off here; vivid, the richest we know, has 83 formats. */
const MAX_FORMATS = 256;
const MAX_SIZES = 256;
const MAX_RATES = 256;
const BIG_ENDIAN = 0x8000_0000;

/** @param buffers V4L2_BUF_TYPE_* */
export function listFormats(port: VideoPort, buffers: number): PixelFormat[] {
  return each(MAX_FORMATS, (index) => {
    const answer = ask(port, REQUESTS.enumFormat, structure('formatDescription', { index, type: buffers }));
    if (!answer) return null;
    const { pixelFormat, description, flags } = decode('formatDescription', answer);
    return {
      fourcc: fourccOf(pixelFormat),
      code: pixelFormat,
      description,
      compressed: (flags & FORMAT_FLAGS.compressed) !== 0,
      emulated: (flags & FORMAT_FLAGS.emulated) !== 0,
    };
  });
}

/** @returns null when the driver does not say */
export function listSizes(port: VideoPort, format: PixelFormat): FrameSizes | null {
  let stepwise: FrameSizes | null = null;
  const sizes = each(MAX_SIZES, (index) => {
    const question = structure('frameSize', { index, pixelFormat: format.code });
    const answer = ask(port, REQUESTS.enumFrameSizes, question);
    if (!answer) return null;
    const { type, size: s } = decode('frameSize', answer);
    if (type === DISCRETE) return { width: s[0]!, height: s[1]! };
    stepwise = {
      kind: 'stepwise',
      least: { width: s[0]!, height: s[3]! },
      most: { width: s[1]!, height: s[4]! },
      step: { width: Math.max(1, s[2]!), height: Math.max(1, s[5]!) },
    };
    return null; // there is only one answer of this kind
  });
  if (stepwise) return stepwise;
  return sizes.length > 0 ? { kind: 'discrete', sizes } : null;
}

/** @returns null when the driver does not say */
export function listRates(port: VideoPort, format: PixelFormat, { width, height }: Size): FrameRates | null {
  let range: FrameRates | null = null;
  const fps = each(MAX_RATES, (index) => {
    const question = structure('frameInterval', { index, pixelFormat: format.code, width, height });
    const answer = ask(port, REQUESTS.enumFrameIntervals, question);
    if (!answer) return null;
    const { type, interval: i } = decode('frameInterval', answer);
    if (type === DISCRETE) return rate(i[0]!, i[1]!);
    // The shortest interval is the highest rate.
    range = { kind: 'range', leastFps: rate(i[2]!, i[3]!), mostFps: rate(i[0]!, i[1]!) };
    return null;
  });
  if (range) return range;
  return fps.length > 0 ? { kind: 'discrete', fps } : null;
}

const rate = (numerator: number, denominator: number) => (numerator === 0 ? 0 : denominator / numerator);

/** @returns "YUYV" for 0x56595559 */
export function fourccOf(code: number): string {
  const letters = Buffer.alloc(4);
  letters.writeUInt32LE((code & ~BIG_ENDIAN) >>> 0);
  return `${letters.toString('latin1')}${code & BIG_ENDIAN ? '-BE' : ''}`;
}

/** @returns the answers to 0, 1, 2 … up to the first null */
function each<T>(most: number, answerTo: (index: number) => T | null): T[] {
  const answers: T[] = [];
  while (answers.length < most) {
    const answer = answerTo(answers.length);
    if (answer === null) break;
    answers.push(answer);
  }
  return answers;
}

/** @returns the structure, filled in; null at the end of the list or where the driver does not know the question */
function ask(port: VideoPort, request: number, question: Buffer): Buffer | null {
  try {
    port.ioctl(request, question);
    return question;
  } catch (error) {
    if (['EINVAL', 'ENOTTY'].includes(codeOf(error))) return null;
    throw error;
  }
}
