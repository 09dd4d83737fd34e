/** What viewers see, in pixels: for tests. */
import { spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';

export interface DecodedPicture {
  width: number;
  height: number;
  /** Luma, then U and V of half the size; or grey alone, of full range. */
  planes: Buffer[];
}

/** Decodes access units (or a JPEG) with ffmpeg, each picture of them. */
export async function decode(
  data: Buffer,
  format: 'h264' | 'mjpeg',
  { width, height }: { width: number; height: number },
): Promise<DecodedPicture[]> {
  const ffmpeg = spawn(
    'ffmpeg',
    [
      ...['-v', 'error', '-f', format, '-i', '-', '-fps_mode', 'passthrough'],
      ...['-f', 'rawvideo', '-pix_fmt', format === 'mjpeg' ? 'yuvj420p' : 'yuv420p', '-'],
    ],
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  ffmpeg.stdin.end(data);
  const raw = await buffer(ffmpeg.stdout);
  const luma = width * height;
  const bytes = luma * 1.5;
  return Array.from({ length: raw.length / bytes }, (_, i) => {
    const picture = raw.subarray(i * bytes, (i + 1) * bytes);
    return {
      ...{ width, height },
      planes: [picture.subarray(0, luma), picture.subarray(luma, luma * 1.25), picture.subarray(luma * 1.25)],
    };
  });
}

/** Of the samples of a box these are looked at: no block of a coder or a scaler hides between them. */
const EVERY = { row: 3, column: 5 };

/** The greatest distance of the samples in a box from what they should be; the box in parts of the picture. */
export function farthest(
  { width, planes, height }: DecodedPicture,
  [left, top, right, bottom]: readonly [number, number, number, number],
  wanted: readonly number[],
): number {
  let far = 0;
  wanted.forEach((value, i) => {
    const [columns, rows] = i === 0 ? [width, height] : [width / 2, height / 2];
    for (let y = Math.ceil(top * rows); y < Math.floor(bottom * rows); y += EVERY.row)
      for (let x = Math.ceil(left * columns); x < Math.floor(right * columns); x += EVERY.column)
        far = Math.max(far, Math.abs(planes[i]![y * columns + x]! - value));
  });
  return far;
}

/** Whether a box is black, as nearly as a coder keeps it. @param luma of black: 0 in full range */
export const isBlack = (
  picture: DecodedPicture,
  box: readonly [number, number, number, number],
  luma = picture.planes.length === 1 ? 0 : 16,
) => farthest(picture, box, [luma, 128, 128].slice(0, picture.planes.length)) <= 12;
