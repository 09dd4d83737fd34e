/** A program of ours under supervision: ready line, log file, restart with back-off, a quick stop. */
import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, renameSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { PupsentryError } from '#kit/errors.ts';
import { programPath } from '#kit/programs.ts';
import { Backoff } from '#kit/retry.ts';

const READY_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 2200;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

export class Child {
  readonly #name: string;
  readonly #args: string[];
  readonly #logFile: string;
  readonly #backoff = new Backoff({ firstMs: 200, maxMs: 10_000 });
  #process: ChildProcess | undefined;
  #stopped = false;
  #wasReady = false;
  #respawn: NodeJS.Timeout | undefined;
  #logBytes: number | undefined;

  constructor(name: string, args: string[], logFile: string) {
    this.#name = name;
    this.#args = args;
    this.#logFile = logFile;
  }

  /** @returns what the program wrote on its ready descriptor; it is restarted whenever it dies after that */
  start(): Promise<Record<string, unknown>> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () =>
          reject(
            new PupsentryError(
              'not-ready',
              `${this.#name} is not ready after 30 s.`,
              `See ${this.#logFile}.`,
            ),
          ),
        READY_LIMIT_MS,
      );
      this.#spawn({
        ready: (line) => {
          clearTimeout(timer);
          resolve(line);
        },
        failed: (why) => {
          clearTimeout(timer);
          reject(
            new PupsentryError(
              'start-failed',
              why || `${this.#name} did not start.`,
              `See ${this.#logFile}.`,
            ),
          );
        },
      });
    });
  }

  #spawn(first?: { ready: (line: Record<string, unknown>) => void; failed: (why: string) => void }): void {
    // A group of its own: Ctrl-C reaches the launcher alone, which stops its children in order. They end by
    // themselves when the launcher dies, because their standard input then ends.
    const child = spawn(
      process.execPath,
      [programPath(this.#name), ...this.#args, '--ready-fd', '3', '--exit-with-parent'],
      { detached: true, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] },
    );
    this.#process = child;
    let lastWords = '';
    const keep = (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-4000);
      this.#log(chunk);
    };
    child.stdout!.on('data', keep);
    child.stderr!.on('data', keep);
    createInterface({ input: child.stdio[3] as Readable }).once('line', (line) => {
      this.#wasReady = true;
      this.#backoff.succeeded();
      first?.ready(JSON.parse(line) as Record<string, unknown>);
    });
    child.on('close', () => {
      if (this.#stopped) return;
      if (!this.#wasReady) return first?.failed(humanLines(lastWords));
      this.#respawn = setTimeout(() => this.#spawn(), this.#backoff.nextMs());
    });
  }

  /** Asks it to stop, then insists. Resolves when it is gone. */
  stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#respawn);
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      const insist = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
      child.once('close', () => {
        clearTimeout(insist);
        resolve();
      });
      child.kill('SIGTERM');
    });
  }

  /** Appends to the log file; the file before last is dropped, so that it stays below twice the limit. */
  #log(chunk: Buffer): void {
    try {
      if (this.#logBytes === undefined)
        this.#logBytes = statSync(this.#logFile, { throwIfNoEntry: false })?.size ?? 0;
      if (this.#logBytes > LOG_LIMIT_BYTES) {
        renameSync(this.#logFile, `${this.#logFile}.1`);
        this.#logBytes = 0;
      }
      appendFileSync(this.#logFile, chunk, { mode: 0o600 });
      this.#logBytes += chunk.length;
    } catch {
      // A full disk must not stop the system for want of a log.
    }
  }
}

/** The sentences among log lines: a program that will not start says why in plain words. */
function humanLines(text: string): string {
  return text
    .split('\n')
    .filter((line) => line.trim() && !line.startsWith('{'))
    .slice(-12)
    .join('\n');
}
