import { LOG_LEVELS, type LogLevel, type LogRecord } from '#kit/log-record.ts';
import { UsageError, type Command } from '../command.ts';
import { harmless, type Paint, type Terminal } from '../terminal.ts';
import { time } from '../words.ts';

const PAINTS: Record<LogLevel, Paint | null> = {
  error: 'red',
  warn: 'yellow',
  info: null,
  debug: 'dim',
  trace: 'dim',
};

export const logs: Command = {
  name: 'logs',
  usage: '[-f] [-n COUNT] [--level LEVEL]',
  summary: 'The last log lines, oldest first',
  details:
    'The daemon keeps 1000 lines in memory. How much it writes is the setting log.level; --level picks from that. ' +
    'With --json every line is a document of its own.',
  options: {
    follow: { short: 'f', help: 'Go on with new lines until Ctrl-C' },
    count: { short: 'n', value: 'COUNT', help: 'How many lines, 1 to 1000 (default 100)' },
    level: { value: 'LEVEL', help: 'This level and the graver ones: error, warn, info, debug, trace' },
  },
  examples: [
    ['pupsentryctl logs -f', 'watch the device at work'],
    ['pupsentryctl logs --level warn -n 20', 'the last 20 troubles'],
  ],
  words: { least: 0, most: 0 },
  async run({ client, integer, text, on, json, terminal, signal }) {
    const count = integer('count', { least: 1, most: 1000, byDefault: 100 });
    const level = text('level') as LogLevel | undefined;
    if (level !== undefined && !LOG_LEVELS.includes(level))
      throw new UsageError(`There is no log level "${level}": ${LOG_LEVELS.join(', ')}.`);
    const params = { count, ...(level && { level }) };
    const show = (record: LogRecord) => (json ? terminal.jsonLine(record) : print(terminal, record));
    const daemon = await client();
    if (!on('follow')) {
      for (const record of (await daemon.call('logs', params)) as LogRecord[]) show(record);
      return;
    }
    for await (const record of daemon.follow('logs.follow', params, signal)) show(record as LogRecord);
  },
};

function print(terminal: Terminal, record: LogRecord): void {
  const { level, time: atMs, part, service, msg, ...fields } = record;
  const millis = String(Math.floor(atMs % 1000)).padStart(3, '0');
  const from = typeof part === 'string' ? part : typeof service === 'string' ? service : '';
  const more = Object.entries(fields).map(([name, value]) => `${name}=${fieldText(value)}`);
  const text = harmless([from && `${from}:`, msg, ...more].filter((word) => word).join(' '));
  const paint = PAINTS[level];
  const line = `${level.toUpperCase().padEnd(5)} ${text}`;
  terminal.line(
    `${terminal.paint('dim', `${time(atMs)}.${millis}`)} ${paint ? terminal.paint(paint, line) : line}`,
  );
}

/** An error in a sentence; its stack is for --json. */
function fieldText(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'message' in value) return JSON.stringify(value.message);
  return typeof value === 'string' && !/[\s"]/.test(value) ? value : JSON.stringify(value);
}
