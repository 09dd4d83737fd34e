/** A fast Fourier transform in place (radix 2, complex); all memory is taken once. */

export class Fft {
  readonly size: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #reversed: Uint16Array;

  /** @param size a power of two, at most 65536 */
  constructor(size: number) {
    const bits = Math.log2(size);
    if (!Number.isInteger(bits) || bits < 1 || bits > 16)
      throw new RangeError(`no transform of ${size} values`);
    this.size = size;
    this.re = new Float64Array(size);
    this.im = new Float64Array(size);
    this.#cos = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sin = Float64Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
    this.#reversed = Uint16Array.from({ length: size }, (_, i) => {
      let reversed = 0;
      for (let bit = 0; bit < bits; bit++) reversed |= ((i >> bit) & 1) << (bits - 1 - bit);
      return reversed;
    });
  }

  /** Transforms `re` and `im` where they stand. */
  transform(): void {
    const { size, re, im } = this;
    const cos = this.#cos;
    const sin = this.#sin;
    for (let i = 0; i < size; i++) {
      const j = this.#reversed[i]!;
      if (j <= i) continue;
      const r = re[i]!;
      re[i] = re[j]!;
      re[j] = r;
      const m = im[i]!;
      im[i] = im[j]!;
      im[j] = m;
    }
    for (let half = 1; half < size; half *= 2) {
      const step = size / (2 * half);
      for (let start = 0; start < size; start += 2 * half) {
        for (let k = 0, at = 0; k < half; k++, at += step) {
          const a = start + k;
          const b = a + half;
          const r = re[b]! * cos[at]! - im[b]! * sin[at]!;
          const m = re[b]! * sin[at]! + im[b]! * cos[at]!;
          re[b] = re[a]! - r;
          im[b] = im[a]! - m;
          re[a]! += r;
          im[a]! += m;
        }
      }
    }
  }
}
