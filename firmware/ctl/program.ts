/** pupsentryctl from its command line to its exit code. */
import { parseArgs } from 'node:util';
import type { Surroundings as BoardSurroundings } from '#board/check/surroundings.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import { VERSION } from '#kit/programs.ts';
import { ControlClient } from './client.ts';
import { UsageError, type Command, type Context, type OptionSpec } from './command.ts';
import { COMMANDS } from './commands/all.ts';
import { findSocket } from './find-socket.ts';
import { commandHelp, GLOBAL_OPTIONS, groupHelp, mainHelp } from './help.ts';
import { nearest } from '#kit/nearest.ts';
import { harmless, type Terminal } from './terminal.ts';

export const EXIT = { done: 0, failed: 1, usage: 2, notReached: 3, notFound: 4, interrupted: 130 } as const;

const EXIT_OF_CODE: Record<string, number> = {
  'not-running': EXIT.notReached,
  'not-allowed': EXIT.notReached,
  'connection-lost': EXIT.notReached,
  'no-answer': EXIT.notReached,
  'many-devices': EXIT.usage,
  'no-such-device': EXIT.notFound,
  'unknown-setting': EXIT.notFound,
  'board-unknown': EXIT.notFound,
  'board-unclear': EXIT.usage,
};

export interface Surroundings {
  terminal: Terminal;
  env: Record<string, string | undefined>;
  folder: string;
  /** Aborts at Ctrl-C. */
  signal: AbortSignal;
  /** The machine that "board check" looks at; left out, the running one. */
  machine?: BoardSurroundings;
}

type Values = Record<string, string | boolean | undefined>;

/** @returns the exit code; everything else goes to the terminal */
export async function runProgram(args: readonly string[], around: Surroundings): Promise<number> {
  const { terminal, signal } = around;
  let client: ControlClient | undefined;
  let code: number = EXIT.done;
  // Needed for the error itself, before the command line is known to be sound.
  const json = args.includes('--json');
  try {
    const line = readLine(args);
    if ('text' in line) {
      terminal.line(line.text);
      return line.code;
    }
    const { command, values, words } = line;
    const end = () => client?.close();
    signal.addEventListener('abort', end);
    await command.run({
      ...context({ values, words, json, around }),
      client: async () => {
        const path = await findSocket({
          socket: values.socket as string | undefined,
          device: values.device as string | undefined,
          env: around.env,
          folder: around.folder,
        });
        return (client ??= await ControlClient.connect(path));
      },
      exitWith: (wanted) => void (code = wanted),
    });
    return signal.aborted ? EXIT.interrupted : code;
  } catch (error) {
    if (signal.aborted) return EXIT.interrupted;
    return report(error, { terminal, json });
  } finally {
    client?.close();
  }
}

type Line = { text: string; code: number } | { command: Command; values: Values; words: string[] };

/** @throws UsageError */
function readLine(args: readonly string[]): Line {
  const every = Object.assign({}, GLOBAL_OPTIONS, ...COMMANDS.map(({ options }) => options)) as Record<
    string,
    OptionSpec
  >;
  // First loosely, to learn which command is meant; then strictly with that command's own options.
  const loose = parse(args, every, false);
  const names = loose.positionals[0] === 'help' ? loose.positionals.slice(1) : loose.positionals;
  const wantsHelp = loose.values.help === true || names !== loose.positionals;
  if (loose.values.version === true) return { text: VERSION, code: EXIT.done };
  if (names.length === 0) return { text: mainHelp(), code: wantsHelp ? EXIT.done : EXIT.usage };

  const command = COMMANDS.find(({ name }) => name.split(' ').every((word, i) => names[i] === word));
  if (!command) {
    const group = COMMANDS.filter(({ name }) => name.startsWith(`${names[0]} `));
    if (group.length > 0 && wantsHelp) return { text: groupHelp(group), code: EXIT.done };
    throw new UsageError(unknown(names, group));
  }
  if (wantsHelp) return { text: commandHelp(command), code: EXIT.done };

  const { values, positionals } = parse(args, { ...GLOBAL_OPTIONS, ...command.options }, true);
  const words = positionals.slice(command.name.split(' ').length);
  if (words.length < command.words.least || words.length > command.words.most)
    throw new UsageError(`Usage: pupsentryctl ${`${command.name} ${command.usage}`.trim()}`);
  return { command, values, words };
}

