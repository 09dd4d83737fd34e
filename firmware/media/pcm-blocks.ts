/** The microphone's sound for detection, gathered into blocks: few messages, each of use. */
import type { PcmBlock } from './media.ts';

export const PCM_RATE_HZ = 16_000;
/** 100 ms. */
const BLOCK_SAMPLES = PCM_RATE_HZ / 10;
/** Sound that is further than this from where it should go on does not go on: a new block begins, µs. */
const JUMP_US = 20_000;

export class PcmBlocks {
  readonly #onBlock: (block: PcmBlock) => void;
  #samples = new Int16Array(BLOCK_SAMPLES);
  #count = 0;
  #startUs = 0;

  constructor(onBlock: (block: PcmBlock) => void) {
    this.#onBlock = onBlock;
  }

  /** @param bytes 16-bit samples of this machine's order, one channel; @param ptsUs of the first */
  push(bytes: Buffer, ptsUs: number): void {
    const dueUs = this.#startUs + (this.#count / PCM_RATE_HZ) * 1e6;
    if (this.#count > 0 && Math.abs(ptsUs - dueUs) > JUMP_US) this.#count = 0; // less than a block is lost
    const total = bytes.length >> 1;
    for (let at = 0; at < total;) {
      if (this.#count === 0) this.#startUs = ptsUs + (at / PCM_RATE_HZ) * 1e6;
      const n = Math.min(BLOCK_SAMPLES - this.#count, total - at);
      for (let i = 0; i < n; i++) this.#samples[this.#count + i] = bytes.readInt16LE((at + i) * 2);
      at += n;
      this.#count += n;
      if (this.#count < BLOCK_SAMPLES) return;
      const samples = this.#samples;
      this.#samples = new Int16Array(BLOCK_SAMPLES); // what was handed on may wait to be sent
      this.#count = 0;
      this.#onBlock({ ptsUs: this.#startUs, rateHz: PCM_RATE_HZ, samples });
    }
  }
  /** Nothing more comes: what is left goes out as a shorter block. */
  end(): void {
    if (this.#count === 0) return;
    const samples = this.#samples.slice(0, this.#count);
    this.#count = 0;
    this.#onBlock({ ptsUs: this.#startUs, rateHz: PCM_RATE_HZ, samples });
  }
}
