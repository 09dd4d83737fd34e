/**
 * The structures, request numbers and constants of V4L2 that we use (linux/videodev2.h). koffi lays structures out as
 * the C compiler does; `layout.test.ts` holds them against the header itself.
 */
import koffi, { type TypeObject } from 'koffi';
import { _IOR, _IOWR } from '../ioctl.ts';

const words = (count: number) => koffi.array('uint32_t', count);
const text = (bytes: number) => koffi.array('char', bytes, 'String');

export const STRUCTURES = {
  capability: koffi.struct({
    driver: text(16),
    card: text(32),
    busInfo: text(32),
    version: 'uint32_t',
    capabilities: 'uint32_t',
    deviceCaps: 'uint32_t',
    reserved: words(3),
  }),
  formatDescription: koffi.struct({
    index: 'uint32_t',
    type: 'uint32_t',
    flags: 'uint32_t',
    description: text(32),
    pixelFormat: 'uint32_t',
    mbusCode: 'uint32_t',
    reserved: words(3),
  }),
  /** `size` is width and height, or min, max and step of the width and then of the height. */
  frameSize: koffi.struct({
    index: 'uint32_t',
    pixelFormat: 'uint32_t',
    type: 'uint32_t',
    size: words(6),
    reserved: words(2),
  }),
  /** `interval` is numerator and denominator in seconds, or those of min, max and step. */
  frameInterval: koffi.struct({
    index: 'uint32_t',
    pixelFormat: 'uint32_t',
    width: 'uint32_t',
    height: 'uint32_t',
    type: 'uint32_t',
    interval: words(6),
    reserved: words(2),
  }),
  controlQuery: koffi.struct({
    id: 'uint32_t',
    type: 'uint32_t',
    name: text(32),
    minimum: 'int64_t',
    maximum: 'int64_t',
    step: 'uint64_t',
    defaultValue: 'int64_t',
    flags: 'uint32_t',
    elemSize: 'uint32_t',
    elems: 'uint32_t',
    nrOfDims: 'uint32_t',
    dims: words(4),
    reserved: words(32),
  }),
  /** Of its union we take the name; an integer menu has its value in the first eight bytes. */
  menuQuery: koffi.pack({
    id: 'uint32_t',
    index: 'uint32_t',
    name: koffi.array('uint8_t', 32, 'Buffer'),
    reserved: 'uint32_t',
  }),
  /** Of its union we take the 64 bits; a 32-bit value is the lower half (every platform of ours is little-endian). */
  extControl: koffi.pack({ id: 'uint32_t', size: 'uint32_t', reserved: words(1), value64: 'int64_t' }),
  extControls: koffi.struct({
    which: 'uint32_t',
    count: 'uint32_t',
    errorIndex: 'uint32_t',
    requestFd: 'int32_t',
    reserved: words(1),
    controls: 'void *',
  }),
};

/** What koffi makes of a structure: 64-bit numbers outside the safe range come as bigint. */
export interface Decoded {
  capability: { driver: string; card: string; busInfo: string; capabilities: number; deviceCaps: number };
  formatDescription: { type: number; flags: number; description: string; pixelFormat: number };
  frameSize: { type: number; size: Uint32Array };
  frameInterval: { type: number; interval: Uint32Array };
  controlQuery: {
    id: number;
    type: number;
    name: string;
    minimum: number | bigint;
    maximum: number | bigint;
    step: number | bigint;
    defaultValue: number | bigint;
    flags: number;
  };
  menuQuery: { name: Buffer };
  extControl: { value64: number | bigint };
}

const bytes = (type: TypeObject) => koffi.sizeof(type);

/** VIDIOC_* */
export const REQUESTS = {
  queryCapability: _IOR('V', 0, bytes(STRUCTURES.capability)),
  enumFormat: _IOWR('V', 2, bytes(STRUCTURES.formatDescription)),
  queryMenu: _IOWR('V', 37, bytes(STRUCTURES.menuQuery)),
  getExtControls: _IOWR('V', 71, bytes(STRUCTURES.extControls)),
  setExtControls: _IOWR('V', 72, bytes(STRUCTURES.extControls)),
  enumFrameSizes: _IOWR('V', 74, bytes(STRUCTURES.frameSize)),
  enumFrameIntervals: _IOWR('V', 75, bytes(STRUCTURES.frameInterval)),
  queryExtControl: _IOWR('V', 103, bytes(STRUCTURES.controlQuery)),
};

/** V4L2_CAP_* */
export const CAPS = {
  videoCapture: 0x1,
  videoCaptureMplane: 0x1000,
  videoM2mMplane: 0x4000,
  videoM2m: 0x8000,
  streaming: 0x0400_0000,
  ioMc: 0x2000_0000,
  deviceCaps: 0x8000_0000,
} as const;

/** enum v4l2_buf_type */
export const BUFFERS = { capture: 1, output: 2, captureMplane: 9, outputMplane: 10 } as const;

/** V4L2_FMT_FLAG_* */
export const FORMAT_FLAGS = { compressed: 0x1, emulated: 0x2 } as const;

/** enum v4l2_frmsizetypes and v4l2_frmivaltypes: 2 is continuous, 3 stepwise. */
export const DISCRETE = 1;

/** enum v4l2_ctrl_type */
export const CONTROL_TYPES = {
  integer: 1,
  boolean: 2,
  menu: 3,
  button: 4,
  integer64: 5,
  controlClass: 6,
  bitmask: 8,
  integerMenu: 9,
} as const;

/** V4L2_CTRL_FLAG_* */
export const CONTROL_FLAGS = {
  disabled: 0x1,
  grabbed: 0x2,
  readOnly: 0x4,
  inactive: 0x10,
  writeOnly: 0x40,
  volatile: 0x80,
  nextControl: 0x8000_0000,
} as const;

type Name = keyof Decoded & keyof typeof STRUCTURES;

/** @returns a structure for the kernel to fill in, all zero but for these fields */
export function structure(name: keyof typeof STRUCTURES, fields: Record<string, unknown> = {}): Buffer {
  const type = STRUCTURES[name];
  const buffer = Buffer.alloc(koffi.sizeof(type));
  for (const [field, value] of Object.entries(fields)) {
    const member = type.members![field]!;
    koffi.encode(buffer, member.offset, member.type, value);
  }
  return buffer;
}

/** @returns what stands in a structure that the kernel has filled in */
export function decode<N extends Name>(name: N, buffer: Buffer): Decoded[N] {
  return koffi.decode(buffer, STRUCTURES[name]) as Decoded[N];
}
