/** What a sequence parameter set says of the picture (ITU-T H.264, 7.3.2.1.1). */
import { FormatError } from './box.ts';

/** Profiles whose parameter sets tell their chroma format. */
const WITH_CHROMA = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

/** @param sps the NAL unit with its header @throws FormatError */
export function pictureSize(sps: Buffer): { width: number; height: number } {
  const bits = new BitReader(sps.subarray(1).toString('latin1').replaceAll('\0\0\x03', '\0\0'));
  const profile = bits.read(8);
  bits.read(16); // constraints, level
  bits.golomb(); // id
  let chroma = 1;
  if (WITH_CHROMA.has(profile)) {
    chroma = bits.golomb();
    if (chroma === 3) bits.read(1);
    bits.golomb(); // bit depths
    bits.golomb();
    bits.read(1);
    if (bits.read(1)) skipScalingLists(bits, chroma === 3 ? 12 : 8);
  }
  bits.golomb(); // log2_max_frame_num
  const order = bits.golomb();
  if (order === 0) bits.golomb();
  else if (order === 1) {
    bits.read(1);
    bits.golomb();
    bits.golomb();
    for (let left = bits.golomb(); left > 0; left--) bits.golomb();
  }
  bits.golomb(); // reference frames
  bits.read(1);
  const columns = bits.golomb() + 1;
  const rows = bits.golomb() + 1;
  const framesOnly = bits.read(1);
  if (!framesOnly) bits.read(1);
  bits.read(1); // direct_8x8_inference
  const crop = bits.read(1) ? [bits.golomb(), bits.golomb(), bits.golomb(), bits.golomb()] : [0, 0, 0, 0];
  const cropX = chroma === 0 || chroma === 3 ? 1 : 2;
  const cropY = (chroma === 1 ? 2 : 1) * (2 - framesOnly);
  return {
    width: columns * 16 - (crop[0]! + crop[1]!) * cropX,
    height: rows * 16 * (2 - framesOnly) - (crop[2]! + crop[3]!) * cropY,
  };
}

/** 7.3.2.1.1.1: six lists of 16, the others of 64. */
function skipScalingLists(bits: BitReader, lists: number): void {
  for (let list = 0; list < lists; list++) {
    if (!bits.read(1)) continue;
    for (let i = 0, next = 8; i < (list < 6 ? 16 : 64) && next !== 0; i++) {
      const code = bits.golomb();
      next = (next + (code & 1 ? (code + 1) / 2 : -code / 2) + 256) % 256;
    }
  }
}

class BitReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(latin1: string) {
    this.#bytes = Buffer.from(latin1, 'latin1');
  }

  read(count: number): number {
    let value = 0;
    for (; count > 0; count--, this.#at++) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw new FormatError('the parameter set ends early');
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }

  /** Unsigned Exp-Golomb (9.1). */
  golomb(): number {
    let zeros = 0;
    while (this.read(1) === 0) if (++zeros > 31) throw new FormatError('no Exp-Golomb code');
    return 2 ** zeros - 1 + this.read(zeros);
  }
}
