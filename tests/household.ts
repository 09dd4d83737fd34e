/** The whole system as `make run` starts it, in a folder of its own and on free ports. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#kit/ports.ts';
import { programPath } from '#kit/programs.ts';
import { ControlClient } from '../firmware/ctl/client.ts';
import { processTree } from '../bench/measure.ts';

export class Household {
  readonly folder: string;
  readonly port: number;
  /** What it printed so far. */
  output = '';
  readonly #process: ChildProcess;
  readonly #waiting = new Set<() => void>();

  private constructor(folder: string, port: number, child: ChildProcess) {
    this.folder = folder;
    this.port = port;
    this.#process = child;
    const take = (chunk: Buffer) => {
      this.output += chunk.toString();
      for (const check of [...this.#waiting]) check();
    };
    child.stdout!.on('data', take);
    child.stderr!.on('data', take);
  }

  /** Spawns the launcher; `ready` waits for it. @param env as for `make run`, such as CAMERA */
  static async spawn(env: Record<string, string> = {}, folder?: string): Promise<Household> {
    const state = folder ?? mkdtempSync(join(tmpdir(), 'pup-'));
    const [port, brokerPort] = [await freePort(), await freePort()];
    const child = spawn(process.execPath, [programPath('pupsentry-run')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, STATE: state, PORT: String(port), BROKER_PORT: String(brokerPort), ...env },
    });
    return new Household(state, port, child);
  }

  static async start(env: Record<string, string> = {}): Promise<Household> {
    const household = await Household.spawn(env);
    await household.ready();
    return household;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The one-time link that it printed. */
  get signInLink(): string {
    return /http:\/\/127\.0\.0\.1:\d+\/#signin\/\S+/.exec(this.output)![0];
  }

  get pid(): number {
    return this.#process.pid!;
  }

  /** Every process of it, the launcher first. */
  processes(): number[] {
    return processTree(this.pid);
  }

  async ready(): Promise<void> {
    await this.says(/^Logs and state: .*\n/m);
  }

  /** Waits until the output matches. */
  says(pattern: RegExp, limitMs = 60_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (error?: Error) => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        if (error) reject(error);
        else resolve();
      };
      const check = () => pattern.test(this.output) && done();
      const timer = setTimeout(() => done(new Error(`never said ${pattern}:\n${this.output}`)), limitMs);
      // Not "exit": what it said last may not have been read by then.
      this.#process.once('close', (code) =>
        done(pattern.test(this.output) ? undefined : new Error(`ended with ${code}:\n${this.output}`)),
      );
      this.#waiting.add(check);
      check();
    });
  }

  /** One call of a device's control socket. */
  async call(
    method: string,
    params: Record<string, unknown> = {},
    deviceId = 'front-door',
  ): Promise<unknown> {
    const client = await ControlClient.connect(join(this.folder, 'devices', deviceId, 'control.sock'));
    try {
      return await client.call(method, params);
    } finally {
      client.close();
    }
  }

  /** The items of a method that follows; the connection ends with the loop. */
  async *follow<T>(method: string, deviceId = 'front-door'): AsyncGenerator<T> {
    const client = await ControlClient.connect(join(this.folder, 'devices', deviceId, 'control.sock'));
    try {
      yield* client.follow(method, {}) as AsyncGenerator<T>;
    } finally {
      client.close();
    }
  }

  get exitCode(): number | null {
    return this.#process.exitCode;
  }

  /** Waits until the launcher has ended. */
  async exited(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null)
      await once(this.#process, 'exit');
  }

  /** Ctrl-C. @returns the exit code and how long it took */
  async interrupt(): Promise<{ code: number | null; ms: number }> {
    const startedMs = performance.now();
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const gone = once(this.#process, 'exit');
      this.#process.kill('SIGINT');
      await gone;
    }
    return { code: this.#process.exitCode, ms: performance.now() - startedMs };
  }

  async stop(): Promise<void> {
    await this.interrupt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
