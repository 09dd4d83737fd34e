/** The scene's sound: quiet room noise, and a short tone at each second of the wall clock. */

export const SOUND_RATE_HZ = 48_000;
/** One Opus packet. */
export const BLOCK_SAMPLES = 960;
export const BLOCK_MS = 20;

const TONE_HZ = 880;
const TONE_MS = 120;
const TONE_LEVEL = 0.25;
/** Rising and falling edge, so that it does not click. */
const EDGE_MS = 8;
const NOISE_LEVEL = 0.002;
const TONE_SAMPLES = (SOUND_RATE_HZ * TONE_MS) / 1000;
const EDGE_SAMPLES = (SOUND_RATE_HZ * EDGE_MS) / 1000;
/** Not a divisor of a second, so that the noise has no beat. */
const NOISE_SAMPLES = 61_169;

export class SceneSound {
  readonly #tone = Int16Array.from({ length: TONE_SAMPLES }, (_, i) => {
    const edge = Math.min(1, i / EDGE_SAMPLES, (TONE_SAMPLES - i) / EDGE_SAMPLES);
    return 32767 * TONE_LEVEL * edge * Math.sin((2 * Math.PI * TONE_HZ * i) / SOUND_RATE_HZ);
  });
  readonly #noise: Int16Array;
  readonly #block = new Int16Array(BLOCK_SAMPLES);
  #noiseAt = 0;

  constructor() {
    let soft = 0; // a simple low-pass: a room rumbles, it does not hiss
    this.#noise = Int16Array.from({ length: NOISE_SAMPLES }, () => {
      soft += 0.2 * (Math.random() * 2 - 1 - soft);
      return 32767 * NOISE_LEVEL * 3 * soft;
    });
  }

  /**
   * @param wallMs of the first sample
   * @returns BLOCK_SAMPLES of 16-bit mono; the memory changes with the next call
   */
  block(wallMs: number): Buffer {
    const first = Math.round(((wallMs % 1000) * SOUND_RATE_HZ) / 1000);
    for (let i = 0; i < BLOCK_SAMPLES; i++) {
      const at = (first + i) % SOUND_RATE_HZ;
      this.#noiseAt = (this.#noiseAt + 1) % NOISE_SAMPLES;
      this.#block[i] = this.#noise[this.#noiseAt]! + (at < TONE_SAMPLES ? this.#tone[at]! : 0);
    }
    return Buffer.from(this.#block.buffer);
  }
}
