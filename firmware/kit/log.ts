/**
 * Structured logs: one JSON object a line, by pino.
 *
 * Levels by audience:
 *   error  support: something is broken and a person must act
 *   warn   support: a fault was met and survived
 *   info   the engineer at the prompt: what the device did, a few lines a minute at most
 *   debug  the developer of that part
 *   trace  single messages and frames
 * Never in a log: pictures, sound, keys, passwords, SDP, Wi-Fi names.
 */
import pino from 'pino';
import type { LogLevel } from './log-record.ts';

export type Logger = pino.Logger;
export { LOG_LEVELS, type LogLevel, type LogRecord } from './log-record.ts';

/**
 * @param options.write gets every line (with its newline); standard error by default
 */
export function createLogger(options: { level?: LogLevel; write?: (line: string) => void } = {}): Logger {
  const write = options.write ?? ((line: string) => void process.stderr.write(line));
  return pino(
    {
      level: options.level ?? 'info',
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: [
          'password',
          'secret',
          'token',
          'credential',
          '*.password',
          '*.secret',
          '*.token',
          '*.credential',
        ],
        censor: '[hidden]',
      },
    },
    { write },
  );
}

/** A logger that says nothing: for tests. */
export function silentLogger(): Logger {
  return pino({ level: 'silent' });
}

/** Lets one line through per key and interval, with the count of those held back. */
export class LogThrottle {
  readonly #intervalMs: number;
  readonly #nowMs: () => number;
  readonly #seen = new Map<string, { sinceMs: number; held: number }>();

  constructor(options: { intervalMs?: number; monotonicMs: () => number }) {
    this.#intervalMs = options.intervalMs ?? 60_000;
    this.#nowMs = options.monotonicMs;
  }

  /** Calls `write` with how many lines were held back since the last one, or not at all. */
  allow(key: string, write: (heldBack: number) => void): void {
    const now = this.#nowMs();
    const entry = this.#seen.get(key);
    if (entry && now - entry.sinceMs < this.#intervalMs) {
      entry.held++;
      return;
    }
    if (!entry && this.#seen.size >= 1000) this.#seen.clear(); // keys come from outside: bounded
    this.#seen.set(key, { sinceMs: now, held: 0 });
    write(entry?.held ?? 0);
  }
}
