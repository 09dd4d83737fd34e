/** A program of the machine, run to its end while something is prepared. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PupsentryError } from '#kit/errors.ts';

const LAST_LINES = 15;
/** File systems and networks are made by programs that not everybody has on the path. */
export const PATH_WITH_SBIN = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Every line of both outputs. */
  onLine?: (line: string) => void;
  /** The Debian package that brings the program, for the remedy when it is missing. */
  from?: string;
}

/**
 * Runs a program to its end.
 * @returns its standard output
 * @throws PupsentryError "command-missing", or "command-failed" with its last lines
 */
export async function command(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const [program = '', ...rest] = argv;
  const child = spawn(program, rest, {
    cwd: options.cwd,
    env: { ...process.env, PATH: PATH_WITH_SBIN, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const last: string[] = [];
  const note = (line: string) => {
    last.push(line);
    if (last.length > LAST_LINES) last.shift();
    options.onLine?.(line);
  };
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (output.length < 1 << 20) output += `${line}\n`;
    note(line);
  });
  createInterface({ input: child.stderr }).on('line', note);
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        new PupsentryError(
          'command-missing',
          `Cannot run ${program}: ${cause.message}.`,
          options.from ? `Install the Debian package ${options.from} (tools/setup.sh does).` : '',
          { cause },
        ),
      ),
    );
    child.once('close', (status, signal) => resolve(status ?? signal ?? 'unknown'));
  });
  if (code !== 0) {
    throw new PupsentryError('command-failed', `${program} failed (${code}):\n${last.join('\n')}`);
  }
  return output;
}
