/**
 * Device files: opened, asked by ioctl(2), read when they have something, closed. The one place of the drivers
 * that calls C for it.
 */
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { getSystemErrorName } from 'node:util';
import koffi from 'koffi';

/** Bits of an ioctl number (include/uapi/asm-generic/ioctl.h): number 8, type 8, size 14, direction 2. */
const request = (direction: number, type: IoctlType, number: number, bytes: number) =>
  ((direction << 30) |
    (bytes << 16) |
    ((typeof type === 'string' ? type.charCodeAt(0) : type) << 8) |
    number) >>>
  0;
/** A character or its code, as the header has it. */
type IoctlType = string | number;
/** Numbers as the C macros of the same names make them. */
export const _IO = (type: IoctlType, number: number) => request(0, type, number, 0);
export const _IOW = (type: IoctlType, number: number, bytes: number) => request(1, type, number, bytes);
export const _IOR = (type: IoctlType, number: number, bytes: number) => request(2, type, number, bytes);
export const _IOWR = (type: IoctlType, number: number, bytes: number) => request(3, type, number, bytes);

/** errno in words, to stand behind a device's name: "/dev/video0 is used by another program". */
const WORDS: Record<string, string> = {
  EACCES: 'may not be used by this account',
  EBUSY: 'is used by another program',
  EINVAL: 'refuses these values',
  EIO: 'fails (input/output error)',
  EMFILE: 'cannot be opened: this program has too many files open',
  ENFILE: 'cannot be opened: the machine has too many files open',
  ENODEV: 'is gone',
  ENOENT: 'is not there',
  ENOMEM: 'cannot be used: the machine is out of memory',
  ENOTTY: 'does not know this request',
  ENXIO: 'has no device behind it',
  EPERM: 'may not be used by this account',
};

/** What the kernel said about a device file; the message is fit for people. */
export class DeviceError extends Error {
  override name = 'DeviceError';
  /** @param code such as "EBUSY" */
  constructor(
    readonly path: string,
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`${path} ${WORDS[code] ?? 'fails'} (${code})`, options);
  }
}

export class IoctlError extends DeviceError {
  override name = 'IoctlError';
  constructor(
    path: string,
    readonly errno: number,
    readonly request: number,
  ) {
    super(path, getSystemErrorName(-errno));
  }
}

const EINTR = 4;
/** A signal may interrupt a request; this often in a row is not by chance. */
const MOST_INTERRUPTIONS = 100;

type Ioctl = (fd: number, request: number, argument: Buffer) => number;
let ioctl: Ioctl | null = null;

/** A descriptor of a device, never blocking. `close` it. */
export class DeviceFile {
  #fd: number;
  #poll: ReturnType<typeof koffi.node.poll> | null = null;

  /** @param fd owned from now on @param path what errors name it */
  constructor(
    fd: number,
    readonly path: string,
  ) {
    this.#fd = fd;
  }

  /** -1 after `close` */
  get fd(): number {
    return this.#fd;
  }

  /**
   * @param argument the structure that is read and written in place
   * @returns what ioctl(2) returned, 0 or more
   * @throws IoctlError
   */
  ioctl(number: number, argument: Buffer): number {
    // Out of the program itself, so that it does not matter which C library it runs on.
    ioctl ??= koffi
      .load(null)
      .func('int ioctl(int fd, unsigned long request, _Inout_ void *argument)') as Ioctl;
    let errno = 0;
    for (let i = 0; i < MOST_INTERRUPTIONS; i++) {
      const result = ioctl(this.#fd, number, argument);
      if (result >= 0) return result;
      errno = koffi.errno();
      if (errno !== EINTR) break;
    }
    throw new IoctlError(this.path, errno, number);
  }

  /** @returns how many bytes were read; 0 when nothing is waiting @throws DeviceError */
  read(into: Buffer): number {
    try {
      return readSync(this.#fd, into);
    } catch (error) {
      if (codeOf(error) === 'EAGAIN') return 0;
      throw deviceError(this.path, error);
    }
  }

  /** @throws DeviceError */
  write(bytes: Buffer | string): void {
    try {
      writeSync(this.#fd, typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
    } catch (error) {
      throw deviceError(this.path, error);
    }
  }

  /**
   * Calls back on the event loop whenever there is something to read, until `close`; the program is kept
   * alive by it. One listener at a time.
   * @param listener `lost`: the device is gone or broken, and this was the last call
   */
  onReadable(listener: (lost: boolean) => void): void {
    this.#poll?.close();
    // koffi calls with libuv's status before the events, which its types leave out.
    const onPoll = (status: unknown) => {
      try {
        listener(Number(status) < 0);
      } catch (error) {
        // Out of this call it would end the process without a word.
        queueMicrotask(() => {
          throw error;
        });
      }
    };
    this.#poll = koffi.node.poll(this.#fd, { readable: true }, onPoll);
  }

  /** Idempotent. */
  close(): void {
    this.#poll?.close(); // before its descriptor's number may belong to another file
    this.#poll = null;
    if (this.#fd < 0) return;
    const fd = this.#fd;
    this.#fd = -1;
    try {
      closeSync(fd);
    } catch {
      // A device that is gone says so here; the descriptor is closed all the same.
    }
  }
}

/**
 * Opens a device file, non-blocking, for reading and (with `write`) writing.
 * @throws DeviceError
 */
export function openDevice(path: string, options: { write?: boolean } = {}): DeviceFile {
  const { O_RDONLY, O_RDWR, O_NONBLOCK, O_NOCTTY } = constants;
  try {
    const flags = (options.write ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_NOCTTY; // O_CLOEXEC by Node
    return new DeviceFile(openSync(path, flags), path);
  } catch (error) {
    throw deviceError(path, error);
  }
}

function deviceError(path: string, error: unknown): Error {
  const code = codeOf(error);
  return code ? new DeviceError(path, code, { cause: error }) : (error as Error);
}

/** @returns the code of one of Node's system errors or of a DeviceError, such as "ENOENT"; '' for others */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return '';
}