function parse(args: readonly string[], options: Record<string, OptionSpec>, strict: boolean) {
  const types = Object.fromEntries(
    Object.entries(options).map(([name, { short, value }]) => [
      name,
      { type: value ? ('string' as const) : ('boolean' as const), ...(short && { short }) },
    ]),
  );
  try {
    const { values, positionals } = parseArgs({
      args: withValues(args, options),
      options: types,
      strict,
      allowPositionals: true,
    });
    return { values: values as Values, positionals };
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] + '.', { cause: error });
  }
}

/** "--from -90s": a value that begins with a minus and a digit is no option. */
function withValues(args: readonly string[], options: Record<string, OptionSpec>): string[] {
  const joined: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const takesValue = options[args[i]!.replace(/^--/, '')]?.value && args[i]!.startsWith('--');
    joined.push(takesValue && /^-\d/.test(args[i + 1] ?? '') ? `${args[i]}=${args[++i]}` : args[i]!);
  }
  return joined;
}

function unknown(names: string[], group: readonly Command[]): string {
  const said = names.slice(0, 2).join(' ');
  if (group.length > 0)
    return `After "${names[0]}" comes ${group.map((c) => c.name.split(' ')[1]).join(' or ')}.`;
  const candidates = COMMANDS.map(({ name }) => name);
  const guess = nearest(said, candidates) ?? nearest(names[0]!, candidates);
  return `There is no command "${names[0]}".${guess ? ` Did you mean "${guess}"?` : ''}`;
}

function context(given: {
  values: Values;
  words: string[];
  json: boolean;
  around: Surroundings;
}): Omit<Context, 'client' | 'exitWith'> {
  const { values, words, json, around } = given;
  const text = (option: string) => values[option] as string | undefined;
  return {
    words,
    json,
    terminal: around.terminal,
    signal: around.signal,
    text,
    on: (option) => values[option] === true,
    machine: async () => around.machine ?? (await runningMachine()),
    integer(option, { least, most, byDefault }) {
      const said = text(option);
      if (said === undefined) return byDefault;
      const number = /^\d+$/.test(said) ? Number(said) : NaN;
      if (number >= least && number <= most) return number;
      throw new UsageError(`--${option} takes a whole number from ${least} to ${most}, not "${said}".`);
    },
  };
}

/** Loads what asks the kernel and GStreamer: the other commands do without. */
async function runningMachine(): Promise<BoardSurroundings> {
  const { thisMachine } = await import('#board/check/surroundings.ts');
  const { hasElement } = await import('../media/gst/gstreamer.ts');
  return thisMachine(hasElement);
}

function report(error: unknown, to: { terminal: Terminal; json: boolean }): number {
  const { terminal, json } = to;
  if (error instanceof UsageError) {
    if (json) terminal.json({ error: { code: 'usage', message: error.message, remedy: '' } });
    else terminal.error(`${harmless(error.message)}\nHelp: pupsentryctl --help`);
    return EXIT.usage;
  }
  const known = error instanceof PupsentryError ? error : null;
  if (json) {
    const { code, message, remedy } = known ?? { code: 'internal', message: explain(error), remedy: '' };
    terminal.json({ error: { code, message, remedy } });
  } else {
    terminal.error(known ? harmless(explain(known)) : ((error as Error)?.stack ?? String(error)));
  }
  return EXIT_OF_CODE[known?.code ?? ''] ?? EXIT.failed;
}
