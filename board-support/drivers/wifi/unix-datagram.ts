/** Datagrams over a Unix socket, which Node does not have: the C library's own calls, by koffi. */
import { rmSync } from 'node:fs';
import { endianness } from 'node:os';
import { getSystemErrorName } from 'node:util';
import koffi from 'koffi';

/** bits/socket.h, asm-generic/socket.h and errno.h of Linux on x86, arm and RISC-V. */
const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const MSG_DONTWAIT = 0x40;
/** recv tells the true length of a datagram that did not fit. */
const MSG_TRUNC = 0x20;
/** linux/un.h: UNIX_PATH_MAX, the closing zero included. */
const PATH_MAX = 108;

const MAX_MESSAGE_BYTES = 16_384;
/** Datagrams taken at one wake-up, so that a flood leaves the event loop some air. */
const MESSAGES_AT_ONCE = 64;

interface CLibrary {
  socket: (family: number, type: number, protocol: number) => number;
  bind: (fd: number, address: Buffer, length: number) => number;
  connect: (fd: number, address: Buffer, length: number) => number;
  send: (fd: number, message: Buffer, length: number, flags: number) => number;
  recv: (fd: number, message: Buffer, length: number, flags: number) => number;
  close: (fd: number) => number;
}

let library: CLibrary | null = null;

/** The C library this very process runs on, glibc or musl. */
function c(): CLibrary {
  if (library) return library;
  const self = koffi.load(null);
  const bind = <F>(declaration: string) => self.func(declaration) as unknown as F;
  library = {
    socket: bind<CLibrary['socket']>('int socket(int, int, int)'),
    bind: bind<CLibrary['bind']>('int bind(int, const void *, unsigned int)'),
    connect: bind<CLibrary['connect']>('int connect(int, const void *, unsigned int)'),
    send: bind<CLibrary['send']>('long send(int, const void *, size_t, int)'),
    recv: bind<CLibrary['recv']>('long recv(int, _Out_ void *, size_t, int)'),
    close: bind<CLibrary['close']>('int close(int)'),
  };
  return library;
}

/** A call to the kernel that failed. */
export class SocketError extends Error {
  override name = 'SocketError';
  constructor(
    readonly call: string,
    /** errno.h, positive. */
    readonly errno: number,
  ) {
    super(`${call}: ${getSystemErrorName(-errno)}`);
  }
}

/** struct sockaddr_un. @throws SocketError ENAMETOOLONG */
export function unixAddress(path: string): Buffer {
  const name = Buffer.from(path, 'utf8');
  if (name.length >= PATH_MAX) throw new SocketError('address', 36);
  const address = Buffer.alloc(2 + name.length + 1);
  if (endianness() === 'LE') address.writeUInt16LE(AF_UNIX);
  else address.writeUInt16BE(AF_UNIX);
  name.copy(address, 2);
  return address;
}

/** One end of a conversation with one peer; no other process can send to it (unix_may_send). */
export class UnixDatagram {
  readonly #fd: number;
  readonly #local: string;
  readonly #poll: ReturnType<typeof koffi.node.poll>;
  readonly #buffer = Buffer.alloc(MAX_MESSAGE_BYTES);
  readonly #onMessage: (message: Buffer) => void;
  #closed = false;

  /**
   * @param options.local the file of this end: made now, replaced if it is there, removed by `close`
   * @param options.remote the file of the peer
   * @param options.onMessage called on the event loop for every message; one over 16 kB is dropped
   * @throws SocketError ENOENT or ECONNREFUSED when nobody listens
   */
  constructor(options: { local: string; remote: string; onMessage: (message: Buffer) => void }) {
    this.#local = options.local;
    this.#onMessage = options.onMessage;
    const local = unixAddress(options.local);
    const remote = unixAddress(options.remote);
    this.#fd = c().socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (this.#fd < 0) throw new SocketError('socket', koffi.errno());
    try {
      rmSync(options.local, { force: true });
      if (c().bind(this.#fd, local, local.length) < 0) throw new SocketError('bind', koffi.errno());
      if (c().connect(this.#fd, remote, remote.length) < 0) throw new SocketError('connect', koffi.errno());
      this.#poll = koffi.node.poll(this.#fd, { readable: true }, () => {
        try {
          this.#receive();
        } catch (error) {
          // Out of this call it would end the process without a word.
          queueMicrotask(() => {
            throw error;
          });
        }
      });
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  /** @throws SocketError ECONNREFUSED when the peer is gone, EAGAIN when it does not read */
  send(message: Buffer): void {
    if (this.#closed) throw new SocketError('send', 9);
    if (c().send(this.#fd, message, message.length, MSG_DONTWAIT) < 0)
      throw new SocketError('send', koffi.errno());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#poll.close();
    this.#release();
  }

  #release(): void {
    c().close(this.#fd);
    rmSync(this.#local, { force: true });
  }

  #receive(): void {
    for (let taken = 0; taken < MESSAGES_AT_ONCE && !this.#closed; taken++) {
      const length = c().recv(this.#fd, this.#buffer, this.#buffer.length, MSG_DONTWAIT | MSG_TRUNC);
      if (length < 0) return; // nothing more; a peer that is gone shows when something is sent
      if (length <= this.#buffer.length) this.#onMessage(Buffer.from(this.#buffer.subarray(0, length)));
    }
  }
}
