/** The parts a control socket speaks for, without camera and cloud: for tests and for trying pupsentryctl. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '#kit/clock.ts';
import { createLogger, type Logger } from '#kit/log.ts';
import { SimulatedButton } from '#board/drivers/simulated-button.ts';
import { SimulatedWifiRadio } from '#board/drivers/wifi/simulated-wifi-radio.ts';
import type { WifiRadio } from '#board/drivers/wifi/wifi-radio.ts';
import { FakeUpdates } from '../care/fake-updates.ts';
import { EventHistory } from '../care/event-history.ts';
import { Hardware } from '../care/hardware.ts';
import { Health } from '../care/health.ts';
import { LogBuffer } from '../care/log-buffer.ts';
import { Machine } from '../care/machine.ts';
import { Operations } from '../care/operations.ts';
import { Alarms } from '../detect/alarms.ts';
import { Doorbell } from '../doorbell/doorbell.ts';
import { Wifi } from '../enroll/wifi.ts';
import { FakeLink } from '../link/fake-link.ts';
import type { SessionStats } from '../live/session-stats.ts';
import { FakeMedia } from '../media/fake-media.ts';
import { Recordings } from '../record/recordings.ts';
import { SettingsStore } from '../settings/store.ts';
import type { Method } from './method.ts';
import { controlMethods } from './methods.ts';
import { ControlServer } from './server.ts';

export class SimulatedDaemon {
  readonly folder = mkdtempSync(join(tmpdir(), 'pupsentry-'));
  readonly clock = new SystemClock();
  readonly media = new FakeMedia({ clock: this.clock });
  readonly link = new FakeLink();
  readonly logs = new LogBuffer();
  readonly log: Logger = createLogger({ level: 'trace', write: (line) => this.logs.write(line) });
  readonly settings = new SettingsStore({ folder: this.folder, log: this.log });
  readonly history = new EventHistory({ file: join(this.folder, 'events.jsonl'), log: this.log });
  /** What was asked of the device that has no effect here. */
  readonly asked: string[] = [];
  readonly sessions: SessionStats[] = [];
  readonly socket: string;
  readonly #hardware = new Hardware({ clock: this.clock, log: this.log });
  readonly radio = new SimulatedWifiRadio({ clock: this.clock });
  readonly wifi: Wifi = new Wifi({
    radio: this.#hardware.part<WifiRadio>(
      'wifi',
      () => this.radio,
      (driver) => this.wifi.follow(driver),
    ),
    hardware: this.#hardware,
    stateFolder: this.folder,
    clock: this.clock,
    log: this.log,
  });
  /** Not set up until they are started. */
  readonly updates = new FakeUpdates();
  readonly alarms: Alarms;
  readonly recordings = new Recordings({
    media: this.media,
    settings: this.settings,
    place: null,
    stateFolder: this.folder,
    clock: this.clock,
    log: this.log,
    onFault: (fault) => this.#hardware.tell('storage', fault),
  });
  readonly #doorbell: Doorbell;
  readonly #health: Health;
  readonly #server: ControlServer;

  /** @param options.more methods besides the usual ones */
  constructor(options: { socket?: string; more?: Record<string, Method> } = {}) {
    const { media, link, settings, history, clock, log, logs, folder } = this;
    this.socket = options.socket ?? join(folder, 'control.sock');
    this.alarms = new Alarms({ media, link, settings, history, clips: null, clock, log });
    this.#doorbell = new Doorbell({ button: new SimulatedButton(), alarms: this.alarms, settings, clock });
    this.#health = new Health({ media, link, history, stateFolder: folder, clock });
    const operations = new Operations({
      media,
      settings,
      clock,
      log,
      restartDevice: () => this.asked.push('restart'),
      identify: (seconds) => this.asked.push(`identify ${seconds}`),
    });
    const identity = {
      deviceId: 'front-door-1',
      product: 'doorbell' as const,
      board: 'host',
      capabilities: ['ring', 'live', 'snapshot'],
      startedMs: clock.nowMs(),
    };
    const methods = controlMethods({
      identity,
      media,
      link,
      settings,
      doorbell: this.#doorbell,
      live: { sessions: () => this.sessions },
      operations,
      health: this.#health,
      history,
      hardware: { hold: (seconds) => this.asked.push(`hold ${seconds}`) },
      statusLight: { condition: 'ready' },
      indicator: { isLit: true },
      watch: { state: { motion: 'watching', sound: 'switched off', tamper: 'watching' } },
      nightVision: { view: 'day', luma: 117.4, isInfraredOn: false },
      startReason: {
        reason: { reason: 'watchdog', evidence: 'the watchdog "SoC" says that it reset the machine' },
      },
      wifi: this.wifi,
      recordings: this.recordings,
      cloudRecording: {
        status: () => ({ waiting: 2, hindrance: 'live-view', problem: '', uploaded: 7, dropped: [] }),
      },
      updates: this.updates,
      logs,
      machine: new Machine(),
      mediaPid: () => null,
      clock,
    });
    this.#server = new ControlServer({
      socketPath: this.socket,
      methods: { ...methods, ...options.more },
      log,
    });
  }

  async start(): Promise<this> {
    await this.history.start();
    await this.#health.start();
    await this.wifi.start();
    await this.recordings.recorder.start();
    await this.alarms.start();
    await this.#doorbell.start(new AbortController().signal);
    await this.#server.start();
    return this;
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    await this.updates.stop();
    await this.#doorbell.stop();
    await this.alarms.stop();
    await this.recordings.recorder.stop();
    await this.wifi.stop();
    await this.#health.stop();
    await this.history.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
