/** The methods of the control socket. */
import { Type } from '@sinclair/typebox';
import { release } from 'node:os';
import { sleep, type Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { LOG_LEVELS } from '#kit/log.ts';
import { VERSION } from '#kit/programs.ts';
import { EVENT_KINDS, type EventHistory } from '../care/event-history.ts';
import type { Health } from '../care/health.ts';
import type { LogBuffer } from '../care/log-buffer.ts';
import type { BoardHardware } from '../care/board-hardware.ts';
import { CpuMeter, type Machine } from '../care/machine.ts';
import { RESTARTABLE, type Operations } from '../care/operations.ts';
import type { DeviceIdentity } from '../care/reporter.ts';
import type { StartReasonReader } from '../care/start-reason.ts';
import { streamFigures } from '../care/stream-figures.ts';
import type { Updates } from '../care/updates.ts';
import type { Doorbell } from '../doorbell/doorbell.ts';
import type { Watch } from '../detect/watch.ts';
import type { Wifi } from '../enroll/wifi.ts';
import type { Indicator } from '../lights/indicator.ts';
import type { NightVision } from '../lights/night-vision.ts';
import type { StatusLight } from '../lights/status-light.ts';
import type { Link } from '../link/link.ts';
import type { SessionStats } from '../live/session-stats.ts';
import type { Media, VideoStream } from '../media/media.ts';
import type { CloudRecording } from '../record/cloud-recording.ts';
import type { Recordings } from '../record/recordings.ts';
import { describeSettings, settingFromText } from '../settings/describe.ts';
import type { SettingsStore } from '../settings/store.ts';
import type {
  EventsAnswer,
  RestartAnswer,
  SettingsAnswer,
  SnapshotAnswer,
  StatusAnswer,
  StreamAnswer,
  StreamsAnswer,
} from './answers.ts';
import { call, follow, type MethodTable } from './method.ts';
import { recordingMethods } from './recording-methods.ts';
import { updateMethods } from './update-methods.ts';
import { wifiAnswer, wifiMethods } from './wifi-methods.ts';

/** How long processor time is watched for one answer, ms. */
const CPU_WINDOW_MS = 250;

export interface MethodsOptions {
  identity: DeviceIdentity;
  media: Media;
  /** Null on a device without a cloud. */
  link: Pick<Link, 'info'> | null;
  settings: SettingsStore;
  /** Null on a device without a button. */
  doorbell: Pick<Doorbell, 'press'> | null;
  live: { sessions(): readonly SessionStats[] };
  operations: Operations;
  health: Pick<Health, 'faults'>;
  history: Pick<EventHistory, 'recent'>;
  hardware: Pick<BoardHardware, 'hold'>;
  statusLight: Pick<StatusLight, 'condition'>;
  indicator: Pick<Indicator, 'isLit'>;
  nightVision: Pick<NightVision, 'view' | 'luma' | 'isInfraredOn'>;
  startReason: Pick<StartReasonReader, 'reason'>;
  /** Null on a board without a radio of ours. */
  wifi: Pick<Wifi, 'status' | 'scan' | 'saved' | 'connect' | 'forget'> | null;
  recordings: Pick<Recordings, 'reader' | 'clips' | 'status'>;
  watch: Pick<Watch, 'state'>;
  cloudRecording: Pick<CloudRecording, 'status'>;
  updates: Pick<Updates, 'agent' | 'status' | 'history' | 'onChanged'>;
  logs: LogBuffer;
  machine: Machine;
  mediaPid: () => number | null;
  clock: Clock;
}

const closed = { additionalProperties: false };
const NOTHING = Type.Object({}, closed);
const LEVEL = Type.Optional(Type.Union(LOG_LEVELS.map((level) => Type.Literal(level))));
const KIND = Type.Optional(Type.Union(EVENT_KINDS.map((kind) => Type.Literal(kind))));
const COUNT = (most: number) => Type.Optional(Type.Integer({ minimum: 1, maximum: most }));

export function controlMethods(options: MethodsOptions): MethodTable {
  const { media, settings, doorbell, live, operations, history, hardware, logs, clock } = options;

  return {
    ...wifiMethods(options.wifi),
    ...recordingMethods(options.recordings, clock),
    ...updateMethods(options.updates, clock),

    status: call(NOTHING, () => status(options)),

    events: call(
      Type.Object({ count: COUNT(2000), kind: KIND }, closed),
      ({ count, kind }): EventsAnswer => ({
        nowMs: clock.nowMs(),
        events: history.recent(count ?? 20, kind),
      }),
    ),

    snapshot: call(
      Type.Object({ width: Type.Optional(Type.Integer({ minimum: 16, maximum: 4096 })) }, closed),
      async ({ width }): Promise<SnapshotAnswer> => {
        const picture = await operations.snapshot(width);
        return {
          width: picture.width,
          height: picture.height,
          takenMs: picture.takenMs,
          jpegBase64: picture.jpeg.toString('base64'),
        };
      },
    ),

    'button.press': call(NOTHING, () => {
      if (doorbell) return doorbell.press();
      throw new PupsentryError('no-button', 'This device has no button.');
    }),

    /** Simulated buttons alone; it returns while the button is still held. */
    'button.hold': call(
      Type.Object({ seconds: Type.Number({ minimum: 0.1, maximum: 60 }) }, closed),
      ({ seconds }) => hardware.hold(seconds),
    ),

    'stream.stats': call(NOTHING, (): StreamsAnswer => ({
      nowMs: clock.nowMs(),
      main: stream(media, 'main'),
      sub: stream(media, 'sub'),
      audio: audio(media),
      ring: {
        spanMs: media.ring.spanMs,
        bytes: media.ring.bytes,
        maxMs: media.ring.maxMs,
        maxBytes: media.ring.maxBytes,
        readers: media.ring.readers,
      },
      sessions: [...live.sessions()],
    })),

    'settings.get': call(
      Type.Object({ key: Type.Optional(Type.String()) }, closed),
      ({ key }): SettingsAnswer => ({
        revision: settings.revision,
        settings: describeSettings(settings, key),
      }),
    ),

    /** Text is read as the setting's type has it: "off", "2000". */
    'settings.set': call(
      Type.Object(
        { values: Type.Record(Type.String(), Type.Union([Type.Boolean(), Type.Number(), Type.String()])) },
        closed,
      ),
      async ({ values }): Promise<SettingsAnswer> => {
        const keys = Object.keys(values);
        const entries = Object.entries(values).map(([key, value]) => [
          key,
          typeof value === 'string' ? settingFromText(key, value) : value,
        ]);
        await operations.setSettings(Object.fromEntries(entries) as Record<string, unknown>);
        return {
          revision: settings.revision,
          settings: keys.flatMap((key) => describeSettings(settings, key)),
        };
      },
    ),

    logs: call(Type.Object({ count: COUNT(1000), level: LEVEL }, closed), ({ count, level }) =>
      logs.recent({ count: count ?? 100, level }),
    ),

    'logs.follow': follow(
      Type.Object({ count: COUNT(1000), level: LEVEL }, closed),
      ({ count, level }, emit) => {
        if (count) for (const record of logs.recent({ count, level })) emit(record);
        return logs.follow(level, emit);
      },
    ),

    restart: call(
      Type.Object({ what: Type.Optional(Type.Union(RESTARTABLE.map((what) => Type.Literal(what)))) }, closed),
      ({ what = 'device' }): RestartAnswer => {
        operations.restart(what);
        return { what };
      },
    ),

    identify: call(
      Type.Object({ seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })) }, closed),
      ({ seconds }) => operations.identify(seconds),
    ),
  };
}

