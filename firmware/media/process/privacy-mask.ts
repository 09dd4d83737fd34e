/** Paints privacy zones black into raw pictures. */
import { rowSpans, type Point } from '#kit/polygon.ts';
import type { Touch } from '../gst/touch.ts';
import type { VideoMeta } from '../gst/native.ts';

/** Black of video levels (ITU-R BT.709). */
const BLACK_LUMA = 16;
const NO_COLOUR = 128;
/** GST_VIDEO_FORMAT_I420 (gst/video/video-format.h). */
const I420 = 2;

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A run of cells of one row of a plane. */
interface Run {
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

/** What is black of a picture of one size. */
interface Runs {
  readonly luma: readonly Run[];
  readonly chroma: readonly Run[];
}

export class PrivacyMask {
  #polygons: readonly (readonly Point[])[] = [];
  /** Of the present zones, by size. */
  #touches = new Map<string, Touch>();

  /** Whether anything is to be painted. */
  get active(): boolean {
    return this.#polygons.length > 0;
  }

  /** From now on these are painted. */
  set(polygons: readonly (readonly Point[])[]): void {
    this.#polygons = polygons;
    this.#touches = new Map();
  }

  /**
   * @returns what paints an I420 picture of this size as the zones are now, or undefined when there are none.
   *   It throws when the memory does not hold such a picture: then nothing is painted, and it must not be used
   */
  touchOf(size: PictureSize): Touch | undefined {
    if (!this.active) return undefined;
    const key = `${size.width}x${size.height}`;
    let touch = this.#touches.get(key);
    if (!touch) {
      const runs = runsOf(this.#polygons, size);
      touch = (memory, meta) => paint(memory, planesOf(memory.length, meta, size), runs);
      this.#touches.set(key, touch);
    }
    return touch;
  }
}

/** A sample of colour is shared by four of brightness: where one of them is black, all are, and their colour. */
function runsOf(polygons: readonly (readonly Point[])[], { width, height }: PictureSize): Runs {
  const columns = Math.ceil(width / 2);
  const rows = Math.ceil(height / 2);
  const black = new Uint8Array(columns * rows);
  for (const points of polygons)
    for (const { y, from, to } of rowSpans(points, { width, height }, { touching: true }))
      black.fill(1, (y >> 1) * columns + (from >> 1), (y >> 1) * columns + Math.ceil(to / 2));
  const chroma: Run[] = [];
  for (let y = 0; y < rows; y++) {
    const row = black.subarray(y * columns, (y + 1) * columns);
    for (let from = row.indexOf(1); from >= 0;) {
      const end = row.indexOf(0, from);
      const to = end < 0 ? columns : end;
      chroma.push({ y, from, to });
      from = row.indexOf(1, to);
    }
  }
  const luma = chroma.flatMap(({ y, from, to }) =>
    [2 * y, 2 * y + 1]
      .filter((line) => line < height)
      .map((line) => ({ y: line, from: 2 * from, to: Math.min(2 * to, width) })),
  );
  return { luma, chroma };
}

interface Planes {
  offset: readonly number[];
  stride: readonly number[];
}

/** Where Y, U and V lie. @throws Error when they do not lie in this memory */
function planesOf(bytes: number, meta: VideoMeta | null, { width, height }: PictureSize): Planes {
  if (meta && (meta.format !== I420 || meta.width !== width || meta.height !== height || meta.planes !== 3))
    throw new Error(`the picture is not I420 of ${width}x${height}`);
  const { offset, stride } = meta ?? defaultPlanes(width, height);
  const rows = [height, Math.ceil(height / 2), Math.ceil(height / 2)];
  const columns = [width, Math.ceil(width / 2), Math.ceil(width / 2)];
  const isInside = rows.every(
    (count, i) =>
      stride[i]! >= columns[i]! &&
      offset[i]! >= 0 &&
      offset[i]! + stride[i]! * (count - 1) + columns[i]! <= bytes,
  );
  if (!isInside) throw new Error(`the picture has ${bytes} bytes, too few for I420 of ${width}x${height}`);
  return { offset, stride };
}

/** As gst_video_info_set_format lays them out. */
function defaultPlanes(width: number, height: number): Planes {
  const of4 = (value: number) => 4 * Math.ceil(value / 4);
  const of2 = (value: number) => 2 * Math.ceil(value / 2);
  const luma = of4(width);
  const chroma = of4(of2(width) / 2);
  const u = luma * of2(height);
  return { offset: [0, u, u + (chroma * of2(height)) / 2], stride: [luma, chroma, chroma] };
}

function paint(memory: Uint8Array, { offset, stride }: Planes, { luma, chroma }: Runs): void {
  const plane = (i: number, runs: readonly Run[], value: number) => {
    const [start, step] = [offset[i]!, stride[i]!];
    for (const { y, from, to } of runs) memory.fill(value, start + y * step + from, start + y * step + to);
  };
  plane(0, luma, BLACK_LUMA);
  plane(1, chroma, NO_COLOUR);
  plane(2, chroma, NO_COLOUR);
}
