/** The structure, request numbers and codes of the kernel's input devices (linux/input.h). */
import koffi from 'koffi';
import { _IOR, _IOW } from './ioctl.ts';

/** Times are two machine words of the kernel's, also where the C library has a time of 64 bits on 32. */
export const INPUT_EVENT = koffi.struct({
  seconds: 'ulong',
  microseconds: 'ulong',
  type: 'uint16_t',
  code: 'uint16_t',
  value: 'int32_t',
});

export interface InputEvent {
  type: number;
  code: number;
  value: number;
  /** On the clock that was asked for, microseconds. */
  atUs: number;
}

export const EVENT_BYTES = koffi.sizeof(INPUT_EVENT);

export function decodeEvent(bytes: Buffer, offset: number): InputEvent {
  const { seconds, microseconds, type, code, value } = koffi.decode(bytes, offset, INPUT_EVENT) as Record<
    'seconds' | 'microseconds' | 'type' | 'code' | 'value',
    number
  >;
  return { type, code, value, atUs: Number(seconds) * 1_000_000 + Number(microseconds) };
}

export const EV_SYN = 0;
export const EV_KEY = 1;
export const SYN_REPORT = 0;
export const SYN_DROPPED = 3;
export const CLOCK_MONOTONIC = 1;
/** One bit for each key code up to KEY_MAX (0x2ff). */
export const KEY_BYTES = 96;

/** EVIOCG*, EVIOCS* */
export const REQUESTS = {
  getName: (bytes: number) => _IOR('E', 0x06, bytes),
  getKeys: (bytes: number) => _IOR('E', 0x18, bytes),
  getKeyBits: (bytes: number) => _IOR('E', 0x20 + EV_KEY, bytes),
  setClock: _IOW('E', 0xa0, 4),
};
