/** Tells the cloud what the device is (state, retained) and how it fares (telemetry). */
import { release } from 'node:os';
import { v1 } from '#protocol/messages.ts';
import { PROTOCOL_VERSION } from '#protocol/topics.ts';
import type { Clock, Timer } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { VERSION } from '#kit/programs.ts';
import type { Service } from '#kit/service.ts';
import type { Link } from '../link/link.ts';
import type { EncoderInfo, Media } from '../media/media.ts';
import type { SettingsStore } from '../settings/store.ts';
import { toSettingValues } from '#protocol/settings.ts';
import type { Health } from './health.ts';
import { CpuMeter, type Machine } from './machine.ts';
import { streamFigures } from './stream-figures.ts';
import { updateState } from './update-words.ts';
import type { Updates } from './updates.ts';

/** Changes come in bunches: one message says them all, ms after the first of a bunch. */
const COALESCE_MS = 200;
/** Live view steers the bitrates many times a minute, which is no news: ms between states that say only that. */
const BITRATE_NEWS_MS = 10_000;

const PRODUCTS = { doorbell: v1.Product.PRODUCT_DOORBELL, camera: v1.Product.PRODUCT_CAMERA };

export interface DeviceIdentity {
  deviceId: string;
  product: 'doorbell' | 'camera';
  /** Name of the board's profile, such as "host". */
  board: string;
  /** What it can do, such as "ring", "live", "snapshot". */
  capabilities: readonly string[];
  /** When the daemon started, wall clock ms. */
  startedMs: number;
}

export interface ReporterOptions {
  identity: DeviceIdentity;
  media: Media;
  link: Link;
  settings: SettingsStore;
  health: Health;
  updates: Pick<Updates, 'status' | 'onChanged'>;
  machine: Machine;
  /** Live sessions now. */
  viewers: () => number;
  /** The media process, null while there is none. */
  mediaPid: () => number | null;
  clock: Clock;
  log: Logger;
}

