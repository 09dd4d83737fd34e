/** A program that runs on the virtual board for as long as a test wants. */
import { PupsentryError } from '#kit/errors.ts';
import type { GuestLink } from './guest-link.ts';
import type { Exit, Program } from './guest/messages.ts';

/** Lines that are kept for {@link GuestProcess.line}; the oldest go. */
const KEPT_LINES = 2000;

export type LineListener = (line: string, from: 'stdout' | 'stderr') => void;

export class GuestProcess {
  /** How it ended. Rejects when it could not be started or the board went away. */
  readonly exit: Promise<Exit>;
  /** The last lines of both outputs. */
  readonly lines: string[] = [];
  readonly #id: number;
  readonly #listeners = new Set<LineListener>();

  constructor(
    private readonly link: GuestLink,
    program: Program,
  ) {
    const { id, last } = link.request({ do: 'spawn', ...program }, (reply) => {
      if (reply.is !== 'line') return;
      this.lines.push(reply.line);
      if (this.lines.length > KEPT_LINES) this.lines.shift();
      for (const listener of [...this.#listeners]) listener(reply.line, reply.from);
    });
    this.#id = id;
    this.exit = last.then((reply) => {
      if (reply.is !== 'exited') throw new Error(`unexpected answer ${reply.is}`);
      return { code: reply.code, signal: reply.signal, lostLines: reply.lostLines };
    });
    this.exit.catch(() => {}); // nobody has to wait for it
  }

  /** @returns how to stop listening */
  onLine(listener: LineListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * The first line that matches, of those that are kept or of those to come.
   * @throws PupsentryError "no-line" when the program ends, or the limit passes, without one
   */
  async line(pattern: RegExp, limitMs = 30_000): Promise<string> {
    const before = this.lines.find((line) => pattern.test(line));
    if (before !== undefined) return before;
    let timer: NodeJS.Timeout | undefined;
    let stop = () => {};
    const failed = (why: string) =>
      new PupsentryError(
        'no-line',
        `${why} without a line that matches ${String(pattern)}:\n${this.lines.slice(-20).join('\n')}`,
      );
    try {
      return await new Promise<string>((resolve, reject) => {
        stop = this.onLine((line) => pattern.test(line) && resolve(line));
        timer = setTimeout(() => reject(failed(`${limitMs} ms passed`)), limitMs);
        this.exit.then(({ code, signal }) => reject(failed(`The program ended (${code ?? signal})`)), reject);
      });
    } finally {
      clearTimeout(timer);
      stop();
    }
  }

  /** To the program and to what it started. */
  async signal(signal: NodeJS.Signals): Promise<void> {
    await this.link.request({ do: 'signal', to: this.#id, signal }).last;
  }

  /** Asks it to end, insists after the limit, and resolves when it is gone. */
  async stop(limitMs = 5000): Promise<Exit> {
    await this.signal('SIGTERM');
    const timer = setTimeout(() => void this.signal('SIGKILL').catch(() => {}), limitMs);
    return this.exit.finally(() => clearTimeout(timer));
  }
}
