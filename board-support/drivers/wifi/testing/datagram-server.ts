/** The other end of the control socket, for tests: a bound Unix datagram socket that answers whoever asks. */
import { rmSync } from 'node:fs';
import koffi from 'koffi';
import { SocketError, unixAddress } from '../unix-datagram.ts';

const AF_UNIX = 1;
const SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0o4000 | 0o2000000;
const MSG_DONTWAIT = 0x40;

const self = koffi.load(null);
const socket = self.func('int socket(int, int, int)') as unknown as (
  f: number,
  t: number,
  p: number,
) => number;
const bind = self.func('int bind(int, const void *, unsigned int)') as unknown as (
  fd: number,
  address: Buffer,
  length: number,
) => number;
const recvfrom = self.func(
  'long recvfrom(int, _Out_ void *, size_t, int, _Out_ void *, _Inout_ void *)',
) as unknown as (
  fd: number,
  message: Buffer,
  size: number,
  flags: number,
  from: Buffer,
  fromLength: Buffer,
) => number;
const sendto = self.func(
  'long sendto(int, const void *, size_t, int, const void *, unsigned int)',
) as unknown as (
  fd: number,
  message: Buffer,
  size: number,
  flags: number,
  to: Buffer,
  toLength: number,
) => number;
const close = self.func('int close(int)') as unknown as (fd: number) => number;

export class DatagramServer {
  readonly #fd: number;
  readonly #path: string;
  readonly #poll: ReturnType<typeof koffi.node.poll>;
  #closed = false;

  /** @param onMessage `from` is the sender's address, for `send` */
  constructor(path: string, onMessage: (text: string, from: Buffer) => void) {
    this.#path = path;
    this.#fd = socket(AF_UNIX, SOCK_DGRAM_NONBLOCK_CLOEXEC, 0);
    const address = unixAddress(path);
    if (bind(this.#fd, address, address.length) < 0) throw new SocketError('bind', koffi.errno());
    const message = Buffer.alloc(16_384);
    this.#poll = koffi.node.poll(this.#fd, { readable: true }, () => {
      for (;;) {
        if (this.#closed) return;
        const from = Buffer.alloc(110);
        const fromLength = Buffer.alloc(4);
        fromLength.writeInt32LE(from.length);
        const length = recvfrom(this.#fd, message, message.length, MSG_DONTWAIT, from, fromLength);
        if (length < 0) return;
        onMessage(message.toString('latin1', 0, length), from.subarray(0, fromLength.readInt32LE()));
      }
    });
  }

  /** @returns whether it was taken: not by one that is gone or does not read */
  send(text: string | Buffer, to: Buffer): boolean {
    const message = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
    return sendto(this.#fd, message, message.length, MSG_DONTWAIT, to, to.length) >= 0;
  }

  /** @param options.leaveFile as a process does that was killed */
  close(options: { leaveFile?: boolean } = {}): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#poll.close();
    close(this.#fd);
    if (!options.leaveFile) rmSync(this.#path, { force: true });
  }
}
