/** The device's side of a connection that it opened: its first words, then an answer to each order. */
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Answer, Hello, Order } from './messages.ts';

export class DeviceCall {
  readonly #socket: Socket;
  readonly #lines: AsyncIterator<string>;

  /** @param ended resolves when the machine has; the connection breaks then */
  constructor(socket: Socket, ended: Promise<unknown>) {
    this.#socket = socket;
    socket.on('error', () => undefined);
    const lines = createInterface({ input: socket });
    this.#lines = lines[Symbol.asyncIterator]();
    void ended.then(() => {
      lines.close();
      socket.destroy();
    });
  }

  /** @returns null when the machine ended first */
  async hello(): Promise<Hello | null> {
    return (await this.#next()) as Hello | null;
  }

  /** @returns null when the machine ended first */
  async order(order: Order): Promise<Answer | null> {
    this.#socket.write(`${JSON.stringify(order)}\n`);
    return (await this.#next()) as Answer | null;
  }

  async #next(): Promise<unknown> {
    const { value, done } = await this.#lines.next();
    return done ? null : JSON.parse(value);
  }
}
