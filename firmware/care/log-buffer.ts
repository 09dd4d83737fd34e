/** The last log lines in memory, for `pupsentryctl logs`. */
import { LOG_LEVELS, type LogLevel, type LogRecord } from '#kit/log.ts';

/** A longer line is kept without its other fields, characters. */
const MAX_LINE_LENGTH = 8 * 1024;

export interface LogQuery {
  /** The newest so many lines. */
  count: number;
  /** This level and the graver ones. */
  level?: LogLevel;
}

export class LogBuffer {
  readonly #limit: number;
  #lines: string[] = [];
  #listeners = new Set<(record: LogRecord) => void>();

  constructor(options: { lines?: number } = {}) {
    this.#limit = options.lines ?? 1000;
  }

  /** Takes one line of the log, as createLogger's `write` gives it. */
  write(line: string): void {
    this.#lines.push(line.length <= MAX_LINE_LENGTH ? line : shortened(line));
    // Cut in lumps, as moving the array with every line would cost more than the line.
    if (this.#lines.length >= this.#limit * 2) this.#lines.splice(0, this.#lines.length - this.#limit);
    if (this.#listeners.size === 0) return;
    const record = parse(this.#lines.at(-1)!);
    for (const listener of this.#listeners) listener(record);
  }

  /** @returns the newest lines that fit, oldest first */
  recent(query: LogQuery): LogRecord[] {
    const fitting = this.#lines
      .slice(-this.#limit)
      .map(parse)
      .filter((record) => isAtLeast(record, query.level));
    return fitting.slice(Math.max(0, fitting.length - query.count));
  }

  /** Calls back with every new line. @returns a function that ends it */
  follow(level: LogLevel | undefined, listener: (record: LogRecord) => void): () => void {
    const wanted = (record: LogRecord) => {
      if (isAtLeast(record, level)) listener(record);
    };
    this.#listeners.add(wanted);
    return () => this.#listeners.delete(wanted);
  }
}

function isAtLeast(record: LogRecord, level: LogLevel | undefined): boolean {
  return level === undefined || LOG_LEVELS.indexOf(record.level) <= LOG_LEVELS.indexOf(level);
}

function shortened(line: string): string {
  const { level, time, part, msg } = parse(line);
  return JSON.stringify({ level, time, part, msg: msg.slice(0, 1000) });
}

function parse(line: string): LogRecord {
  try {
    return JSON.parse(line) as LogRecord;
  } catch {
    return { level: 'info', time: 0, msg: line.trim().slice(0, 1000) };
  }
}
