/** A virtual board as tests use it, whatever runs it: programs and files through its agent. */
import { PupsentryError } from '#kit/errors.ts';
import { GuestProcess } from './guest-process.ts';
import type { GuestLink, LastReply } from './guest-link.ts';
import type { Program, RunResult } from './guest/messages.ts';
import { within } from './within.ts';

const RUN_LIMIT_MS = 30_000;
/** The board itself keeps to a limit; when it is so much late, it or the program hangs in its kernel. */
const SILENCE_MS = 10_000;
const SYSRQ_MS = 2000;

export interface RunOptions extends Omit<Program, 'argv'> {
  /** Standard input. */
  input?: string;
  /** 30 s by default; after that it is killed and the result says `late`. */
  timeLimitMs?: number;
}

export abstract class GuestBoard {
  protected readonly link: GuestLink;

  protected constructor(link: GuestLink) {
    this.link = link;
  }

  /** Pulls the plug: nothing on the board gets to say goodbye. */
  abstract cutPower(): Promise<void>;

  /**
   * Runs a program to its end, or a line for the shell.
   * @returns how it ended, whatever its exit code
   * @throws PupsentryError "guest-silent" when the board does not keep to the limit: its kernel's console says what hangs
   */
  async run(command: string | readonly string[], options: RunOptions = {}): Promise<RunResult> {
    const timeLimitMs = options.timeLimitMs ?? RUN_LIMIT_MS;
    const argv = argvOf(command);
    const answer = this.link.request({ do: 'run', ...options, timeLimitMs, argv }).last;
    const reply = await this.#orSilent(answer, argv.at(-1)!, timeLimitMs + SILENCE_MS);
    if (reply.is !== 'ran') throw new Error(`unexpected answer ${reply.is}`);
    const { code, signal, stdout, stderr, late, cut } = reply;
    return { code, signal, stdout, stderr, late, cut };
  }

  /** Waits so long; then the board says on its console what is blocked, and is off: what follows fails at once. */
  async #orSilent(answer: Promise<LastReply>, what: string, limitMs: number): Promise<LastReply> {
    const inTime = await within(limitMs, answer);
    if (inTime !== undefined) return inTime;
    answer.catch(() => undefined);
    await within(
      SYSRQ_MS,
      this.writeFile('/proc/sysrq-trigger', 'w').catch(() => undefined),
    );
    await this.cutPower();
    throw new PupsentryError(
      'guest-silent',
      `The virtual board did not answer to "${what}" within ${limitMs / 1000} s and was switched off.`,
      'What its kernel was blocked by stands at the end of console.log.',
    );
  }

  /** Starts a program that runs until it ends, is signalled, or the board goes. */
  spawn(command: string | readonly string[], options: Omit<Program, 'argv'> = {}): GuestProcess {
    return new GuestProcess(this.link, { ...options, argv: argvOf(command) });
  }

  /** @throws PupsentryError "guest-ENOENT" and the like */
  async readFile(path: string): Promise<Buffer> {
    const reply = await this.link.request({ do: 'read', path }).last;
    if (reply.is !== 'content') throw new Error(`unexpected answer ${reply.is}`);
    return Buffer.from(reply.data, 'base64');
  }

  /** @throws PupsentryError "guest-ENOENT" and the like */
  async writeFile(
    path: string,
    content: string | Uint8Array,
    options: { mode?: number; append?: boolean } = {},
  ): Promise<void> {
    const data = Buffer.from(content as Uint8Array).toString('base64');
    await this.link.request({ do: 'write', path, data, ...options }).last;
  }
}

function argvOf(command: string | readonly string[]): string[] {
  return typeof command === 'string' ? ['sh', '-c', command] : [...command];
}
