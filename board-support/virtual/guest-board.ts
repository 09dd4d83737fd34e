/** A virtual board as tests use it, whatever runs it: programs and files through its agent. */
import { PupsentryError } from '#kit/errors.ts';
import { GuestProcess } from './guest-process.ts';
import type { GuestLink } from './guest-link.ts';
import type { Program, RunResult } from './guest/messages.ts';

const RUN_LIMIT_MS = 30_000;
/** The board itself keeps to a limit; when it is so much late, it or the program hangs in its kernel. */
const SILENCE_MS = 15_000;

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

  /**
   * Runs a program to its end, or a line for the shell.
   * @returns how it ended, whatever its exit code
   * @throws PupsentryError "guest-silent" when the board does not keep to the limit: its kernel's console says what hangs
   */
  async run(command: string | readonly string[], options: RunOptions = {}): Promise<RunResult> {
    const timeLimitMs = options.timeLimitMs ?? RUN_LIMIT_MS;
    const argv = argvOf(command);
    const answer = this.link.request({ do: 'run', ...options, timeLimitMs, argv }).last;
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        void this.writeFile('/proc/sysrq-trigger', 'w').catch(() => undefined); // tasks that are blocked
        const error = `The virtual board has not answered to "${argv.at(-1)}" for ${(timeLimitMs + SILENCE_MS) / 1000} s.`;
        reject(
          new PupsentryError('guest-silent', error, 'See what its kernel says at the end of console.log.'),
        );
      }, timeLimitMs + SILENCE_MS);
    });
    const reply = await Promise.race([answer, silence]).finally(() => clearTimeout(timer));
    if (reply.is !== 'ran') throw new Error(`unexpected answer ${reply.is}`);
    const { code, signal, stdout, stderr, late, cut } = reply;
    return { code, signal, stdout, stderr, late, cut };
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
