/** One element of a pipeline: its properties and the events one can send it. */
import koffi from 'koffi';
import { GstError } from './gstreamer.ts';
import { GValue, NO_TIME, native, type Pointer } from './native.ts';

export class Element {
  #pointer: Pointer | null;

  /** Takes over the reference it is given. */
  constructor(pointer: Pointer) {
    this.#pointer = pointer;
  }

  /** @throws GstError after `release` */
  get pointer(): Pointer {
    if (this.#pointer === null) throw new GstError('the element is closed');
    return this.#pointer;
  }

  get released(): boolean {
    return this.#pointer === null;
  }

  /** Such as "/GstPipeline:pipeline0/GstX264Enc:main". */
  get path(): string {
    return native().path(this.pointer) ?? '';
  }

  has(property: string): boolean {
    const klass = koffi.decode(this.pointer, 'void *') as Pointer; // GTypeInstance.g_class
    return native().findProperty(klass, property) !== null;
  }

  /**
   * Sets a property from the text that gst-launch would take. GLib ignores what does not parse.
   * @throws GstError when there is no such property
   */
  set(property: string, value: string | number | boolean): void {
    this.#require(property);
    native().setArg(this.pointer, property, String(value));
  }

  /** @returns the property as gst-launch would write it; @throws GstError when there is no such property */
  get(property: string): string {
    this.#require(property);
    const value = koffi.alloc(GValue, 1) as unknown;
    koffi.encode(value, GValue, { type: 0, data0: 0, data1: 0 });
    try {
      native().getProperty(this.pointer, property, value);
      return native().serialize(value) ?? '';
    } finally {
      native().valueUnset(value);
      koffi.free(value);
    }
  }

  /** Asks the encoder upstream of this sink for an IDR with its headers. @returns whether anyone took it */
  forceKeyUnit(): boolean {
    const event = native().forceKeyUnit(NO_TIME, 1, 0);
    return event !== null && native().sendEvent(this.pointer, event) !== 0;
  }

  /**
   * Whether the element's pad could carry one of these caps, as far as it knows in its present state (a
   * camera knows its formats from READY on).
   */
  canCarry(pad: string, caps: string): boolean {
    const gst = native();
    const padPointer = gst.staticPad(this.pointer, pad);
    if (padPointer === null) return false;
    const offered = gst.padCaps(padPointer, null);
    gst.unref(padPointer);
    const wanted = gst.capsParse(caps);
    try {
      return offered !== null && wanted !== null && gst.capsMeet(offered, wanted) !== 0;
    } finally {
      if (offered !== null) gst.miniUnref(offered);
      if (wanted !== null) gst.miniUnref(wanted);
    }
  }

  /** Whether another element is connected to the pad. */
  linked(pad: string): boolean {
    const gst = native();
    const pointer = gst.staticPad(this.pointer, pad);
    if (pointer === null) return false;
    const linked = gst.padIsLinked(pointer) !== 0;
    gst.unref(pointer);
    return linked;
  }

  /** Gives the reference back. The element must not be used afterwards. */
  release(): void {
    if (this.#pointer === null) return;
    native().unref(this.#pointer);
    this.#pointer = null;
  }

  #require(property: string): void {
    if (!this.has(property)) throw new GstError(`${this.path} has no property "${property}"`);
  }
}
