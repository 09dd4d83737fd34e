/** One command of pupsentryctl. */
import type { Surroundings as BoardSurroundings } from '#board/check/surroundings.ts';
import type { ControlClient } from './client.ts';
import type { Terminal } from './terminal.ts';

export interface OptionSpec {
  short?: string;
  /** Placeholder of its value in the help, such as "FILE"; a switch has none. */
  value?: string;
  help: string;
}

export interface Command {
  /** Such as "settings set". */
  name: string;
  /** What follows the name, such as "KEY VALUE [KEY VALUE ...]"; empty for nothing. */
  usage: string;
  summary: string;
  /** Further sentences for its help. */
  details?: string;
  options?: Record<string, OptionSpec>;
  examples: [commandLine: string, what: string][];
  /** How many words may follow the name. */
  words: { least: number; most: number };
  run(context: Context): Promise<void>;
}

export interface Context {
  words: readonly string[];
  /** @returns the text given for an option, or undefined */
  text(option: string): string | undefined;
  /** Whether a switch was given. */
  on(option: string): boolean;
  /** @throws UsageError when what was given is no integer in this range */
  integer(option: string, range: { least: number; most: number; byDefault: number }): number;
  /** One JSON document is wanted instead of text for people. */
  json: boolean;
  terminal: Terminal;
  /** The daemon; connected at the first call. */
  client(): Promise<ControlClient>;
  /** The machine that "board check" looks at; loaded at the first call. */
  machine(): Promise<BoardSurroundings>;
  /** The command ends with this exit code though nothing went wrong. */
  exitWith(code: number): void;
  /** Aborts at Ctrl-C. */
  signal: AbortSignal;
}

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
