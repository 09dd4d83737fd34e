/** Date and time in the picture, for people: digits of five by seven dots. */

const GLYPHS: Record<string, readonly string[]> = {
  '0': ['01110', '10001', '10011', '10101', '11001', '10001', '01110'],
  '1': ['00100', '01100', '00100', '00100', '00100', '00100', '01110'],
  '2': ['01110', '10001', '00001', '00110', '01000', '10000', '11111'],
  '3': ['11110', '00001', '00001', '01110', '00001', '00001', '11110'],
  '4': ['00010', '00110', '01010', '10010', '11111', '00010', '00010'],
  '5': ['11111', '10000', '11110', '00001', '00001', '10001', '01110'],
  '6': ['00110', '01000', '10000', '11110', '10001', '10001', '01110'],
  '7': ['11111', '00001', '00010', '00100', '01000', '01000', '01000'],
  '8': ['01110', '10001', '10001', '01110', '10001', '10001', '01110'],
  '9': ['01110', '10001', '10001', '01111', '00001', '00010', '01100'],
  '-': ['00000', '00000', '00000', '01110', '00000', '00000', '00000'],
  ':': ['00000', '00100', '00100', '00000', '00100', '00100', '00000'],
};
const WHITE = 235;
const SHADOW = 16;

/** Of one character with its gap, pixels at scale 1. */
const ADVANCE = 6;

/** @returns the width of a text, pixels */
export const captionWidth = (text: string, scale: number) => text.length * ADVANCE * scale;

/** Draws white digits with a dark shadow into a luma plane; characters without a glyph leave a gap. */
export function drawCaption(
  luma: Uint8Array,
  stride: number,
  text: string,
  at: { x: number; y: number; scale: number },
): void {
  for (const [offset, level] of [
    [1, SHADOW],
    [0, WHITE],
  ] as const) {
    [...text].forEach((character, i) => {
      const rows = GLYPHS[character] ?? [];
      for (const [row, dots] of rows.entries()) {
        for (let column = 0; column < dots.length; column++) {
          if (dots[column] !== '1') continue;
          const left = at.x + (i * ADVANCE + column) * at.scale + offset;
          for (let y = 0; y < at.scale; y++) {
            const line = (at.y + row * at.scale + y + offset) * stride + left;
            luma.fill(level, line, line + at.scale);
          }
        }
      }
    });
  }
}

/** Local date and time, "2026-11-23 21:34:05". */
export function captionText(ms: number): string {
  const d = new Date(ms);
  const two = (n: number) => String(n).padStart(2, '0');
  return (
    `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ` +
    `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`
  );
}