export class Reporter implements Service {
  readonly name = 'reporter';
  readonly #options: ReporterOptions;
  readonly #cpu: CpuMeter;
  readonly #startedMonotonicMs: number;
  #pending: Timer | null = null;
  #telemetry: Timer | null = null;
  #last = { text: '', withoutBitrates: '', atMs: -Infinity };
  #bitrateNews: Timer | null = null;
  #ends: (() => void)[] = [];

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#cpu = new CpuMeter({ machine: options.machine, monotonicMs: () => options.clock.monotonicMs() });
    this.#startedMonotonicMs = options.clock.monotonicMs();
  }

  async start(): Promise<void> {
    const { media, settings, health, updates } = this.#options;
    this.#sendState();
    this.#ends = [
      media.onChanged(() => this.#changed()),
      health.onChanged(() => this.#changed()),
      updates.onChanged(() => this.#changed()),
      settings.onChanged((keys) => {
        this.#changed();
        if (keys.has('telemetry.on') || keys.has('telemetry.seconds')) this.#schedule();
      }),
    ];
    await this.#cpu.percent(this.#pids());
    this.#schedule();
  }

  async stop(): Promise<void> {
    for (const end of this.#ends.splice(0)) end();
    for (const timer of [this.#pending, this.#bitrateNews, this.#telemetry]) timer?.cancel();
    this.#pending = this.#bitrateNews = this.#telemetry = null;
  }

  /** @returns what the device is now, as the contract has it */
  state(): v1.IState {
    const { identity, media, settings, health, updates } = this.#options;
    const info = media.info();
    return {
      name: settings.get('device.name'),
      product: PRODUCTS[identity.product],
      board: identity.board,
      versions: {
        firmware: VERSION,
        node: process.versions.node,
        gstreamer: info.gstreamer,
        kernel: release(),
        protocol: PROTOCOL_VERSION,
      },
      video: videoState(info.encoders.main, info.camera),
      subVideo: videoState(info.encoders.sub, info.camera),
      audio: {
        codec: 'opus',
        sampleRateHz: 48_000,
        source: info.microphone,
        on: settings.get('microphone.on') && info.phase !== 'off' && info.microphone !== 'none',
      },
      settings: toSettingValues(settings.all),
      settingsRevision: settings.revision,
      faults: health.faults(),
      startedMs: identity.startedMs,
      capabilities: [...identity.capabilities],
      update: updateState(updates.status()),
    };
  }

  /** @returns the figures since the last call, as the contract has them */
  async telemetry(): Promise<v1.ITelemetry> {
    const { media, link, machine, clock, viewers, mediaPid } = this.#options;
    const pid = mediaPid();
    const info = link.info();
    const [temperatureC, memory, daemonPss, mediaPss, cpuPercent] = await Promise.all([
      machine.temperatureC(),
      machine.memory(),
      machine.pssBytes(process.pid),
      pid === null ? null : machine.pssBytes(pid),
      this.#cpu.percent(this.#pids()),
    ]);
    const main = streamFigures(media.ring, 'main');
    const sub = streamFigures(media.ring, 'sub');
    return {
      uptimeS: Math.floor((clock.monotonicMs() - this.#startedMonotonicMs) / 1000),
      ...(temperatureC !== null && { temperatureC }),
      memoryUsedBytes: memory?.usedBytes ?? 0,
      memoryTotalBytes: memory?.totalBytes ?? 0,
      cpuPercent,
      mainFps: main.fps,
      mainBitrateKbps: Math.round(main.kbps),
      subBitrateKbps: Math.round(sub.kbps),
      viewers: viewers(),
      outboxMessages: info.outbox.messages,
      outboxBytes: info.outbox.bytes,
      mediaRestarts: media.info().restarts,
      droppedMessages: info.droppedMessages,
      daemonMemoryBytes: daemonPss ?? 0,
      mediaMemoryBytes: mediaPss ?? 0,
    };
  }

  #pids(): number[] {
    const pid = this.#options.mediaPid();
    return pid === null ? [process.pid] : [process.pid, pid];
  }

  #changed(): void {
    this.#pending ??= this.#options.clock.after(COALESCE_MS, () => {
      this.#pending = null;
      this.#sendState();
    });
  }

  #sendState(): void {
    const { clock, link } = this.#options;
    const state = this.state();
    const text = JSON.stringify(state);
    if (text === this.#last.text) return;
    const withoutBitrates = JSON.stringify({
      ...state,
      video: { ...state.video, bitrateKbps: 0 },
      subVideo: { ...state.subVideo, bitrateKbps: 0 },
    });
    const atMs = clock.monotonicMs();
    const waitMs = this.#last.atMs + BITRATE_NEWS_MS - atMs;
    if (withoutBitrates === this.#last.withoutBitrates && waitMs > 0) {
      this.#bitrateNews ??= clock.after(waitMs, () => {
        this.#bitrateNews = null;
        this.#sendState();
      });
      return;
    }
    this.#last = { text, withoutBitrates, atMs };
    link.setState(state);
  }

  /** One timer after the other, so that a slow look at the machine never overlaps the next one. */
  #schedule(): void {
    const { settings, clock, link, log } = this.#options;
    this.#telemetry?.cancel();
    this.#telemetry = null;
    if (!settings.get('telemetry.on')) return;
    const timer = clock.after(settings.get('telemetry.seconds') * 1000, () => {
      this.telemetry()
        .then((figures) => {
          if (this.#telemetry === timer) link.sendTelemetry(figures); // consent may have ended meanwhile
        })
        .catch((error: unknown) => log.warn(`no telemetry: ${explain(error)}`))
        .finally(() => {
          if (this.#telemetry === timer) this.#schedule();
        });
    });
    this.#telemetry = timer;
  }
}

function videoState(encoder: EncoderInfo | undefined, source: string): v1.IVideoState | null {
  if (!encoder) return null;
  return {
    encoder: encoder.element,
    encoderReason: encoder.reason,
    width: encoder.width,
    height: encoder.height,
    fps: encoder.fps,
    bitrateKbps: encoder.bitrateKbps,
    source,
  };
}
