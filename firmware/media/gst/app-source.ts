/** Where buffers from JavaScript enter a pipeline. */
import koffi from 'koffi';
import { Element } from './element.ts';
import { OFFSETS, native } from './native.ts';
import type { Sample } from './sample.ts';

export class AppSource extends Element {
  /**
   * Copies the bytes into the pipeline.
   * @param ptsNs running time: since the pipeline's base time
   * @returns whether it took them (it does not while stopping)
   */
  push(data: Uint8Array, ptsNs: bigint): boolean {
    const buffer = native().bufferOf(data, data.length);
    if (buffer === null) return false;
    koffi.encode(buffer, OFFSETS.pts, 'uint64_t', ptsNs);
    return native().pushBuffer(this.pointer, buffer) === 0; // takes the buffer over in any case
  }

  /** Hands a sample of another pipeline on without copying its bytes. */
  forward(sample: Sample, ptsNs: bigint): boolean {
    const buffer = sample.retimed(ptsNs);
    return buffer !== null && native().pushBuffer(this.pointer, buffer) === 0;
  }

  end(): void {
    native().endOfStream(this.pointer);
  }
}
