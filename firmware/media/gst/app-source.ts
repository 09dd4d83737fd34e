/** Where buffers from JavaScript enter a pipeline. */
import koffi from 'koffi';
import { Element } from './element.ts';
import { OFFSETS, native } from './native.ts';
import type { Sample } from './sample.ts';
import { touchBuffer, type Touch } from './touch.ts';

export class AppSource extends Element {
  /**
   * Copies the bytes into the pipeline.
   * @param ptsNs running time: since the pipeline's base time
   * @param touch changes the copy first
   * @returns whether it took them (it does not while stopping)
   * @throws what `touch` throws: then nothing has gone in
   */
  push(data: Uint8Array, ptsNs: bigint, touch?: Touch): boolean {
    const buffer = native().bufferOf(data, data.length);
    if (buffer === null) return false;
    try {
      if (touch) touchBuffer(buffer, touch);
    } catch (error) {
      native().miniUnref(buffer);
      throw error;
    }
    koffi.encode(buffer, OFFSETS.pts, 'uint64_t', ptsNs);
    return native().pushBuffer(this.pointer, buffer) === 0; // takes the buffer over in any case
  }

  /**
   * Hands a sample of another pipeline on without copying its bytes.
   * @param touch changes them first, in place where that can be
   * @throws GstError when they cannot be written to, what `touch` throws: then nothing has gone in
   */
  forward(sample: Sample, ptsNs: bigint, touch?: Touch): boolean {
    const buffer = sample.retimed(ptsNs, touch);
    return buffer !== null && native().pushBuffer(this.pointer, buffer) === 0;
  }

  end(): void {
    native().endOfStream(this.pointer);
  }
}
