/** The real daemon as a process, with a real broker, in a folder of its own: for tests and benchmarks. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import mqtt, { type MqttClient } from 'mqtt';
import { decodeEnvelope, encodeEnvelope } from '#protocol/codec.ts';
import type { v1 } from '#protocol/messages.ts';
import { downTopic, parseTopic, upFilter, type Down, type Up } from '#protocol/topics.ts';
import { programPath } from '#kit/programs.ts';
import { ControlClient } from '../firmware/ctl/client.ts';
import { Broker } from './broker.ts';
import type { ViewerLink } from './browser/viewers.ts';

export interface DeviceOptions {
  camera?: string;
  microphone?: string;
  deviceId?: string;
  settings?: Record<string, unknown>;
}

/** One message the device sent. */
export interface Received {
  name: Up;
  envelope: v1.Envelope;
  /** performance.now() at arrival. */
  atMs: number;
}

export class DeviceUnderTest {
  readonly deviceId: string;
  readonly folder: string;
  readonly broker: Broker;
  readonly received: Received[] = [];
  readonly log: string[] = [];
  /** performance.now() when the daemon was last started. */
  daemonStartedMs = 0;
  readonly #options: DeviceOptions;
  #client: MqttClient | undefined;
  #daemon: ChildProcess | undefined;
  #waiting = new Set<() => void>();
  #seq = 0;
  #signalListeners = new Set<(signal: v1.ISignal) => void>();

  private constructor(folder: string, broker: Broker, options: DeviceOptions) {
    this.folder = folder;
    this.broker = broker;
    this.#options = options;
    this.deviceId = options.deviceId ?? 'under-test';
  }

  /** Resolves when the first picture is in the ring, or a fault stands in its way. */
  static async start(options: DeviceOptions = {}): Promise<DeviceUnderTest> {
    const folder = mkdtempSync(join(tmpdir(), 'pup-'));
    const device = new DeviceUnderTest(folder, await Broker.start(folder), options);
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

  async subscribe(): Promise<void> {
    const client = mqtt.connect(this.broker.url, { protocolVersion: 4, reconnectPeriod: 50 });
    this.#client = client;
    client.on('message', (topic, payload) => {
      const parsed = parseTopic(topic);
      if (parsed?.direction !== 'up') return;
      const envelope = decodeEnvelope(payload, parsed);
      this.received.push({ name: parsed.name, envelope, atMs: performance.now() });
      if (envelope.signal) for (const listener of this.#signalListeners) listener(envelope.signal);
      this.#notify();
    });
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    await client.subscribeAsync(upFilter(), { qos: 1 });
  }

  async startDaemon(): Promise<void> {
    const config = {
      deviceId: this.deviceId,
      stateFolder: 'state',
      controlSocket: 'control.sock',
      camera: this.#options.camera ?? 'scene',
      microphone: this.#options.microphone ?? 'auto',
      link: { url: this.broker.url },
    };
    const file = join(this.folder, 'device.json');
    writeFileSync(file, JSON.stringify(config));
    const args = [programPath('pupsentryd'), '--board', 'host', '--config', file, '--ready-fd', '3'];
    this.daemonStartedMs = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    this.#daemon = child;
    createInterface({ input: child.stderr as Readable }).on('line', (line) => {
      this.log.push(line);
      if (this.log.length > 5000) this.log.shift();
      this.#notify();
    });
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

  /** Sends an envelope to the device. */
  async send(name: Down, body: Partial<v1.IEnvelope>): Promise<void> {
    const envelope = { deviceId: this.deviceId, bootEpoch: 1, seq: ++this.#seq, timeMs: Date.now(), ...body };
    await this.#client!.publishAsync(downTopic(this.deviceId, name), encodeEnvelope(envelope), { qos: 1 });
  }

  /** Signalling as a viewer's way to the device: over the broker, as in real life. */
  get signalling(): ViewerLink {
    return {
      receive: (signal) => void this.send('signal', { signal, correlationId: signal.sessionId }),
      onSent: (listener) => {
        this.#signalListeners.add(listener);
        return () => this.#signalListeners.delete(listener);
      },
    };
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

  /** Resolves with the first truthy value of `look`, which is asked after every message and log line. */
  async waitFor<T>(what: string, look: () => T | undefined | false | null, limitMs = 20_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`waited ${limitMs} ms for ${what}; last log:\n${this.log.slice(-15).join('\n')}`));
      }, limitMs);
      const check = () => {
        const found = look();
        if (!found) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }

  #notify(): void {
    for (const check of [...this.#waiting]) check();
  }

  async stop(): Promise<void> {
    const child = this.#daemon;
    if (child && child.exitCode === null && child.signalCode === null) {
      child.removeAllListeners('exit');
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    await this.#client?.endAsync(true);
    await this.broker.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
