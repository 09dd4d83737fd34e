/** Command lines for tests: run as main.ts does, without a process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SimulatedMachine } from '#board/check/simulated-machine.ts';
import { runProgram } from '../program.ts';
import { SimulatedDaemon } from '../simulated-daemon.ts';
import { Terminal, widthOf } from '../terminal.ts';

export interface Result {
  code: number;
  out: string;
  error: string;
  bytes: Buffer;
}

export interface RunOptions {
  daemon?: SimulatedDaemon;
  folder?: string;
  env?: Record<string, string>;
  isTty?: boolean;
  signal?: AbortSignal;
  machine?: SimulatedMachine;
  onOutput?: (text: string) => void;
}

/** Runs one command line in a terminal of 80 columns. */
export async function ctl(line: string | string[], options: RunOptions = {}): Promise<Result> {
  const chunks: Buffer[] = [];
  let error = '';
  const args = typeof line === 'string' ? line.split(' ').filter((word) => word) : line;
  const terminal = new Terminal({
    write: (text) => {
      chunks.push(Buffer.from(text));
      options.onOutput?.(text.toString());
    },
    writeError: (text) => (error += text),
    isTty: options.isTty ?? false,
    columns: 80,
    colour: options.isTty ?? false,
  });
  const code = await runProgram(args, {
    terminal,
    env: { ...(options.daemon && { PUPSENTRY_SOCKET: options.daemon.socket }), ...options.env },
    folder: options.folder ?? tmpdir(),
    signal: options.signal ?? new AbortController().signal,
    ...(options.machine && { machine: options.machine }),
  });
  const bytes = Buffer.concat(chunks);
  return { code, out: bytes.toString(), error, bytes };
}

/** A suite whose every test has a daemon of its own, and a folder. */
export function daemonSuite(name: string) {
  const test = suite<{ daemon: SimulatedDaemon; folder: string }>(name);
  test.before.each(async (context) => {
    context.daemon = await new SimulatedDaemon().start();
    context.folder = mkdtempSync(join(tmpdir(), 'ctl-'));
  });
  test.after.each(async ({ daemon, folder }) => {
    await daemon.stop();
    rmSync(folder, { recursive: true });
  });
  return test;
}

/** Fits a terminal of 80 columns. */
export function narrow(text: string): void {
  for (const line of text.split('\n')) assert.ok(widthOf(line) <= 80, `${widthOf(line)} columns: ${line}`);
}
