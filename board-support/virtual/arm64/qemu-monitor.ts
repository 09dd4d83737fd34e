/** QEMU's machine protocol: one JSON object a line (docs/interop/qmp-spec.txt of QEMU). */
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

interface Reply {
  QMP?: unknown;
  id?: number;
  return?: unknown;
  error?: { class: string; desc: string };
  event?: string;
}

export class QemuMonitor {
  readonly #stream: Duplex;
  readonly #onEvent: ((event: string) => void) | undefined;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ready: Promise<unknown>;
  #lastId = 0;
  #closed = false;

  /** @param onEvent gets the names of events such as "RESET" or "WATCHDOG" (docs/interop/qemu-qmp-ref) */
  constructor(stream: Duplex, onEvent?: (event: string) => void) {
    this.#stream = stream;
    this.#onEvent = onEvent;
    stream.on('error', () => this.#close());
    createInterface({ input: stream })
      .on('line', (line) => this.#received(JSON.parse(line) as Reply))
      .on('error', () => this.#close()) // it passes on the stream's
      .on('close', () => this.#close());
    // Nothing else is answered before this; it may be sent before the greeting has come.
    this.#ready = this.#send('qmp_capabilities', {});
    this.#ready.catch(() => undefined); // whoever calls later is told
  }

  /** @returns the answer; rejects with QEMU's own words, or when it is gone */
  async call(command: string, args: Record<string, unknown> = {}): Promise<unknown> {
    await this.#ready;
    return this.#send(command, args);
  }

  #send(command: string, args: Record<string, unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error('QEMU is gone'));
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      this.#stream.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`);
    });
  }

  #received(reply: Reply): void {
    if (reply.event) return void this.#onEvent?.(reply.event);
    const waiting = reply.id === undefined ? undefined : this.#waiting.get(reply.id);
    if (!waiting) return; // the greeting
    this.#waiting.delete(reply.id!);
    if (reply.error) waiting.reject(new Error(reply.error.desc));
    else waiting.resolve(reply.return);
  }

  #close(): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.values()) reject(new Error('QEMU is gone'));
    this.#waiting.clear();
  }
}
