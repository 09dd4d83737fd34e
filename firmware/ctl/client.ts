/** The calling side of the control socket. */
import { connect, type Socket } from 'node:net';
import { PupsentryError } from '#kit/errors.ts';
import { LineCutter, MAX_ANSWER_BYTES, type Answer } from './wire.ts';

/** What the daemon does takes less, unless its caller knows better, ms. */
const CALL_LIMIT_MS = 15_000;
/** Items that wait for a slow reader before nothing more is taken from the daemon. */
const MAX_ITEMS = 1000;

interface Waiting {
  result(value: unknown): void;
  item(value: unknown): void;
  failed(error: Error): void;
}

export class ControlClient {
  readonly #socket: Socket;
  #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: Error | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const cutter = new LineCutter(MAX_ANSWER_BYTES);
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const line of cutter.push(chunk)) this.#take(JSON.parse(line) as Answer);
      } catch (cause) {
        this.#end(
          new PupsentryError('bad-answer', 'The daemon sent something that is no answer.', '', { cause }),
        );
      }
    });
    socket.on('error', () => undefined); // "close" follows
    socket.on('close', () =>
      this.#end(
        new PupsentryError('connection-lost', 'The daemon closed the connection.', 'Try again in a moment.'),
      ),
    );
  }

  /** @throws PupsentryError "not-running", "not-allowed" */
  static connect(path: string): Promise<ControlClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      socket.once('connect', () => {
        socket.removeAllListeners('error');
        resolve(new ControlClient(socket));
      });
      socket.once('error', (cause: NodeJS.ErrnoException) => reject(notReachable(path, cause)));
    });
  }

  /** @throws PupsentryError with the daemon's code, message and remedy, or "connection-lost", "no-answer" */
  async call(
    method: string,
    params: Record<string, unknown> = {},
    limitMs = CALL_LIMIT_MS,
  ): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        const id = this.#ask(method, params, { result: resolve, item: () => undefined, failed: reject });
        timer = setTimeout(() => {
          this.#waiting.delete(id);
          reject(
            new PupsentryError(
              'no-answer',
              `The daemon did not answer within ${limitMs / 1000} s.`,
              'Look at its log.',
            ),
          );
        }, limitMs);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** The items of a method that follows, until the connection ends, the signal aborts or the caller leaves. */
  async *follow(
    method: string,
    params: Record<string, unknown> = {},
    signal?: AbortSignal,
  ): AsyncGenerator<unknown, void> {
    const items: unknown[] = [];
    let failure: Error | null = null;
    let wake = () => undefined as void;
    const onAbort = () => wake();
    signal?.addEventListener('abort', onAbort);
    const id = this.#ask(method, params, {
      result: () => undefined,
      item: (item) => {
        items.push(item);
        if (items.length > MAX_ITEMS) this.#socket.pause();
        wake();
      },
      failed: (error) => {
        failure = error;
        wake();
      },
    });
    try {
      for (;;) {
        while (items.length > 0) {
          if (signal?.aborted) return;
          yield items.shift();
        }
        if (signal?.aborted) return;
        if (failure) throw failure as Error;
        this.#socket.resume();
        await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#waiting.delete(id);
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #ask(method: string, params: Record<string, unknown>, waiting: Waiting): number {
    const id = ++this.#lastId;
    if (this.#ended) {
      waiting.failed(this.#ended);
      return id;
    }
    this.#waiting.set(id, waiting);
    this.#socket.write(JSON.stringify({ id, method, params }) + '\n');
    return id;
  }

  #take(answer: Answer): void {
    if ('error' in answer) {
      const { code, message, remedy } = answer.error;
      const error = new PupsentryError(code, message, remedy);
      if (answer.id === null) return this.#end(error);
      return this.#settle(answer.id)?.failed(error);
    }
    if ('item' in answer) return this.#waiting.get(answer.id as number)?.item(answer.item);
    this.#settle(answer.id)?.result(answer.result);
  }

  #settle(id: unknown): Waiting | undefined {
    const waiting = this.#waiting.get(id as number);
    this.#waiting.delete(id as number);
    return waiting;
  }

  #end(error: Error): void {
    this.#ended ??= error;
    this.#socket.destroy();
    for (const waiting of this.#waiting.values()) waiting.failed(this.#ended);
    this.#waiting.clear();
  }
}

function notReachable(path: string, cause: NodeJS.ErrnoException): PupsentryError {
  if (cause.code === 'EACCES')
    return new PupsentryError('not-allowed', `You may not open ${path}.`, 'Try again with sudo.', { cause });
  return new PupsentryError(
    'not-running',
    cause.code === 'ENOENT' ? `No daemon is running: there is no ${path}.` : `No daemon answers at ${path}.`,
    'Start one with "make run" (PC) or "pupsentryd --board NAME --config FILE" (device).',
    { cause },
  );
}
