/** The host's end of the line to the guest's agent. The guest dials: nobody has to guess when it is ready. */
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { PupsentryError } from '#kit/errors.ts';
import { LineSplitter } from './guest/line-splitter.ts';
import { MESSAGE_LIMIT, type Reply, type Request } from './guest/messages.ts';

/** A request without the number that the link gives it. */
export type Wish = Request extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never;

/** What ends a request. */
export type LastReply = Exclude<Reply, { is: 'failed' | 'line' | 'started' | 'hello' }>;

export class GuestLink {
  readonly #server: Server;
  readonly #open = new Map<
    number,
    { answered: (reply: Reply) => void; lost: (why: PupsentryError) => void }
  >();
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
   * Sends a request. `onReply` gets the answers before the last.
   * @returns the number of the request and its last answer; that one rejects with "guest-CODE" when the request
   *   failed, and with "gone" when the guest went away
   */
  request(wish: Wish, onReply: (reply: Reply) => void = () => {}): { id: number; last: Promise<LastReply> } {
    const id = this.#nextId++;
    const last = new Promise<LastReply>((resolve, reject) => {
      if (!this.#guest) return reject(gone());
      const answered = (reply: Reply) => {
        if (reply.is === 'hello') return;
        if (reply.is === 'line' || reply.is === 'started') return onReply(reply);
        this.#open.delete(id);
        if (reply.is === 'failed') reject(new PupsentryError(`guest-${reply.code}`, reply.message));
        else resolve(reply);
      };
      this.#open.set(id, { answered, lost: reject });
      this.#guest.write(`${JSON.stringify({ ...wish, id })}\n`);
    });
    return { id, last };
  }

  /** Forgets the guest that dialled: after a reset of its machine only this end of the connection is left. */
  hangUp(): void {
    this.#lose();
  }

  close(): void {
    this.#closed = true;
    this.#lose();
    this.#server.close();
  }

  #answer(socket: Socket): void {
    if (this.#closed) return void socket.destroy();
    this.#lose(); // a guest that was reset never closed its end
    this.#guest = socket;
    socket.setNoDelay(true);
    const lines = new LineSplitter(
      MESSAGE_LIMIT,
      (line) => {
        const reply = JSON.parse(line) as Reply;
        if (reply.is === 'hello') {
          this.dialled++;
          for (const wake of this.#waiting.splice(0)) wake();
        } else this.#open.get(reply.id)?.answered(reply);
      },
      true,
    );
    socket.on('data', (chunk) => lines.push(chunk as Buffer));
    socket.on('error', () => {}); // "close" follows
    socket.once('close', () => {
      if (this.#guest === socket) this.#lose();
    });
  }

  #lose(): void {
    this.#guest?.destroy();
    this.#guest = undefined;
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { lost } of open) lost(gone());
  }
}

function gone(): PupsentryError {
  return new PupsentryError('gone', 'The virtual board does not answer: it is off, or it was restarted.');
}
