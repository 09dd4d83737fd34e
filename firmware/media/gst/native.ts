/**
 * The C functions and structures of GStreamer 1.20 and newer that we use, by koffi. Nothing else in the
 * house touches koffi for GStreamer; the classes beside this file own every pointer they got from here.
 */
import koffi, { type KoffiFunc, type TypeObject } from 'koffi';
import { PupsentryError } from '#kit/errors.ts';

/** An address; NULL comes as null. */
export type Pointer = bigint;
type Maybe = Pointer | null;

/** GST_CLOCK_TIME_NONE */
export const NO_TIME = 0xffff_ffff_ffff_ffffn;
/** Enough for structures on every ABI: koffi lays them out as the C compiler does. */
const MiniObject = koffi.struct({
  type: 'size_t',
  refcount: 'int',
  lockstate: 'int',
  flags: 'uint',
  copy: 'void *',
  dispose: 'void *',
  free: 'void *',
  privUint: 'uint',
  privPointer: 'void *',
});
const Buffer_ = koffi.struct({
  mini: MiniObject,
  pool: 'void *',
  pts: 'uint64_t',
  dts: 'uint64_t',
  duration: 'uint64_t',
  offset: 'uint64_t',
  offsetEnd: 'uint64_t',
});
const Message = koffi.struct({
  mini: MiniObject,
  type: 'int',
  timestamp: 'uint64_t',
  source: 'void *',
  seqnum: 'uint32_t',
});
const Segment = koffi.struct({ flags: 'int', rate: 'double', appliedRate: 'double', format: 'int' });
const MapInfo = koffi.struct({
  memory: 'void *',
  flags: 'int',
  data: 'void *',
  size: 'size_t',
  maxsize: 'size_t',
  user: koffi.array('void *', 4),
  reserved: koffi.array('void *', 4),
});
const VideoMeta = koffi.struct({
  metaFlags: 'int',
  metaInfo: 'void *',
  buffer: 'void *',
  flags: 'int',
  format: 'int',
  id: 'int',
  width: 'uint',
  height: 'uint',
  planes: 'uint',
  offset: koffi.array('size_t', 4),
  stride: koffi.array('int', 4),
});
const GError = koffi.struct({ domain: 'uint32_t', code: 'int', message: 'const char *' });
export const GValue = koffi.struct({ type: 'size_t', data0: 'uint64_t', data1: 'uint64_t' });
export const PollFd = koffi.struct('PupsentryGPollFD', { fd: 'int', events: 'ushort', revents: 'ushort' });

export const OFFSETS = {
  flags: koffi.offsetof(MiniObject, 'flags'),
  pts: koffi.offsetof(Buffer_, 'pts'),
  dts: koffi.offsetof(Buffer_, 'dts'),
  segmentFormat: koffi.offsetof(Segment, 'format'),
  mapData: koffi.offsetof(MapInfo, 'data'),
  mapSize: koffi.offsetof(MapInfo, 'size'),
  messageType: koffi.offsetof(Message, 'type'),
  messageSource: koffi.offsetof(Message, 'source'),
};

export const MAP_INFO_BYTES = koffi.sizeof(MapInfo);

/** Where the planes of a picture lie in its buffer, when that is not as its caps say. */
export interface VideoMeta {
  /** GstVideoFormat */
  format: number;
  width: number;
  height: number;
  planes: number;
  /** Of each plane, bytes. */
  offset: readonly number[];
  stride: readonly number[];
}

/** @returns what a buffer says of its planes, or null */
export function videoMeta(buffer: Pointer): VideoMeta | null {
  const meta = native().videoMeta(buffer);
  if (meta === null) return null;
  const { format, width, height, planes, offset, stride } = koffi.decode(meta, VideoMeta) as VideoMeta;
  return { format, width, height, planes, offset: Array.from(offset, Number), stride: Array.from(stride) };
}

/** eventfd_write(int, uint64_t) can stand in for a signal handler where both arguments are one register. */
export const CAN_SIGNAL_NATIVELY = koffi.sizeof('void *') === 8;