async function status(options: MethodsOptions): Promise<StatusAnswer> {
  const { identity, media, link, settings, live, health, history, machine, mediaPid, clock } = options;
  const { statusLight, indicator, nightVision, startReason } = options;
  const info = media.info();
  const pid = mediaPid();
  const pids = pid === null ? [process.pid] : [process.pid, pid];
  const cpu = new CpuMeter({ machine, monotonicMs: () => clock.monotonicMs() });
  await cpu.percent(pids);
  await sleep(clock, CPU_WINDOW_MS);
  const [cpuPercent, temperatureC, memory, daemonBytes, mediaBytes] = await Promise.all([
    cpu.percent(pids),
    machine.temperatureC(),
    machine.memory(),
    machine.pssBytes(process.pid),
    pid === null ? null : machine.pssBytes(pid),
  ]);
  return {
    deviceId: identity.deviceId,
    name: settings.get('device.name'),
    product: identity.product,
    board: identity.board,
    version: VERSION,
    node: process.versions.node,
    gstreamer: info.gstreamer,
    kernel: release(),
    pid: process.pid,
    nowMs: clock.nowMs(),
    startedMs: identity.startedMs,
    uptimeS: Math.floor(process.uptime()),
    privacy: settings.get('privacy.on'),
    media: {
      phase: info.phase,
      camera: info.camera,
      microphone: info.microphone,
      restarts: info.restarts,
      pid,
      main: stream(media, 'main'),
      sub: stream(media, 'sub'),
    },
    link: link?.info() ?? null,
    lights: { status: statusLight.condition, indicator: indicator.isLit, infrared: nightVision.isInfraredOn },
    view: { now: nightVision.view, mode: settings.get('night.mode'), luma: nightVision.luma },
    watch: options.watch.state,
    uploads: options.cloudRecording.status(),
    updates: options.updates.status(),
    started: startReason.reason,
    wifi: options.wifi ? wifiAnswer(await options.wifi.status()) : null,
    viewers: { now: live.sessions().length, most: settings.get('live.maxViewers') },
    lastEvent: history.recent(1)[0] ?? null,
    machine: { temperatureC, memory, cpuPercent, daemonBytes, mediaBytes },
    faults: health.faults(),
  };
}

function stream(media: Media, name: VideoStream): StreamAnswer | null {
  const encoder = media.info().encoders[name];
  if (!encoder) return null;
  const { fps, kbps, gopMs } = streamFigures(media.ring, name);
  return { ...encoder, measuredFps: fps, measuredKbps: kbps, gopMs };
}

function audio(media: Media): StreamsAnswer['audio'] {
  const { fps, kbps } = streamFigures(media.ring, 'audio');
  return { packetsPerSecond: fps, kbps };
}
