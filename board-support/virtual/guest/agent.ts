/**
 * The agent on the virtual board: dials the host (agent.js ADDRESS:PORT) and carries out what it asks for.
 * It is no part of the product. When the host goes away, so do the programs that were started for it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { appendFile, open, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { uptime } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { LineSplitter } from './line-splitter.ts';
import {
  FILE_LIMIT,
  LINE_LIMIT,
  MESSAGE_LIMIT,
  OUTPUT_LIMIT,
  PROGRAM_LIMIT,
  type Program,
  type Reply,
  type Request,
} from './messages.ts';

const DIAL_AGAIN_MS = 100;
/** What programs may still do when the board is switched off, ms. */
const GOODBYE_MS = 2000;
/** Lines are dropped while more than this waits for the host, bytes. */
const SOCKET_LIMIT = 4 * 1024 * 1024;

const [address, port] = (process.argv[2] ?? '').split(':');
const programs = new Map<number, ChildProcess>();
let host: Socket | undefined;

function reply(message: Reply): void {
  host?.write(`${JSON.stringify(message)}\n`);
}

function start(id: number, { argv, env, cwd }: Program): ChildProcess {
  if (programs.size >= PROGRAM_LIMIT) throw new Error(`${PROGRAM_LIMIT} programs run already`);
  const [file, ...args] = argv;
  if (file === undefined) throw new Error('no program is named');
  const child = spawn(file, args, {
    cwd: cwd ?? '/root',
    env: { ...process.env, ...env },
    detached: true, // a group of its own: what it started ends with it
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin!.on('error', () => {}); // it may end without reading
  programs.set(id, child);
  child.once('close', () => programs.delete(id));
  return child;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // gone already
  }
}

/** Keeps the end of what comes. */
class Tail {
  #chunks: Buffer[] = [];
  #bytes = 0;
  cut = false;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes - this.#chunks[0]!.length >= OUTPUT_LIMIT) {
      this.#bytes -= this.#chunks.shift()!.length;
      this.cut = true;
    }
  }

  toString(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}

async function run(id: number, request: Extract<Request, { do: 'run' }>): Promise<void> {
  const child = start(id, request);
  const stdout = new Tail();
  const stderr = new Tail();
  child.stdout!.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr!.on('data', (chunk: Buffer) => stderr.push(chunk));
  child.stdin!.end(request.input ?? '');
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    signalGroup(child, 'SIGKILL');
  }, request.timeLimitMs);
  const { code, signal } = await ended(child).finally(() => clearTimeout(timer));
  reply({
    id,
    is: 'ran',
    code,
    signal,
    late,
    stdout: stdout.toString(),
    stderr: stderr.toString(),
    cut: stdout.cut || stderr.cut,
  });
}

function ended(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

async function spawnFor(id: number, request: Program): Promise<void> {
  const child = start(id, request);
  child.stdin!.end();
  let lostLines = 0;
  for (const from of ['stdout', 'stderr'] as const) {
    const lines = new LineSplitter(LINE_LIMIT, (line) => {
      if ((host?.writableLength ?? 0) > SOCKET_LIMIT) lostLines++;
      else reply({ id, is: 'line', line, from });
    });
    child[from]!.on('data', (chunk: Buffer) => lines.push(chunk));
    child[from]!.once('end', () => lines.end());
  }
  const end = ended(child);
  if (child.pid) reply({ id, is: 'started', pid: child.pid });
  const { code, signal } = await end;
  reply({ id, is: 'exited', code, signal, lostLines });
}

/** Files of /sys and /proc say nothing of their size: read to the end, or to the limit. */
async function read(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(64 * 1024), 0);
      if (bytesRead === 0) return Buffer.concat(chunks);
      bytes += bytesRead;
      if (bytes > FILE_LIMIT) throw new Error(`${path} is larger than ${FILE_LIMIT} bytes`);
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

async function powerOff(): Promise<never> {
  const running = [...programs.values()];
  for (const child of running) signalGroup(child, 'SIGTERM');
  const gone = Promise.all(running.map((child) => ended(child).catch(() => null)));
  if (running.length > 0) await Promise.race([gone, wait(GOODBYE_MS)]);
  process.exit(0); // what started this process switches the board off
}

async function carryOut(request: Request): Promise<void> {
  const { id } = request;
  switch (request.do) {
    case 'run':
      return run(id, request);
    case 'spawn':
      return spawnFor(id, request);
    case 'signal': {
      const child = programs.get(request.to);
      if (child) signalGroup(child, request.signal as NodeJS.Signals);
      return reply({ id, is: 'done' });
    }
    case 'read':
      return reply({ id, is: 'content', data: (await read(request.path)).toString('base64') });
    case 'write': {
      const data = Buffer.from(request.data, 'base64');
      const options = request.mode === undefined ? {} : { mode: request.mode };
      await (request.append ? appendFile : writeFile)(request.path, data, options);
      return reply({ id, is: 'done' });
    }
    case 'power-off':
      reply({ id, is: 'done' });
      return powerOff();
  }
}

function serve(socket: Socket): void {
  const uptimeS = uptime();
  const lines = new LineSplitter(
    MESSAGE_LIMIT,
    (line) => {
      const request = JSON.parse(line) as Request;
      carryOut(request).catch((error: NodeJS.ErrnoException) => {
        programs.delete(request.id);
        reply({ id: request.id, is: 'failed', code: error.code ?? 'failed', message: error.message });
      });
    },
    true,
  );
  socket.setNoDelay(true);
  socket.on('data', (chunk) => lines.push(chunk as Buffer));
  reply({ id: 0, is: 'hello', uptimeS });
}

function dial(): void {
  const socket = connect(Number(port), address!);
  socket.once('connect', () => {
    host = socket;
    serve(socket);
  });
  socket.on('error', () => {}); // "close" follows
  socket.once('close', () => {
    host = undefined;
    for (const child of programs.values()) signalGroup(child, 'SIGKILL');
    setTimeout(dial, DIAL_AGAIN_MS);
  });
}

dial();
