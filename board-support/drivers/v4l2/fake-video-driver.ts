/** A V4L2 driver that answers requests as a kernel driver does, for tests of what asks it. */
import koffi from 'koffi';
import { IoctlError } from '../ioctl.ts';
import type { VideoPort } from './formats.ts';
import { BUFFERS, REQUESTS, STRUCTURES, structure } from './structures.ts';

const EACCES = 13;
const EINVAL = 22;
const ENOTTY = 25;

export interface FakeControl {
  id: number;
  type: number;
  name: string;
  minimum?: number | bigint;
  maximum?: number | bigint;
  step?: number;
  defaultValue?: number;
  flags?: number;
  value?: number | bigint;
  /** By index; a number is an item of an integer menu. */
  items?: Record<number, string | number>;
}

export interface FakeDriverOptions {
  driver?: string;
  card?: string;
  busInfo?: string;
  capabilities?: number;
  deviceCaps?: number;
  formats?: { pixelFormat: number; description?: string; flags?: number; type?: number }[];
  sizes?: { type: number; size: number[] }[];
  intervals?: { type: number; interval: number[] }[];
  controls?: FakeControl[];
  /** Every list goes on for ever with its last entry. */
  endless?: boolean;
}

type Fields = Record<string, unknown>;

export class FakeVideoDriver implements VideoPort {
  requests = 0;
  readonly #options: FakeDriverOptions;

  constructor(options: FakeDriverOptions) {
    this.#options = options;
  }

  ioctl(request: number, argument: Buffer): number {
    this.requests++;
    const answer = this.#answer(request, argument);
    if (typeof answer === 'number') throw new IoctlError('/dev/fake', answer, request);
    return 0;
  }

  /** @returns true when answered, else errno */
  #answer(request: number, argument: Buffer): true | number {
    const { formats = [], sizes, intervals, controls = [], ...capability } = this.#options;
    switch (request) {
      case REQUESTS.queryCapability:
        return fill(argument, 'capability', { ...capability });
      case REQUESTS.enumFormat: {
        const type = argument.readUInt32LE(4);
        const mine = formats.filter((format) => (format.type ?? BUFFERS.capture) === type);
        return this.#fromList(argument, 'formatDescription', mine);
      }
      case REQUESTS.enumFrameSizes:
        return sizes ? this.#fromList(argument, 'frameSize', sizes) : ENOTTY;
      case REQUESTS.enumFrameIntervals:
        return intervals ? this.#fromList(argument, 'frameInterval', intervals) : ENOTTY;
      case REQUESTS.queryExtControl:
        return this.#nextControl(argument);
      case REQUESTS.queryMenu:
        return this.#menuItem(argument);
      case REQUESTS.getExtControls:
      case REQUESTS.setExtControls:
        return exchange(controls, argument, request === REQUESTS.setExtControls);
      default:
        return ENOTTY;
    }
  }

  #fromList(argument: Buffer, name: keyof typeof STRUCTURES, list: readonly Fields[]): true | number {
    const index = argument.readUInt32LE(0);
    const found = list[index] ?? (this.#options.endless ? list.at(-1) : undefined);
    return found ? fill(argument, name, { ...found, index }) : EINVAL;
  }

  #nextControl(argument: Buffer): true | number {
    const { controls = [], endless } = this.#options;
    const after = argument.readUInt32LE(0) & 0x3fff_ffff;
    const found = controls.find(({ id }) => id > after);
    if (found) return fill(argument, 'controlQuery', { ...found });
    const last = controls.at(-1);
    return endless && last ? fill(argument, 'controlQuery', { ...last, id: after + 1 }) : EINVAL;
  }

  #menuItem(argument: Buffer): true | number {
    const control = this.#options.controls?.find(({ id }) => id === argument.readUInt32LE(0));
    const item = control?.items?.[argument.readUInt32LE(4)];
    if (item === undefined) return EINVAL;
    if (typeof item === 'number') argument.writeBigInt64LE(BigInt(item), 8);
    else argument.write(item, 8);
    return true;
  }
}

function exchange(controls: FakeControl[], argument: Buffer, isSet: boolean): true | number {
  const address = argument.readBigUInt64LE(koffi.offsetof(STRUCTURES.extControls, 'controls'));
  const one = koffi.decode(address, STRUCTURES.extControl) as { id: number; value64: number | bigint };
  const control = controls.find(({ id }) => id === one.id);
  if (!control) return EINVAL;
  if (control.flags === 0x40 && !isSet) return EACCES;
  if (isSet) control.value = one.value64;
  const value64 = BigInt(control.value ?? control.defaultValue ?? 0);
  koffi.encode(address, STRUCTURES.extControl, { ...one, reserved: [0], size: 0, value64 });
  return true;
}

/** Writes fields into a structure, leaving the others as they are. */
function fill(argument: Buffer, name: keyof typeof STRUCTURES, fields: Fields): true {
  const { members } = STRUCTURES[name];
  const known = Object.entries(fields).filter(([field, value]) => members![field] && value !== undefined);
  const filled = structure(name, Object.fromEntries(known));
  for (const [field] of known) {
    const { offset, type } = members![field]!;
    filled.copy(argument, offset, offset, offset + type.size);
  }
  return true;
}
