/** The household of the simulated cloud: three devices, a few days of rings, figures that breathe. */
import { randomUUID } from 'node:crypto';
import type { Device, DeviceEvent, DeviceState, DeviceTelemetry } from '../api.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Device to the drawn scene that is its newest picture. */
export const PICTURES: Record<string, string> = {
  'doorbell-front': 'porch-dusk',
  'camera-driveway': 'drive-dusk',
  'camera-garage': 'garage-day',
};

/** Scenes of the front door's rings, in turn. */
export const RING_PICTURES = ['porch-visitor', 'porch-parcel', 'porch-pup', 'porch-day'];

/** What a device reports as long as nobody has changed anything, but for its name. */
const SETTINGS: DeviceState['settings'] = {
  'privacy.on': false,
  'video.bitrateKbps': 2000,
  'microphone.on': true,
  'motion.on': true,
  'motion.notify': true,
  'motion.sensitivity': 5,
  'motion.minSizePercent': 0,
  'motion.minSeconds': 0,
  'motion.schedule': '',
  'sound.on': false,
  'sound.notify': true,
  'sound.sensitivity': 5,
  'sound.minSeconds': 0,
  'sound.kinds': 'dog,baby,loud',
  'sound.schedule': '',
  'tamper.on': true,
  'tamper.notify': true,
  'alarm.leastSeconds': 3,
  'alarm.quietSeconds': 3,
  'alarm.mostSeconds': 60,
  'alarm.blindSeconds': 5,
  'notify.snoozeUntilMs': 0,
  'zones.list': '',
  'cloud.recording': true,
  'record.mode': 'continuous',
  'record.days': 2,
};

/** Zones of the front door, over its picture. */
export const FRONT_ZONES = JSON.stringify([
  {
    name: 'Path',
    use: 'motion',
    points: [
      [0.41, 0.63],
      [0.55, 0.63],
      [0.72, 0.98],
      [0.27, 0.98],
    ],
  },
  {
    name: 'Street',
    use: 'ignore',
    points: [
      [0.1, 0.52],
      [0.9, 0.52],
      [0.9, 0.6],
      [0.1, 0.6],
    ],
  },
  {
    name: 'Window across',
    use: 'privacy',
    points: [
      [0.66, 0.43],
      [0.8, 0.43],
      [0.8, 0.52],
      [0.66, 0.52],
    ],
  },
]);

export function simulatedDevices(nowMs: number): Device[] {
  const today = new Date(nowMs).setHours(14, 2, 0, 0);
  const silentSinceMs = today > nowMs ? today - DAY_MS : today;
  return [
    withZones(
      device({ id: 'doorbell-front', name: 'Front door', product: 'doorbell', nowMs, upS: 1_051_200 }),
    ),
    device({ id: 'camera-driveway', name: 'Driveway', product: 'camera', nowMs, upS: 93_600 }),
    {
      ...device({ id: 'camera-garage', name: 'Garage', product: 'camera', nowMs: silentSinceMs, upS: 7200 }),
      online: false,
      sinceMs: silentSinceMs,
    },
  ];
}

function withZones(device: Device): Device {
  const state = device.state!;
  return { ...device, state: { ...state, settings: { ...state.settings, 'zones.list': FRONT_ZONES } } };
}

function device(options: {
  id: string;
  name: string;
  product: Device['product'];
  nowMs: number;
  upS: number;
}): Device {
  const { id, name, product, nowMs, upS } = options;
  return {
    id,
    name,
    product,
    online: true,
    sinceMs: nowMs - upS * 1000,
    state: simulatedState(name, nowMs - upS * 1000),
    telemetry: simulatedTelemetry(nowMs, upS),
    pictureMs: nowMs - 6 * MINUTE_MS,
  };
}

