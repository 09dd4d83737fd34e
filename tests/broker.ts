/** A real Mosquitto on a free port, without TLS or passwords, for tests and benchmarks. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { freePort } from '#kit/ports.ts';

/** Turns of the event loop: each reads what every socket holds, and hands it on. */
const TURNS_TO_READ = 3;

export class Broker {
  readonly port: number;
  readonly #address: string;
  readonly #folder: string;
  readonly #remembers: boolean;
  #process: ChildProcess | undefined;

  private constructor(folder: string, address: string, port: number, remembers: boolean) {
    this.#folder = folder;
    this.#address = address;
    this.port = port;
    this.#remembers = remembers;
  }

  /**
   * @param folder for its configuration; the caller removes it
   * @param options.address where it listens: loopback, or the host's end of a network of our own
   * @param options.remembers whether sessions live through `kill`: what comes before a subscriber is back waits for it
   */
  static async start(folder: string, { address = '127.0.0.1', remembers = false } = {}): Promise<Broker> {
    const broker = new Broker(folder, address, await freePort(address), remembers);
    await broker.restart();
    return broker;
  }

  get url(): string {
    return `mqtt://${this.#address}:${this.port}`;
  }

  get pid(): number {
    return this.#process!.pid!;
  }

  /** Starts it, again on the same port. Resolves when it listens. */
  async restart(): Promise<void> {
    const config = join(this.#folder, 'mosquitto.conf');
    const lines = [
      `listener ${this.port} ${this.#address}`,
      'allow_anonymous true',
      'log_type all',
      'set_tcp_nodelay true',
      'max_inflight_messages 0', // what is acknowledged has been handed on, and does not queue in a broker to be killed
    ];
    if (this.#remembers) {
      lines.push(`user ${userInfo().username}`, 'persistence true', `persistence_location ${this.#folder}/`);
      lines.push('autosave_on_changes true', 'autosave_interval 1'); // after every change
    }
    writeFileSync(config, lines.join('\n') + '\n');
    const child = spawn('/usr/sbin/mosquitto', ['-c', config, '-v'], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#process = child;
    const log = createInterface({ input: child.stderr as Readable });
    await new Promise<void>((resolve, reject) => {
      log.on('line', (line) => / running$/.test(line) && resolve());
      child.once('exit', (code) => reject(new Error(`mosquitto ended with ${code}`)));
    });
  }

  /**
   * kill -9, as a crash. Before that it stands still until the subscribers of this process have read what it sent
   * them: a killed broker resets its connections, and what an observer had not read yet would be missed, although the
   * device has its acknowledgement.
   */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.removeAllListeners('exit');
    const gone = once(child, 'exit');
    child.kill('SIGSTOP');
    while (!/^State:\t[TZX]/m.test(readFileSync(`/proc/${child.pid}/status`, 'utf8'))) await setImmediate();
    for (let turn = 0; turn < TURNS_TO_READ; turn++) await setImmediate();
    child.kill('SIGKILL');
    await gone;
  }

  stop(): Promise<void> {
    return this.kill();
  }
}