function open(file: string) {
  try {
    return koffi.load(file);
  } catch (cause) {
    throw new PupsentryError(
      'gstreamer-missing',
      `The library ${file} is not on this machine.`,
      'Install GStreamer 1.20 or newer with its base and good plugins (make setup does).',
      { cause },
    );
  }
}

function load() {
  const gst = open('libgstreamer-1.0.so.0');
  const app = open('libgstapp-1.0.so.0');
  const video = open('libgstvideo-1.0.so.0');
  const gobject = open('libgobject-2.0.so.0');
  const glib = open('libglib-2.0.so.0');
  const libc = open('libc.so.6');

  const gFree = glib.func('void g_free(void *p)');
  /** A string that is freed after it was copied. */
  const OwnString = koffi.disposable('PupsentryOwnString', 'const char *', gFree);
  type Library = typeof gst;
  const bind = <F extends (...args: never[]) => unknown>(
    library: Library,
    name: string,
    result: TypeObject | string,
    args: Parameters<Library['func']>[2] | string[],
  ) => library.func(name, result, args as string[]) as unknown as KoffiFunc<F>;
  const outPointer = koffi.out(koffi.pointer('void *'));
  const outInt = koffi.out(koffi.pointer('int'));

  return {
    free: gFree as unknown as KoffiFunc<(p: Pointer) => void>,
    errorFree: bind<(e: Pointer) => void>(glib, 'g_error_free', 'void', ['void *']),
    quarkToString: bind<(q: number) => string | null>(glib, 'g_quark_to_string', 'const char *', [
      'uint32_t',
    ]),

    initCheck: bind<(argc: null, argv: null, error: [Maybe]) => number>(gst, 'gst_init_check', 'int', [
      'void *',
      'void *',
      outPointer as never,
    ]),
    version: bind<(a: [number], b: [number], c: [number], d: [number]) => void>(gst, 'gst_version', 'void', [
      outInt as never,
      outInt as never,
      outInt as never,
      outInt as never,
    ]),
    factoryFind: bind<(name: string) => Maybe>(gst, 'gst_element_factory_find', 'void *', ['const char *']),
    parseLaunch: bind<(d: string, context: null, flags: number, error: [Maybe]) => Maybe>(
      gst,
      'gst_parse_launch_full',
      'void *',
      ['const char *', 'void *', 'int', outPointer as never],
    ),
    pipelineType: bind<() => Pointer>(gst, 'gst_pipeline_get_type', 'size_t', []),
    isA: bind<(o: Pointer, type: Pointer) => number>(gobject, 'g_type_check_instance_is_a', 'int', [
      'void *',
      'size_t',
    ]),
    refSink: bind<(o: Pointer) => Pointer>(gst, 'gst_object_ref_sink', 'void *', ['void *']),
    ref: bind<(o: Pointer) => Pointer>(gst, 'gst_object_ref', 'void *', ['void *']),
    unref: bind<(o: Pointer) => void>(gst, 'gst_object_unref', 'void', ['void *']),
    miniUnref: bind<(o: Pointer) => void>(gst, 'gst_mini_object_unref', 'void', ['void *']),
    path: bind<(o: Pointer) => string | null>(gst, 'gst_object_get_path_string', OwnString, ['void *']),
    byName: bind<(bin: Pointer, name: string) => Maybe>(gst, 'gst_bin_get_by_name', 'void *', [
      'void *',
      'const char *',
    ]),
    systemClock: bind<() => Maybe>(gst, 'gst_system_clock_obtain', 'void *', []),
    useClock: bind<(p: Pointer, clock: Pointer) => void>(gst, 'gst_pipeline_use_clock', 'void', [
      'void *',
      'void *',
    ]),
    baseTime: bind<(e: Pointer) => number | bigint>(gst, 'gst_element_get_base_time', 'uint64_t', ['void *']),
    setState: bind<(e: Pointer, state: number) => number>(gst, 'gst_element_set_state', 'int', [
      'void *',
      'int',
    ]),
    sendEvent: bind<(e: Pointer, event: Pointer) => number>(gst, 'gst_element_send_event', 'int', [
      'void *',
      'void *',
    ]),
    seek: bind<(e: Pointer, format: number, flags: number, position: bigint) => number>(
      gst,
      'gst_element_seek_simple',
      'int',
      ['void *', 'int', 'int', 'int64_t'],
    ),
    staticPad: bind<(e: Pointer, name: string) => Maybe>(gst, 'gst_element_get_static_pad', 'void *', [
      'void *',
      'const char *',
    ]),
    padIsLinked: bind<(pad: Pointer) => number>(gst, 'gst_pad_is_linked', 'int', ['void *']),
    padCaps: bind<(pad: Pointer, filter: null) => Maybe>(gst, 'gst_pad_query_caps', 'void *', [
      'void *',
      'void *',
    ]),
    capsParse: bind<(text: string) => Maybe>(gst, 'gst_caps_from_string', 'void *', ['const char *']),
    capsMeet: bind<(a: Pointer, b: Pointer) => number>(gst, 'gst_caps_can_intersect', 'int', [
      'void *',
      'void *',
    ]),

    getBus: bind<(p: Pointer) => Maybe>(gst, 'gst_element_get_bus', 'void *', ['void *']),
    busPollFd: bind<(bus: Pointer, fd: { fd?: number }) => void>(gst, 'gst_bus_get_pollfd', 'void', [
      'void *',
      koffi.out(koffi.pointer(PollFd)) as never,
    ]),
    busPop: bind<(bus: Pointer) => Maybe>(gst, 'gst_bus_pop', 'void *', ['void *']),
    parseError: bind<(m: Pointer, error: [Maybe], debug: [Maybe]) => void>(
      gst,
      'gst_message_parse_error',
      'void',
      ['void *', outPointer as never, outPointer as never],
    ),
    parseWarning: bind<(m: Pointer, error: [Maybe], debug: [Maybe]) => void>(
      gst,
      'gst_message_parse_warning',
      'void',
      ['void *', outPointer as never, outPointer as never],
    ),

    findProperty: bind<(klass: Pointer, name: string) => Maybe>(
      gobject,
      'g_object_class_find_property',
      'void *',
      ['void *', 'const char *'],
    ),
    setArg: bind<(o: Pointer, name: string, value: string) => void>(gst, 'gst_util_set_object_arg', 'void', [
      'void *',
      'const char *',
      'const char *',
    ]),
    getProperty: bind<(o: Pointer, name: string, value: unknown) => void>(
      gobject,
      'g_object_get_property',
      'void',
      ['void *', 'const char *', 'void *'],
    ),
    serialize: bind<(value: unknown) => string | null>(gst, 'gst_value_serialize', OwnString, ['void *']),
    valueUnset: bind<(value: unknown) => void>(gobject, 'g_value_unset', 'void', ['void *']),
    connect: bind<
      (o: Pointer, signal: string, handler: unknown, data: bigint, destroy: null, flags: number) => bigint
    >(gobject, 'g_signal_connect_data', 'ulong', [
      'void *',
      'const char *',
      'void *',
      'void *',
      'void *',
      'int',
    ]),
    disconnect: bind<(o: Pointer, handler: bigint) => void>(gobject, 'g_signal_handler_disconnect', 'void', [
      'void *',
      'ulong',
    ]),

    tryPull: bind<(sink: Pointer, timeoutNs: bigint | number) => Maybe>(
      app,
      'gst_app_sink_try_pull_sample',
      'void *',
      ['void *', 'uint64_t'],
    ),
    isEos: bind<(sink: Pointer) => number>(app, 'gst_app_sink_is_eos', 'int', ['void *']),
    pushBuffer: bind<(source: Pointer, buffer: Pointer) => number>(app, 'gst_app_src_push_buffer', 'int', [
      'void *',
      'void *',
    ]),
    endOfStream: bind<(source: Pointer) => number>(app, 'gst_app_src_end_of_stream', 'int', ['void *']),
    sampleBuffer: bind<(s: Pointer) => Maybe>(gst, 'gst_sample_get_buffer', 'void *', ['void *']),
    sampleCaps: bind<(s: Pointer) => Maybe>(gst, 'gst_sample_get_caps', 'void *', ['void *']),
    capsText: bind<(caps: Pointer) => string | null>(gst, 'gst_caps_to_string', OwnString, ['void *']),
    sampleSegment: bind<(s: Pointer) => Maybe>(gst, 'gst_sample_get_segment', 'void *', ['void *']),
    runningTime: bind<(segment: Pointer, format: number, position: number | bigint) => number | bigint>(
      gst,
      'gst_segment_to_running_time',
      'uint64_t',
      ['void *', 'int', 'uint64_t'],
    ),
    bufferSize: bind<(b: Pointer) => number | bigint>(gst, 'gst_buffer_get_size', 'size_t', ['void *']),
    bufferExtract: bind<(b: Pointer, offset: number, into: Uint8Array, bytes: number) => number | bigint>(
      gst,
      'gst_buffer_extract',
      'size_t',
      ['void *', 'size_t', 'void *', 'size_t'],
    ),
    bufferOf: bind<(data: Uint8Array, bytes: number) => Maybe>(gst, 'gst_buffer_new_memdup', 'void *', [
      'const void *',
      'size_t',
    ]),
    /** gst_buffer_copy shares the memory: only time stamps and flags are new. */
    bufferCopy: bind<(b: Pointer) => Maybe>(gst, 'gst_mini_object_copy', 'void *', ['void *']),
    /** Nobody else holds it. */
    isWritable: bind<(o: Pointer) => number>(gst, 'gst_mini_object_is_writable', 'int', ['void *']),
    /** Also for writing; memory that others hold too is copied first. */
    bufferMap: bind<(b: Pointer, info: Uint8Array, flags: number) => number>(gst, 'gst_buffer_map', 'int', [
      'void *',
      'void *',
      'int',
    ]),
    bufferUnmap: bind<(b: Pointer, info: Uint8Array) => void>(gst, 'gst_buffer_unmap', 'void', [
      'void *',
      'void *',
    ]),
    videoMeta: bind<(b: Pointer) => Maybe>(video, 'gst_buffer_get_video_meta', 'void *', ['void *']),
    forceKeyUnit: bind<(runningTime: bigint, allHeaders: number, count: number) => Maybe>(
      video,
      'gst_video_event_new_upstream_force_key_unit',
      'void *',
      ['uint64_t', 'int', 'uint'],
    ),

    eventfd: bind<(initial: number, flags: number) => number>(libc, 'eventfd', 'int', ['uint', 'int']),
    eventfdRead: bind<(fd: number, value: [bigint]) => number>(libc, 'eventfd_read', 'int', [
      'int',
      koffi.out(koffi.pointer('uint64_t')) as never,
    ]),
    eventfdWrite: libc.symbol('eventfd_write') as unknown,
    close: bind<(fd: number) => number>(libc, 'close', 'int', ['int']),
  };
}

let loaded: ReturnType<typeof load> | undefined;

/** @throws PupsentryError "gstreamer-missing" */
export function native(): ReturnType<typeof load> {
  return (loaded ??= load());
}

/** What a GError said; frees it. */
export function takeError(error: Maybe): { domain: string; code: number; message: string } | null {
  if (error === null) return null;
  const { domain, code, message } = koffi.decode(error, GError) as {
    domain: number;
    code: number;
    message: string;
  };
  native().errorFree(error);
  return { domain: native().quarkToString(domain) ?? '', code, message };
}

/** Reads a string that GLib allocated; frees it. */
export function takeString(text: Maybe): string {
  if (text === null) return '';
  const copy = koffi.decode.string(text);
  native().free(text);
  return copy;
}
