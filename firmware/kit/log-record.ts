/** A line of the log, as programs read it. */

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One parsed line of the log. */
export interface LogRecord {
  level: LogLevel;
  /** Wall clock, ms. */
  time: number;
  /** The part that wrote it. */
  part?: string;
  msg: string;
  [field: string]: unknown;
}
