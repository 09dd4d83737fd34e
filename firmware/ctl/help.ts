/** The help texts of pupsentryctl, made from its commands. */
import type { Command, OptionSpec } from './command.ts';
import { COMMANDS } from './commands/all.ts';
import { wrap } from './terminal.ts';

export const GLOBAL_OPTIONS: Record<string, OptionSpec> = {
  json: { help: 'One JSON document instead of text; also for errors' },
  socket: { value: 'PATH', help: "The daemon's control socket" },
  device: { value: 'ID', help: 'One of several devices of "make run"' },
  help: { short: 'h', help: 'This help, or the help of a command' },
  version: { help: 'The version of this program' },
};

const EXIT_CODES: [code: string, what: string][] = [
  ['0', 'done'],
  ['1', 'refused or failed'],
  ['2', 'wrong command line'],
  ['3', 'no daemon reached'],
  ['4', 'no such setting, device or board'],
  ['130', 'ended by Ctrl-C'],
];

const WIDTH = 80;

/** @returns the help of everything */
export function mainHelp(): string {
  return [
    'Pupsentry at the prompt: asks the daemon of this machine.',
    '',
    'Usage: pupsentryctl COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...pairs(COMMANDS.map(({ name, summary }) => [name, summary])),
    '',
    'Options of all commands:',
    ...pairs(Object.entries(GLOBAL_OPTIONS).map(optionPair)),
    '',
    'The daemon is found by --socket, --device, the environment variable',
    'PUPSENTRY_SOCKET, /run/pupsentry/control.sock, or as the only one running in',
    './var/devices, in this order.',
    '',
    'Exit codes:',
    ...pairs(EXIT_CODES),
    '',
    'Help of one command: pupsentryctl COMMAND --help',
  ].join('\n');
}

/** @returns the help of one command */
export function commandHelp(command: Command): string {
  const options = Object.entries({ ...command.options, ...GLOBAL_OPTIONS });
  return [
    ...wrap(`${command.summary}. ${command.details ?? ''}`.trim(), WIDTH),
    '',
    `Usage: pupsentryctl ${`${command.name} ${command.usage}`.trim()}`,
    '',
    'Options:',
    ...pairs(options.map(optionPair)),
    '',
    'Examples:',
    ...command.examples.flatMap(([line, what]) => (what ? [`  # ${what}`, `  ${line}`] : [`  ${line}`])),
  ].join('\n');
}

/** @returns the help of a first word that several commands share, such as "settings" */
export function groupHelp(commands: readonly Command[]): string {
  return [
    ...pairs(commands.map(({ name, usage, summary }) => [`${name} ${usage}`.trim(), summary])),
    '',
    `Help of one: pupsentryctl ${commands[0]!.name} --help`,
  ].join('\n');
}

function optionPair([name, { short, value, help }]: [string, OptionSpec]): [string, string] {
  return [`${short ? `-${short}, ` : '    '}--${name}${value ? ` ${value}` : ''}`, help];
}

function pairs(list: [name: string, text: string][]): string[] {
  const width = Math.max(...list.map(([name]) => name.length)) + 2;
  return list.flatMap(([name, text]) =>
    wrap(text, WIDTH - width - 2).map((line, i) => `  ${(i === 0 ? name : '').padEnd(width)}${line}`),
  );
}
