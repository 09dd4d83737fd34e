/** Is it a whole JPEG? Looked at by its markers (ITU-T T.81, annex B), never decoded. */

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** Start of frame: baseline, extended and progressive Huffman, what browsers show. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);

/** @returns whether the bytes begin as a JPEG, describe a frame, and end where a JPEG ends */
export function isJpeg(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) return false;
  let sawFrame = false;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return false;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++; // fill byte
      continue;
    }
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    if (length < 2) return false;
    if (FRAMES.has(marker)) sawFrame = true;
    if (marker === SOS) return sawFrame && endsWhole(bytes);
    at += 2 + length;
  }
  return false;
}

/** Encoders may pad after the end with zeros. */
function endsWhole(bytes: Uint8Array): boolean {
  let end = bytes.length;
  while (end > 2 && bytes[end - 1] === 0) end--;
  return bytes[end - 2] === 0xff && bytes[end - 1] === EOI;
}
