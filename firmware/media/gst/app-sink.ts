/** Where buffers leave a pipeline for JavaScript. */
import koffi from 'koffi';
import { Element } from './element.ts';
import { CAN_SIGNAL_NATIVELY, native } from './native.ts';
import { Sample } from './sample.ts';

const G_CONNECT_SWAPPED = 2;
const EFD_NONBLOCK_CLOEXEC = 0o4000 | 0o2000000;
const FALLBACK_WAIT_NS = 200_000_000n;

export interface AppSinkListener {
  /** Called on the event loop for every sample; released afterwards unless it returns "keep". */
  onSample: (sample: Sample) => void | 'keep';
  /** The stream has ended: after the last sample. */
  onEnded?: () => void;
}

export class AppSink extends Element {
  /** Ends the calls to the listener; the streaming thread may go on. */
  #silence: (() => void) | undefined;
  /** Frees what the streaming thread uses: only once the pipeline stands still. */
  #free: (() => void) | undefined;

  /** @returns the next sample, or null when none is waiting */
  take(): Sample | null {
    const sample = native().tryPull(this.pointer, 0);
    return sample === null ? null : new Sample(sample);
  }

  /** Waits on a thread of the pool. @returns the next sample, or null after the time or when it all stops */
  next(timeoutMs: number): Promise<Sample | null> {
    const { pointer } = this;
    native().ref(pointer); // held for the thread
    return new Promise((resolve) => {
      native().tryPull.async(
        pointer,
        BigInt(timeoutMs) * 1_000_000n,
        (error: unknown, sample: bigint | null) => {
          native().unref(pointer);
          resolve(error || sample === null ? null : new Sample(sample));
        },
      );
    });
  }

  get ended(): boolean {
    return native().isEos(this.pointer) !== 0;
  }

  /**
   * Delivers samples as they come. The streaming thread only adds to an eventfd, in C: it never waits for
   * JavaScript, and no thread of the pool is parked. Call before the pipeline plays, once.
   */
  listen(listener: AppSinkListener): void {
    if (CAN_SIGNAL_NATIVELY) this.#listenByEventfd(listener);
    else this.#listenByPool(listener);
  }

  /** The listener is not called any more. */
  silence(): void {
    this.#silence?.();
    this.#silence = undefined;
  }

  override release(): void {
    this.silence();
    this.#free?.();
    this.#free = undefined;
    super.release();
  }

  #listenByEventfd(listener: AppSinkListener): void {
    const c = native();
    const fd = c.eventfd(0, EFD_NONBLOCK_CLOEXEC);
    if (fd < 0) throw new Error(`eventfd: errno ${koffi.errno()}`);
    // Swapped: the handler is called as eventfd_write(fd, address of this element), which wakes the loop and
    // returns 0 = GST_FLOW_OK. What is added does not matter; the counter is emptied at every wake-up.
    const handlers = ['new-sample', 'eos'].map((signal) =>
      c.connect(this.pointer, signal, c.eventfdWrite, BigInt(fd), null, G_CONNECT_SWAPPED),
    );
    this.set('emit-signals', true);
    const value: [bigint] = [0n];
    const poll = koffi.node.poll(fd, { readable: true }, () => {
      c.eventfdRead(fd, value);
      this.#drain(listener);
    });
    this.#silence = () => poll.close();
    this.#free = () => {
      for (const handler of handlers) c.disconnect(this.pointer, handler);
      c.close(fd);
    };
  }

  /** For platforms where a 64-bit argument takes two registers: waits on a thread of the pool. */
  #listenByPool(listener: AppSinkListener): void {
    let stopped = false;
    const pointer = this.pointer;
    native().ref(pointer); // held for the thread
    const next = () => {
      if (stopped) return native().unref(pointer);
      native().tryPull.async(pointer, FALLBACK_WAIT_NS, (error: unknown, sample: bigint | null) => {
        if (sample !== null) {
          if (stopped) native().miniUnref(sample);
          else this.#deliver(new Sample(sample), listener);
        } else if (!stopped && this.ended) {
          listener.onEnded?.();
          stopped = true;
        }
        if (!error) next();
      });
    };
    next();
    this.#silence = () => {
      stopped = true;
    };
  }

  #drain(listener: AppSinkListener): void {
    for (;;) {
      const sample = this.#silence ? this.take() : null;
      if (!sample) break;
      this.#deliver(sample, listener);
    }
    if (this.#silence && this.ended) listener.onEnded?.();
  }

  #deliver(sample: Sample, listener: AppSinkListener): void {
    let kept: void | 'keep' = undefined;
    try {
      kept = listener.onSample(sample);
    } finally {
      if (kept !== 'keep') sample.release();
    }
  }
}
