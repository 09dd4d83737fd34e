/** The real daemon as a process, with a real broker, in a folder of its own: for tests and benchmarks. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { programPath } from '#kit/programs.ts';
import { ControlClient } from '../firmware/ctl/client.ts';
import type { UpdatesConfig } from '../firmware/settings/config.ts';
import { Broker } from './broker.ts';
import { ObservedDevice } from './observed-device.ts';

export type { Received } from './observed-device.ts';

export interface DeviceOptions {
  camera?: string;
  microphone?: string;
  deviceId?: string;
  settings?: Record<string, unknown>;
  /** Where its releases come from. */
  updates?: UpdatesConfig;
  /** For tests that kill the broker. */
  brokerRemembers?: boolean;
}

export class DeviceUnderTest extends ObservedDevice {
  readonly folder: string;
  /** performance.now() when the daemon was last started. */
  daemonStartedMs = 0;
  readonly #options: DeviceOptions;
  #daemon: ChildProcess | undefined;

  private constructor(folder: string, broker: Broker, options: DeviceOptions) {
    super(options.deviceId ?? 'under-test', broker);
    this.folder = folder;
    this.#options = options;
  }

  /** Resolves when the first picture is in the ring, or a fault stands in its way. */
  static async start(options: DeviceOptions = {}): Promise<DeviceUnderTest> {
    const folder = mkdtempSync(join(tmpdir(), 'pup-'));
    const broker = await Broker.start(folder, { remembers: options.brokerRemembers });
    const device = new DeviceUnderTest(folder, broker, options);
    await device.subscribe();
    await device.startDaemon();
    return device;
  }

  get socket(): string {
    return join(this.folder, 'control.sock');
  }

  get daemonPid(): number {
    return this.#daemon!.pid!;
  }

  /** Resolves with the exit code when the daemon ends by itself; null after a signal. */
  get ended(): Promise<number | null> {
    const child = this.#daemon!;
    child.removeAllListeners('exit');
    return once(child, 'exit').then(([code]) => code as number | null);
  }

  /** The media process: the daemon's child. */
  get mediaPid(): number {
    const pid = readdirSync('/proc').find((entry) => {
      if (!/^\d+$/.test(entry)) return false;
      try {
        const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === this.daemonPid;
      } catch {
        return false; // it ended while we looked
      }
    });
    if (!pid) throw new Error('no media process');
    return Number(pid);
  }

  async startDaemon(): Promise<void> {
    const config = {
      deviceId: this.deviceId,
      stateFolder: 'state',
      controlSocket: 'control.sock',
      camera: this.#options.camera ?? 'scene',
      microphone: this.#options.microphone ?? 'auto',
      link: { url: this.broker.url },
      ...(this.#options.updates && { updates: this.#options.updates }),
    };
    const file = join(this.folder, 'device.json');
    writeFileSync(file, JSON.stringify(config));
    const args = [programPath('pupsentryd'), '--board', 'host', '--config', file, '--ready-fd', '3'];
    this.daemonStartedMs = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    this.#daemon = child;
    createInterface({ input: child.stderr as Readable }).on('line', (line) => this.logged(line));
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdio[3] as Readable }).once('line', () => resolve());
      child.once('exit', (code) =>
        reject(new Error(`pupsentryd ended with ${code}:\n${this.log.slice(-20).join('\n')}`)),
      );
    });
    if (this.#options.settings) await this.call('settings.set', { values: this.#options.settings });
  }

  /** kill -9 of the daemon, as a crash. */
  async killDaemon(): Promise<void> {
    const child = this.#daemon!;
    child.removeAllListeners('exit');
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** One call of the control socket, as pupsentryctl makes it. */
  async call(method: string, params: Record<string, unknown> = {}): Promise<unknown> {
    const client = await ControlClient.connect(this.socket);
    try {
      return await client.call(method, params);
    } finally {
      client.close();
    }
  }

  async stop(): Promise<void> {
    const child = this.#daemon;
    if (child && child.exitCode === null && child.signalCode === null) {
      child.removeAllListeners('exit');
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    await this.unsubscribe();
    await this.broker.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
