/** A GStreamer pipeline: made from a description, watched through its bus, taken down without leaks. */
import koffi, { type KoffiFunc } from 'koffi';
import { AppSink } from './app-sink.ts';
import { AppSource } from './app-source.ts';
import { Element } from './element.ts';
import { GstError, initGStreamer } from './gstreamer.ts';
import { OFFSETS, native, takeError, takeString, type Pointer } from './native.ts';

const PARSE_FLAG_FATAL_ERRORS = 1;
const STATE = { null: 1, ready: 2, paused: 3, playing: 4 } as const;
const STATE_CHANGE_FAILURE = 0;
const MESSAGE = { eos: 1, error: 2, warning: 4 } as const;
const GST_FORMAT_TIME = 3;
const SEEK_FLUSH_KEY_UNIT = 1 | 4;

export interface PipelineListener {
  /** Something broke: the pipeline is of no use any more, close it. Called once: what follows are echoes. */
  onError?: (error: GstError) => void;
  onWarning?: (warning: GstError) => void;
  /** All sinks have seen the end. */
  onEnded?: () => void;
}

export class Pipeline extends Element {
  readonly #bus: Pointer;
  readonly #poll: ReturnType<typeof koffi.node.poll>;
  readonly #children = new Map<string, Element>();
  readonly #listener: PipelineListener;
  #closing: Promise<void> | undefined;
  #changing: Promise<unknown> = Promise.resolve();
  #firstError: GstError | undefined;

  /**
   * Its clock is CLOCK_MONOTONIC, whatever clock its elements offer.
   * @param description as for gst-launch-1.0
   * @throws GstError with GStreamer's own words; PupsentryError "gstreamer-missing"
   */
  constructor(description: string, listener: PipelineListener = {}) {
    initGStreamer();
    const gst = native();
    const error: [Pointer | null] = [null];
    const pointer = gst.parseLaunch(description, null, PARSE_FLAG_FATAL_ERRORS, error);
    const said = takeError(error[0]);
    if (pointer !== null) gst.refSink(pointer); // what the parser gives is floating
    if (said || pointer === null || !gst.isA(pointer, gst.pipelineType())) {
      if (pointer !== null) gst.unref(pointer);
      if (said) throw new GstError(said.message, said.domain, said.code);
      throw new GstError('the description is not a pipeline of at least two elements');
    }
    super(pointer);
    this.#listener = listener;
    const clock = gst.systemClock();
    if (clock !== null) {
      gst.useClock(pointer, clock);
      gst.unref(clock);
    }
    const bus = gst.getBus(pointer);
    if (bus === null) {
      this.release();
      throw new GstError('the pipeline has no bus');
    }
    this.#bus = bus;
    const pollFd: { fd?: number } = {};
    gst.busPollFd(bus, pollFd);
    this.#poll = koffi.node.poll(pollFd.fd!, { readable: true }, () => this.#drainBus());
  }

  /** CLOCK_MONOTONIC at running time 0, ns. Set when the pipeline starts to play. */
  get baseTimeNs(): bigint {
    return BigInt(native().baseTime(this.pointer));
  }

  element(name: string): Element {
    return this.#child(name, Element);
  }

  sink(name: string): AppSink {
    return this.#child(name, AppSink);
  }

  source(name: string): AppSource {
    return this.#child(name, AppSource);
  }

  /** Starts it. Opening a device may take long: it happens on a thread of the pool. */
  play(): Promise<void> {
    return this.#change(STATE.playing);
  }

  /** Opens the devices without starting them, so that they can be asked what they offer. */
  ready(): Promise<void> {
    return this.#change(STATE.ready);
  }

  /** Back to the beginning, dropping what is on its way. @returns false when the source cannot */
  async rewind(): Promise<boolean> {
    return (
      (await onPool(native().seek, this.pointer, GST_FORMAT_TIME, SEEK_FLUSH_KEY_UNIT, 0n).catch(() => 0)) !==
      0
    );
  }

  /** Stops it and gives everything back; resolves when the devices are closed. Idempotent. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#poll.close();
    for (const child of this.#children.values()) if (child instanceof AppSink) child.silence();
    await this.#changing.catch(() => undefined);
    // Never on the event loop: a state change waits for streaming threads.
    await onPool(native().setState, this.pointer, STATE.null).catch(() => undefined);
    for (const child of this.#children.values()) child.release();
    this.#children.clear();
    native().unref(this.#bus);
    this.release();
  }

  #change(state: number): Promise<void> {
    const change = this.#changing.then(async () => {
      if (this.#closing) throw new GstError('the pipeline is closing');
      const result = await onPool(native().setState, this.pointer, state);
      if (result === STATE_CHANGE_FAILURE) throw this.#failure();
    });
    this.#changing = change.catch(() => undefined);
    return change;
  }

  #child<T extends Element>(name: string, kind: new (pointer: Pointer) => T): T {
    const known = this.#children.get(name);
    if (known) {
      if (!(known instanceof kind)) throw new GstError(`"${name}" is already in use as something else`);
      return known;
    }
    const pointer = native().byName(this.pointer, name);
    if (pointer === null) throw new GstError(`the pipeline has no element "${name}"`);
    const child = new kind(pointer);
    this.#children.set(name, child);
    return child;
  }

  #drainBus(): void {
    for (let message = this.#pop(); message && !this.#closing; message = this.#pop()) {
      if (message === 'other') continue;
      if (message === 'eos') this.#listener.onEnded?.();
      else if (message.kind === 'warning') this.#listener.onWarning?.(message.error);
      else if (!this.#firstError) {
        this.#firstError = message.error;
        this.#listener.onError?.(message.error);
      }
    }
  }

  /** Why a state change failed: the error that the bus has brought, or still holds. */
  #failure(): GstError {
    this.#drainBus();
    return this.#firstError ?? new GstError('it does not start and gives no reason');
  }

  #pop(): { kind: 'error' | 'warning'; error: GstError } | 'eos' | 'other' | null {
    const gst = native();
    const message = gst.busPop(this.#bus);
    if (message === null) return null;
    try {
      const type = koffi.decode(message, OFFSETS.messageType, 'int') as number;
      if (type === MESSAGE.eos) return 'eos';
      if (type !== MESSAGE.error && type !== MESSAGE.warning) return 'other';
      const source = koffi.decode(message, OFFSETS.messageSource, 'void *') as Pointer | null;
      const error: [Pointer | null] = [null];
      const debug: [Pointer | null] = [null];
      (type === MESSAGE.error ? gst.parseError : gst.parseWarning)(message, error, debug);
      const said = takeError(error[0]);
      return {
        kind: type === MESSAGE.error ? 'error' : 'warning',
        error: new GstError(
          said?.message ?? 'no reason given',
          said?.domain,
          said?.code,
          source === null ? '' : (gst.path(source) ?? ''),
          takeString(debug[0]),
        ),
      };
    } finally {
      gst.miniUnref(message);
    }
  }
}

/** Calls a C function on a thread of libuv's pool. */
function onPool<A extends unknown[], R>(work: KoffiFunc<(...args: A) => R>, ...args: A): Promise<R> {
  return new Promise((resolve, reject) => {
    work.async(...args, (error: unknown, result: R) =>
      error ? reject(error instanceof Error ? error : new Error('foreign call failed')) : resolve(result),
    );
  });
}
