/** JavaScript writes into a buffer's own memory. */
import koffi from 'koffi';
import { GstError } from './gstreamer.ts';
import { MAP_INFO_BYTES, OFFSETS, native, videoMeta, type Pointer, type VideoMeta } from './native.ts';

const MAP_READ_WRITE = 1 | 2;

/**
 * Changes a picture in place. The memory is of no use after the call.
 * @param meta where its planes lie; null: as its caps say
 */
export type Touch = (memory: Uint8Array, meta: VideoMeta | null) => void;

/** A pool has a few buffers, and V8 takes a fifth of a millisecond to make a view of memory that is not its own. */
const MAX_VIEWS = 16;
const views = new Map<Pointer, Uint8Array>();

const info = Buffer.alloc(MAP_INFO_BYTES);

/**
 * @param buffer that nobody else holds; memory that it shares with others is copied first
 * @throws GstError when it cannot be written to; what `touch` throws
 */
export function touchBuffer(buffer: Pointer, touch: Touch): void {
  const gst = native();
  const meta = videoMeta(buffer);
  if (!gst.bufferMap(buffer, info, MAP_READ_WRITE)) throw new GstError('the picture cannot be written to');
  try {
    const data = koffi.decode(info, OFFSETS.mapData, 'void *') as Pointer;
    const bytes = Number(koffi.decode(info, OFFSETS.mapSize, 'size_t') as number | bigint);
    touch(viewOf(data, bytes), meta);
  } finally {
    gst.bufferUnmap(buffer, info);
  }
}

/** Memory that may be gone by the next call: whoever uses a view has mapped its buffer at this moment. */
function viewOf(address: Pointer, bytes: number): Uint8Array {
  const known = views.get(address);
  if (known?.length === bytes) return known;
  const view = new Uint8Array(koffi.view(address, bytes));
  if (views.size >= MAX_VIEWS) views.delete(views.keys().next().value!);
  views.set(address, view);
  return view;
}
