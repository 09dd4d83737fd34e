/** The kernel's input devices (evdev): found by name, read as the edges of one key. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import { CLOCK_MONOTONIC, decodeEvent, EVENT_BYTES, KEY_BYTES, REQUESTS } from './input-event.ts';
import { codeOf, openDevice, type DeviceFile } from './ioctl.ts';
import { step, type KeyEffect, type KeyInput, type KeyState } from './key-edges.ts';

const FOLDER = '/dev/input';
/** EVIOCGNAME cuts a longer name. */
const NAME_BYTES = 256;
const EVENTS_AT_ONCE = 64;

export interface InputDeviceInfo {
  path: string;
  name: string;
}

/**
 * The input devices that this account may open, and how many it may not.
 * @param options.folder another one for tests
 */
export function listInputDevices(options: { folder?: string } = {}): {
  devices: InputDeviceInfo[];
  refused: number;
} {
  const devices: InputDeviceInfo[] = [];
  let refused = 0;
  for (const path of eventPaths(options.folder ?? FOLDER)) {
    try {
      const file = openDevice(path);
      try {
        devices.push({ path, name: nameOf(file) });
      } finally {
        file.close();
      }
    } catch (error) {
      if (['EACCES', 'EPERM'].includes(codeOf(error))) refused++; // else it went while we looked
    }
  }
  return { devices, refused };
}

export interface KeyListener {
  /** @param atUs CLOCK_MONOTONIC, microseconds, by the kernel */
  onEdge: (pressed: boolean, atUs: number) => void;
  /** The device is gone: there will be no more edges. Called once. */
  onLost: (reason: PupsentryError) => void;
}

/** One key of one device, open until `close`. Edges only: a key that is down when it is opened makes none. */
export class InputKey {
  readonly #file: DeviceFile;
  readonly #name: string;
  readonly #code: number;
  readonly #listener: KeyListener;
  readonly #bytes = Buffer.alloc(EVENTS_AT_ONCE * EVENT_BYTES);
  #state: KeyState;

  /**
   * @param name of the device, such as "gpio-keys" @param code of the key
   * @throws PupsentryError "input-missing" listing the devices there are, "input-key-missing",
   *   "input-not-allowed"
   */
  constructor(name: string, code: number, listener: KeyListener, options: { folder?: string } = {}) {
    this.#name = name;
    this.#code = code;
    this.#listener = listener;
    this.#file = findKey(name, code, options);
    try {
      const clock = Buffer.alloc(4);
      clock.writeInt32LE(CLOCK_MONOTONIC);
      this.#file.ioctl(REQUESTS.setClock, clock);
      // Asking also takes the key's events out of the queue: what follows are edges from here on.
      this.#state = { pressed: this.#isDown(), lost: false };
    } catch (error) {
      this.#file.close();
      throw this.#failed(error);
    }
    this.#file.onReadable((lost) => this.#read(lost));
  }

  /** Idempotent. */
  close(): void {
    this.#file.close();
  }

  #read(lost: boolean): void {
    let failure: unknown = null;
    try {
      const bytes = this.#file.read(this.#bytes);
      for (let at = 0; at + EVENT_BYTES <= bytes && this.#file.fd >= 0; at += EVENT_BYTES) {
        this.#take({ type: 'event', event: decodeEvent(this.#bytes, at) });
      }
    } catch (error) {
      if (!codeOf(error)) throw error; // thrown by the listener
      failure = error;
    }
    if (!lost && !failure) return;
    this.#file.close();
    this.#listener.onLost(this.#failed(failure));
  }

  #take(input: KeyInput): void {
    const { state, effects } = step(this.#state, input, this.#code);
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: KeyEffect): void {
    if (effect.type === 'edge') this.#listener.onEdge(effect.pressed, effect.atUs);
    else this.#take({ type: 'asked', pressed: this.#isDown(), atUs: effect.atUs });
  }

  #isDown(): boolean {
    const keys = Buffer.alloc(KEY_BYTES);
    this.#file.ioctl(REQUESTS.getKeys(KEY_BYTES), keys);
    return hasBit(keys, this.#code);
  }

  #failed(cause: unknown): PupsentryError {
    return new PupsentryError(
      'input-failed',
      `The input device "${this.#name}" is gone (${codeOf(cause) || 'hung up'}).`,
      'See what the kernel says with "dmesg", and /proc/bus/input/devices.',
      { cause },
    );
  }
}

/** @returns the first device of this name that has the key */
function findKey(name: string, code: number, options: { folder?: string }): DeviceFile {
  const { devices, refused } = listInputDevices(options);
  const named = devices.filter((device) => device.name === name);
  for (const { path } of named) {
    const file = openDevice(path);
    if (hasKey(file, code)) return file;
    file.close();
  }
  if (named.length > 0) {
    throw new PupsentryError(
      'input-key-missing',
      `The input device "${name}" has no key with the code ${code}.`,
      'Correct the code in the board profile; see the device tree, or "evtest".',
    );
  }
  if (refused > 0) {
    throw new PupsentryError(
      'input-not-allowed',
      `The input device "${name}" is not among those that this account may use (${refused} are not).`,
      'Run as root, or as a member of the group that /dev/input belongs to (often "input").',
    );
  }
  throw new PupsentryError(
    'input-missing',
    `There is no input device named "${name}".`,
    devices.length > 0
      ? `There are: ${devices.map((device) => device.name).join(', ')}. Correct the board profile.`
      : 'The kernel has no input device (/dev/input/event*): check its drivers and CONFIG_INPUT_EVDEV.',
  );
}

function eventPaths(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => /^event\d+$/.test(name))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => join(folder, name));
}

function nameOf(file: DeviceFile): string {
  const bytes = Buffer.alloc(NAME_BYTES);
  file.ioctl(REQUESTS.getName(NAME_BYTES), bytes);
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? NAME_BYTES : end);
}

function hasKey(file: DeviceFile, code: number): boolean {
  const bits = Buffer.alloc(KEY_BYTES);
  file.ioctl(REQUESTS.getKeyBits(KEY_BYTES), bits);
  return hasBit(bits, code);
}

const hasBit = (bits: Buffer, index: number) => ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
