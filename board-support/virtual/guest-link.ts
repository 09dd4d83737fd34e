/** The host's end of the line to the guest's agent. The guest dials: nobody has to guess when it is ready. */
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { PupsentryError } from '#kit/errors.ts';
import { LineSplitter } from './guest/line-splitter.ts';
import { MESSAGE_LIMIT, type Reply, type Request } from './guest/messages.ts';

/** A request without the number that the link gives it. */
export type Wish = Request extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

export class GuestLink {
  readonly #server: Server;
  readonly #open = new Map<number, (reply: Reply) => void>();
  #guest: Socket | undefined;
  #nextId = 1;
  #closed = false;
  #waiting: (() => void)[] = [];
  /** How often a guest has dialled: one more after each restart of it. */
  dialled = 0;

  constructor() {
    this.#server = createServer((socket) => this.#answer(socket));
  }

  /** @returns the port that the guest has to dial */
  async listen(address: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, address, resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resolves when a guest has dialled at least so many times. Never rejects: race it with what may go wrong. */
  async up(times = 1): Promise<void> {
    while (this.dialled < times) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /**
   * Sends a request. `onReply` gets every answer, until one is the last.
   * @returns the number of the request and its last answer
   */
  request(
    wish: Wish,
    onReply: (reply: Reply) => void = () => {},
  ): { id: number; last: Promise<Exclude<Reply, { is: 'failed' | 'line' | 'started' | 'hello' }>> } {
    const id = this.#nextId++;
    const last = new Promise<Exclude<Reply, { is: 'failed' | 'line' | 'started' | 'hello' }>>(
      (resolve, reject) => {
        if (!this.#guest) return reject(gone());
        this.#open.set(id, (reply) => {
          if (reply.is === 'hello') return;
          if (reply.is === 'line' || reply.is === 'started') return onReply(reply);
          this.#open.delete(id);
          if (reply.is === 'failed') reject(new PupsentryError(`guest-${reply.code}`, reply.message));
          else resolve(reply);
        });
        this.#guest.write(`${JSON.stringify({ ...wish, id })}\n`);
      },
    );
    return { id, last };
  }

  /** Forgets the guest that dialled: after a reset of its machine only this end of the connection is left. */
  hangUp(): void {
    this.#guest?.destroy();
  }

  close(): void {
    this.#closed = true;
    this.#guest?.destroy();
    this.#server.close();
  }

  #answer(socket: Socket): void {
    if (this.#closed || this.#guest) return void socket.destroy();
    this.#guest = socket;
    socket.setNoDelay(true);
    const lines = new LineSplitter(
      MESSAGE_LIMIT,
      (line) => {
        const reply = JSON.parse(line) as Reply;
        if (reply.is === 'hello') {
          this.dialled++;
          for (const wake of this.#waiting.splice(0)) wake();
        } else this.#open.get(reply.id)?.(reply);
      },
      true,
    );
    socket.on('data', (chunk) => lines.push(chunk as Buffer));
    socket.on('error', () => {}); // "close" follows
    socket.once('close', () => {
      this.#guest = undefined;
      const { code, message } = gone();
      for (const [id, done] of [...this.#open]) done({ id, is: 'failed', code, message });
    });
  }
}

function gone(): PupsentryError {
  return new PupsentryError('gone', 'The virtual board does not answer: it is off, or it was restarted.');
}
