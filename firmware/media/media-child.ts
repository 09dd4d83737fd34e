/** One life of the media process, as its parent sees it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import type { Duplex, Readable } from 'node:stream';
import type { LogLevel, Logger } from '#kit/log.ts';
import { LOG_LEVELS } from '#kit/log.ts';
import { programPath } from '#kit/programs.ts';
import type { Order } from './control.ts';
import { WireDecoder, WireError, encodeFrame, type WireMessage } from './wire.ts';

export interface Command {
  file: string;
  args: string[];
}

/** Small heaps: pictures live in GStreamer and in buffers, not among JavaScript's objects. */
const NODE_FLAGS = ['--max-semi-space-size=1', '--max-old-space-size=96', '--expose-gc'];

/** @returns how the media process is started */
export function mediaCommand(program = programPath('pupsentry-media')): Command {
  return { file: process.execPath, args: [...NODE_FLAGS, program] };
}

/** Behind the daemon, before what the rest of the machine does at leisure (setpriority(2)). */
const MEDIA_NICENESS = 5;
const STOP_LIMIT_MS = 800;
/** Of a line that is not of our log: GLib's warnings, a crash report. */
const FOREIGN_LINE_CHARACTERS = 500;
/** Orders that the child has not read yet; beyond this it hangs, bytes. */
const ORDER_LIMIT_BYTES = 256 * 1024;

export interface MediaChildOptions {
  command: Command;
  log: Logger;
  onMessage: (message: WireMessage) => void;
  /** It has ended, for whatever reason; called once and nothing after it. @param why for people */
  onGone: (why: string) => void;
}

export class MediaChild {
  readonly #options: MediaChildOptions;
  readonly #process: ChildProcess;
  readonly #socket: Duplex;
  readonly #ended: Promise<void>;
  /** Why we ended it ourselves. */
  #reason: string | undefined;

  constructor(options: MediaChildOptions) {
    this.#options = options;
    const { command, log } = options;
    const child = spawn(command.file, command.args, {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        UV_THREADPOOL_SIZE: '8', // opening and closing devices blocks threads of the pool
        // Many threads, little memory: few arenas, and what is larger than a raw picture goes back when freed.
        MALLOC_ARENA_MAX: '2',
        MALLOC_MMAP_THRESHOLD_: '2097152',
        MALLOC_TRIM_THRESHOLD_: '4194304',
        // GStreamer 1.22.0 forgets to let go of a V4L2 pool that it abandons (gst_v4l2_object_stop), and the camera
        // stays open with it; one that it drains it lets go of.
        GST_V4L2_FORCE_DRAIN: '1',
      },
    });
    // Its threads inherit this. A press, a packet, a command are a moment's work for the daemon: they go first.
    if (child.pid !== undefined) lower(child.pid);
    this.#process = child;
    this.#socket = child.stdio[3] as Duplex;
    const decoder = new WireDecoder((message) => {
      if (this.#reason !== undefined) return;
      try {
        options.onMessage(message);
      } catch (error) {
        if (error instanceof WireError) throw error;
        log.error({ err: error }, 'a listener to the media process failed'); // not the process's fault
      }
    });
    this.#socket.on('data', (chunk: Buffer) => {
      if (this.#reason !== undefined) return;
      try {
        decoder.push(chunk);
      } catch (error) {
        log.error({ err: error }, 'the media process does not speak our protocol');
        this.kill('it did not speak our protocol');
      }
    });
    this.#socket.on('error', () => undefined); // its end is told by the process's
    createInterface({ input: child.stderr as Readable }).on('line', (line) => this.#relay(line));
    this.#ended = new Promise((resolve) => {
      let gone = false;
      const end = (why: string) => {
        if (gone) return;
        gone = true;
        this.#socket.destroy();
        options.onGone(this.#reason ?? why);
        resolve();
      };
      child.on('error', (error) => end(`it could not be started (${error.message})`));
      child.on('exit', (code, signal) => end(signal ? `signal ${signal}` : `exit code ${code}`));
    });
  }

  get pid(): number | null {
    return this.#process.pid ?? null;
  }

  send(order: Order): void {
    if (this.#socket.destroyed || this.#socket.writableEnded) return;
    if (this.#socket.writableLength > ORDER_LIMIT_BYTES) return this.kill('it did not read its orders');
    for (const part of encodeFrame({ kind: 'control', control: order })) this.#socket.write(part);
  }

  /** Ends it at once. `onGone` follows. */
  kill(reason: string): void {
    this.#reason ??= reason;
    this.#process.kill('SIGKILL');
  }

  /** Asks it to end by closing the socket, then insists. Nothing it still says is heard. */
  stop(): Promise<void> {
    this.#reason ??= 'stopped';
    this.#socket.end();
    const insist = setTimeout(() => this.#process.kill('SIGKILL'), STOP_LIMIT_MS);
    return this.#ended.finally(() => clearTimeout(insist));
  }

  /** Its log joins ours, level for level. */
  #relay(line: string): void {
    const { log } = this.#options;
    try {
      const { level, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
      if (LOG_LEVELS.includes(level as LogLevel))
        return log[level as LogLevel]({ ...fields, time: undefined, process: 'media' }, String(msg));
    } catch {
      // not a line of ours
    }
    if (line.trim()) log.warn({ process: 'media' }, line.slice(0, FOREIGN_LINE_CHARACTERS));
  }
}

function lower(pid: number): void {
  try {
    setPriority(pid, MEDIA_NICENESS);
  } catch {
    // it has ended already: that is told by its end
  }
}
