/** A buffer that came out of a pipeline, still in GStreamer's memory. */
import koffi from 'koffi';
import { NO_TIME, OFFSETS, native, type Pointer } from './native.ts';
import { touchBuffer, type Touch } from './touch.ts';

const GST_FORMAT_TIME = 3;
const GST_BUFFER_FLAG_DELTA_UNIT = 1 << 13;

export class Sample {
  #pointer: Pointer | null;
  readonly #buffer: Pointer | null;

  /** Takes over the reference it is given. */
  constructor(pointer: Pointer) {
    this.#pointer = pointer;
    this.#buffer = native().sampleBuffer(pointer);
  }

  /** Decoding can start here. */
  get key(): boolean {
    if (!this.#buffer) return false;
    return ((koffi.decode(this.#buffer, OFFSETS.flags, 'uint') as number) & GST_BUFFER_FLAG_DELTA_UNIT) === 0;
  }

  /** Time since the pipeline's base time, ns; null when the buffer has no time or lies outside its segment. */
  get runningTimeNs(): bigint | null {
    const segment = this.#pointer && native().sampleSegment(this.#pointer);
    if (!this.#buffer || !segment) return null;
    if (koffi.decode(segment, OFFSETS.segmentFormat, 'int') !== GST_FORMAT_TIME) return null;
    const pts = koffi.decode(this.#buffer, OFFSETS.pts, 'uint64_t') as number | bigint;
    const time = BigInt(native().runningTime(segment, GST_FORMAT_TIME, pts));
    return time === NO_TIME ? null : time;
  }

  /** What it holds, as gst-launch would write it: "video/x-raw, format=(string)NV12, …". */
  get caps(): string {
    const caps = this.#pointer && native().sampleCaps(this.#pointer);
    return caps ? (native().capsText(caps) ?? '') : '';
  }

  /** The bytes, copied once into a buffer of exactly their size. */
  copy(): Buffer {
    if (!this.#buffer) return Buffer.alloc(0);
    const bytes = Number(native().bufferSize(this.#buffer));
    const data = Buffer.allocUnsafeSlow(bytes);
    const got = Number(native().bufferExtract(this.#buffer, 0, data, bytes));
    return got === bytes ? data : data.subarray(0, got);
  }

  /**
   * @param touch changes its bytes: in place where nobody but samples holds them, else in a copy
   * @returns a new GstBuffer over the same memory with another time stamp; the caller owns it
   * @throws GstError when the memory cannot be written to; what `touch` throws
   */
  retimed(ptsNs: bigint, touch?: Touch): Pointer | null {
    if (!this.#buffer) return null;
    const alone = native().isWritable(this.#buffer) !== 0;
    if (touch && alone) touchBuffer(this.#buffer, touch);
    const buffer = native().bufferCopy(this.#buffer);
    if (!buffer) return null;
    try {
      if (touch && !alone) touchBuffer(buffer, touch);
    } catch (error) {
      native().miniUnref(buffer);
      throw error;
    }
    koffi.encode(buffer, OFFSETS.pts, 'uint64_t', ptsNs);
    koffi.encode(buffer, OFFSETS.dts, 'uint64_t', NO_TIME);
    return buffer;
  }

  /** Gives the memory back to GStreamer. */
  release(): void {
    if (this.#pointer === null) return;
    native().miniUnref(this.#pointer);
    this.#pointer = null;
  }
}
