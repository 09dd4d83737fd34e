/** What comes in on a socket, to be taken in pieces of known length; the socket waits while nobody wants more. */
import type { Socket } from 'node:net';

export class IncomingBytes {
  readonly #socket: Socket;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #wanted = 0;
  #hasEnded = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    const end = () => {
      this.#hasEnded = true;
      this.#wake();
    };
    socket.on('end', end).on('close', end);
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#bytes += chunk.length;
      if (this.#bytes < this.#wanted) return;
      socket.pause();
      this.#wake();
    });
  }

  /** One at a time. @returns the next bytes, exactly so many. @throws when the connection ends before */
  async take(bytes: number): Promise<Buffer> {
    this.#wanted = bytes;
    while (this.#bytes < bytes) {
      if (this.#hasEnded) throw new Error('the connection ended');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.#socket.resume();
      });
    }
    this.#wanted = 0;
    const all = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks);
    this.#chunks = all.length > bytes ? [all.subarray(bytes)] : [];
    this.#bytes = all.length - bytes;
    return all.subarray(0, bytes);
  }
}
