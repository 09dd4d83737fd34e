/**
 * The structures, request numbers and flags of the GPIO character device, uAPI version 2 (linux/gpio.h, kernel 5.10
 * and newer). koffi lays structures out as the C compiler does; layout.test.ts holds them against the header itself.
 */
import koffi from 'koffi';
import { _IOR, _IOWR } from '../ioctl.ts';

const words = (count: number) => koffi.array('uint32_t', count);
const text = koffi.array('char', 32, 'String');
/** GPIO_MAX_NAME_SIZE, less the NUL at its end: longer names are cut by the kernel. */
export const LONGEST_NAME = 31;

/** Its union holds flags, values or the debounce period: the latter in the lower half (little-endian). */
const attribute = koffi.struct({ id: 'uint32_t', padding: 'uint32_t', value: 'uint64_t' });
const configAttribute = koffi.struct({ attribute, mask: 'uint64_t' });
const config = koffi.struct({
  flags: 'uint64_t',
  attributeCount: 'uint32_t',
  padding: words(5),
  attributes: koffi.array(configAttribute, 10),
});

export const STRUCTURES = {
  chipInfo: koffi.struct({ name: text, label: text, lines: 'uint32_t' }),
  lineInfo: koffi.struct({
    name: text,
    consumer: text,
    offset: 'uint32_t',
    attributeCount: 'uint32_t',
    flags: 'uint64_t',
    attributes: koffi.array(attribute, 10),
    padding: words(4),
  }),
  lineRequest: koffi.struct({
    offsets: words(64),
    consumer: text,
    config,
    lineCount: 'uint32_t',
    eventBufferSize: 'uint32_t',
    padding: words(5),
    fd: 'int32_t',
  }),
  lineValues: koffi.struct({ bits: 'uint64_t', mask: 'uint64_t' }),
  lineEvent: koffi.struct({
    timestampNs: 'uint64_t',
    id: 'uint32_t',
    offset: 'uint32_t',
    seqno: 'uint32_t',
    lineSeqno: 'uint32_t',
    padding: words(6),
  }),
  config,
  configAttribute,
  attribute,
};

type Structure = keyof typeof STRUCTURES;

/** What koffi makes of the structures that are read: 64-bit numbers outside the safe range come as bigint. */
export interface Decoded {
  chipInfo: { name: string; label: string; lines: number };
  lineInfo: { name: string; consumer: string; flags: number | bigint };
  lineRequest: { fd: number };
  lineValues: { bits: number | bigint };
  lineEvent: { timestampNs: number | bigint; id: number; seqno: number };
}

export const bytesOf = (structure: Structure) => koffi.sizeof(STRUCTURES[structure]);

/** @param value the fields that are not zero @returns the structure as the kernel reads it */
export function encode(structure: Structure, value: object): Buffer {
  const buffer = Buffer.alloc(bytesOf(structure));
  koffi.encode(buffer, STRUCTURES[structure], value);
  return buffer;
}

export function decode<S extends keyof Decoded>(structure: S, buffer: Buffer, offset = 0): Decoded[S] {
  return koffi.decode(buffer, offset, STRUCTURES[structure]) as Decoded[S];
}

const TYPE = 0xb4;
/** GPIO_GET_CHIPINFO_IOCTL and GPIO_V2_*_IOCTL */
export const REQUESTS = {
  getChipInfo: _IOR(TYPE, 0x01, bytesOf('chipInfo')),
  getLineInfo: _IOWR(TYPE, 0x05, bytesOf('lineInfo')),
  getLine: _IOWR(TYPE, 0x07, bytesOf('lineRequest')),
  getValues: _IOWR(TYPE, 0x0e, bytesOf('lineValues')),
  setValues: _IOWR(TYPE, 0x0f, bytesOf('lineValues')),
};

/** GPIO_V2_LINE_FLAG_* */
export const FLAGS = {
  used: 1 << 0,
  activeLow: 1 << 1,
  input: 1 << 2,
  output: 1 << 3,
  edgeRising: 1 << 4,
  edgeFalling: 1 << 5,
  biasPullUp: 1 << 8,
  biasPullDown: 1 << 9,
  biasDisabled: 1 << 10,
};

/** GPIO_V2_LINE_ATTR_ID_* */
export const ATTRIBUTES = { outputValues: 2, debounce: 3 };

/** GPIO_V2_LINE_EVENT_RISING_EDGE: inactive to active, whatever the level. */
export const RISING_EDGE = 1;
