/**
 * The machine-readable clock in the scene's top-left corner, so that a program which sees the picture knows
 * when it was made. Two rows of 34 squares of 16 pixels in a picture 1280 wide: white, black (so that it can
 * be found), then the wall clock in ms modulo 2^32, most significant bit first, white = 1; the row below is
 * the inverse. Pure: the browser's tests use it too.
 */

/** Edge of one square in a picture of CLOCK_PICTURE_WIDTH, pixels; in other sizes everything scales. */
const SQUARE = 16;
const BITS = 32;
const SQUARES = BITS + 2;
export const CLOCK_PICTURE_WIDTH = 1280;
/** Of the strip, pixels. */
export const CLOCK_WIDTH = SQUARES * SQUARE;
export const CLOCK_HEIGHT = 2 * SQUARE;

/** Video levels of white and black (ITU-R BT.709, 8 bit). */
const WHITE = 235;
const BLACK = 16;
/** Least difference of brightness between a square and its inverse after coding, of 255. */
const LEAST_CONTRAST = 40;

/** Draws the strip into a luma plane. */
export function drawClock(luma: Uint8Array, stride: number, wallMs: number): void {
  const bits = (wallMs % 2 ** BITS) >>> 0; // shifts see 32 bits only
  for (let i = 0; i < SQUARES; i++) {
    const white = i < 2 ? i === 0 : ((bits >>> (SQUARES - 1 - i)) & 1) === 1;
    for (let y = 0; y < CLOCK_HEIGHT; y++) {
      const at = y * stride + i * SQUARE;
      luma.fill(white === y < SQUARE ? WHITE : BLACK, at, at + SQUARE);
    }
  }
}

export interface Pixels {
  /** Rows from the picture's top-left corner, without padding: 1 byte (luma) or 4 (RGBA) a pixel. */
  data: Uint8Array | Uint8ClampedArray;
  width: number;
  height: number;
  /** Of the whole picture, when these are only its upper rows or its left part; `width` by default. */
  pictureWidth?: number;
}

/** @returns the wall clock in ms modulo 2^32, or null when there is no readable strip */
export function readClock({ data, width, height, pictureWidth = width }: Pixels): number | null {
  const edge = (SQUARE * pictureWidth) / CLOCK_PICTURE_WIDTH;
  const bytesPerPixel = data.length >= width * height * 4 ? 4 : 1;
  if (width < SQUARES * edge || height < 2 * edge) return null;

  /** Mean brightness of the middle of a square, where its neighbours have not bled in. */
  const brightness = (column: number, row: number): number => {
    const first = (square: number) => Math.round((square + 0.25) * edge - 0.25);
    const size = Math.max(1, Math.floor(edge / 2));
    let sum = 0;
    for (let y = first(row); y < first(row) + size; y++) {
      for (let x = first(column); x < first(column) + size; x++) {
        // Green stands for all three: the strip is grey.
        sum += data[(y * width + x) * bytesPerPixel + (bytesPerPixel === 4 ? 1 : 0)]!;
      }
    }
    return sum / size ** 2;
  };

  let bits = 0;
  for (let i = 0; i < SQUARES; i++) {
    const difference = brightness(i, 0) - brightness(i, 1);
    if (Math.abs(difference) < LEAST_CONTRAST) return null;
    const white = difference > 0;
    if (i < 2 && white !== (i === 0)) return null;
    if (i >= 2) bits = ((bits << 1) | (white ? 1 : 0)) >>> 0;
  }
  return bits;
}

/** @returns how old a picture with this reading is at `nowMs`; negative when it is from the future */
export function clockAgeMs(reading: number, nowMs: number): number {
  return (nowMs - reading) | 0; // modulo 2^32, from -24.8 to 24.8 days
}