function simulatedState(name: string, startedMs: number): DeviceState {
  const main = { encoder: 'x264enc', encoderReason: 'v4l2h264enc: no /dev/video11 on this board' };
  return {
    board: 'host',
    versions: { firmware: '0.1.0', node: '22.22.0', gstreamer: '1.22.0', kernel: '6.6.52', protocol: 1 },
    video: { ...main, width: 1280, height: 720, fps: 30, bitrateKbps: 2000, source: 'scene' },
    subVideo: { ...main, width: 640, height: 360, fps: 15, bitrateKbps: 400, source: 'scene' },
    audio: { codec: 'Opus', sampleRateHz: 48_000, source: 'tone', on: true },
    settings: { ...SETTINGS, 'device.name': name },
    settingsRevision: 1,
    faults: [],
    startedMs,
    capabilities: ['live', 'snapshot', 'ring', 'identify'],
    update: {
      ...{ phase: 'idle', version: '0.1.0', offered: '', security: false, progressPercent: 0 },
      ...{ waitsFor: '', code: '', message: '', slot: 'A' },
    },
  };
}

/** Figures that breathe a little with time, the same for the same time. */
export function simulatedTelemetry(atMs: number, uptimeS: number): DeviceTelemetry {
  const t = atMs / 10_000;
  const sway = (mean: number, by: number, pace: number) =>
    mean + by * Math.sin(t / pace) + by * 0.4 * Math.sin(t * 1.7 + pace);
  return {
    atMs,
    uptimeS,
    temperatureC: sway(46, 2.5, 9),
    memoryUsedBytes: sway(121e6, 3e6, 7),
    memoryTotalBytes: 256e6,
    daemonMemoryBytes: 61e6,
    mediaMemoryBytes: 68e6,
    cpuPercent: sway(27, 4, 3),
    mainFps: 30,
    mainBitrateKbps: sway(2020, 180, 2),
    subBitrateKbps: sway(400, 30, 2),
    viewers: 0,
    outboxMessages: 0,
    mediaRestarts: 0,
  };
}

/** What happens at a door, in turn; the first two are rings. */
const HAPPENINGS: Partial<DeviceEvent>[] = [
  { kind: 'ring' },
  { kind: 'ring' },
  { kind: 'motion', labels: ['motion'], zones: ['Path'] },
  { kind: 'ring' },
  { kind: 'sound', labels: ['dog', 'loud'], quiet: true },
  { kind: 'motion', labels: ['motion'], zones: ['Path', 'Gate'] },
  { kind: 'tamper', labels: ['covered'] },
  { kind: 'sound', labels: ['baby'] },
];

/** Events of the last days, newest first. */
export function simulatedEvents(nowMs: number, count = 14): DeviceEvent[] {
  const gapsMin = [22, 190, 420, 1020, 1290, 1500, 2300, 2900, 3600, 4200, 5100];
  return Array.from({ length: count }, (_, i) => {
    const agoMin = gapsMin[i] ?? 5100 + (i - gapsMin.length + 1) * 311;
    const late = i === 3;
    const startedMs = nowMs - agoMin * MINUTE_MS;
    return simulatedRing({
      startedMs,
      ...HAPPENINGS[i % HAPPENINGS.length],
      receivedMs: late ? startedMs + 47 * MINUTE_MS : startedMs + 120,
      presses: i === 1 ? 3 : 1,
      late,
      snapshot: i !== 5,
      seen: i > 1,
    });
  });
}

export function simulatedRing(event: Partial<DeviceEvent> & { startedMs: number }): DeviceEvent {
  return {
    id: randomUUID(),
    deviceId: 'doorbell-front',
    kind: 'ring',
    endedMs: event.startedMs + 10_000,
    presses: 1,
    late: false,
    receivedMs: event.startedMs + 120,
    labels: [event.kind ?? 'ring'],
    zones: [],
    peak: 1,
    quiet: false,
    clip: null,
    snapshotMs: event.snapshot ? event.startedMs + 60 : null,
    snapshot: false,
    seen: false,
    ...event,
  };
}
