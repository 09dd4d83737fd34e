/** One envelope of every kind with every field filled: for the contract's tests. */
import { v1 } from './messages.ts';

const SETTINGS: v1.ISettingValue[] = [
  { key: 'privacy.on', flag: false },
  { key: 'video.bitrateKbps', number: 2000 },
  { key: 'device.name', text: 'Haustür 🚪' },
];
const SNAPSHOT: v1.ISnapshot = {
  jpeg: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 3, 0xff, 0xd9]),
  width: 1280,
  height: 720,
  takenMs: 1_790_000_000_123,
};
const VIDEO: v1.IVideoState = {
  encoder: 'x264enc',
  encoderReason: 'v4l2h264enc: no device',
  width: 1280,
  height: 720,
  fps: 29.97,
  bitrateKbps: 2000,
  source: 'scene',
};
const UPDATE: v1.IUpdateState = {
  phase: 'reconcile',
  version: '1.3.0',
  offered: '1.4.0',
  security: true,
  progressPercent: 45,
  waitsFor: 'window',
  code: 'source-failed',
  message: 'The update server has a fault of its own.',
  slot: 'A',
};
const SESSION = '0b8f5f0e-6f5c-4d0a-9a55-6f4a7c1f0e01';
const reply = (result: v1.IReply): v1.IReply => ({
  status: v1.ReplyStatus.REPLY_STATUS_DONE,
  code: 'x',
  message: 'y',
  ...result,
});
const command = (action: v1.ICommand): v1.ICommand => ({ expiresMs: 1_790_000_060_000, ...action });

const BODIES: Record<string, v1.IEnvelope> = {
  status: { status: { online: true, reason: v1.StatusReason.STATUS_REASON_CONNECTED } },
  state: {
    state: {
      name: 'Front door',
      product: v1.Product.PRODUCT_DOORBELL,
      board: 'host',
      versions: { firmware: '0.1.0', node: '22.22.0', gstreamer: '1.24.13', kernel: '6.6', protocol: 1 },
      video: VIDEO,
      subVideo: { ...VIDEO, width: 640, height: 360 },
      audio: { codec: 'opus', sampleRateHz: 48_000, source: 'tone', on: true },
      settings: SETTINGS,
      settingsRevision: 12,
      faults: [
        {
          component: 'camera',
          code: 'device-missing',
          message: 'No camera.',
          remedy: 'Plug it in.',
          sinceMs: 5,
        },
      ],
      startedMs: 1_790_000_000_000,
      capabilities: ['ring', 'live', 'snapshot'],
      update: UPDATE,
    },
  },
  event: {
    event: {
      id: SESSION,
      kind: v1.EventKind.EVENT_KIND_RING,
      phase: v1.EventPhase.EVENT_PHASE_SNAPSHOT,
      startedMs: 1_790_000_000_000,
      endedMs: 1_790_000_010_000,
      presses: 3,
      snapshot: SNAPSHOT,
      labels: ['ring'],
      zones: ['Path', 'Tor ⛩'],
      peak: 0.75,
      quiet: true,
      clipFromMs: 1_789_999_992_000,
      clipToMs: 1_790_000_013_000,
      update: {
        outcome: v1.UpdateOutcome.UPDATE_OUTCOME_ROLLED_BACK,
        version: '1.4.0',
        from: '1.3.0',
        security: true,
        blocksKept: 12,
        blocksCopied: 15_000,
        blocksFetched: 120,
        fetchedBytes: 491_520,
        writtenBytes: 61_931_520,
        code: 'no-picture',
        reason: 'The camera gives no picture with the new version.',
      },
    },
  },
  telemetry: {
    telemetry: {
      uptimeS: 86_400,
      temperatureC: -12.5,
      memoryUsedBytes: 120_000_000,
      memoryTotalBytes: 256_000_000,
      cpuPercent: 41.5,
      mainFps: 30,
      mainBitrateKbps: 1990,
      subBitrateKbps: 310,
      viewers: 2,
      outboxMessages: 1,
      outboxBytes: 100,
      mediaRestarts: 1,
      droppedMessages: 4,
      daemonMemoryBytes: 70_000_000,
      mediaMemoryBytes: 80_000_000,
    },
  },
  'reply-snapshot': { reply: reply({ snapshot: SNAPSHOT }) },
  'reply-settings': { reply: reply({ settings: { revision: 3, values: SETTINGS } }) },
  'reply-update': { reply: reply({ update: UPDATE }) },
  'reply-pong': { reply: reply({ pong: { payload: Buffer.from('hi') } }) },
  'signal-offer': {
    signal: {
      sessionId: SESSION,
      offer: {
        sdp: 'v=0\r\n',
        iceServers: [{ url: 'turn:turn.example:3478?transport=udp', username: 'u', credential: 'c' }],
        quality: v1.Quality.QUALITY_LIGHT,
        recordings: true,
      },
    },
  },
  'signal-answer': { signal: { sessionId: SESSION, answer: { sdp: 'v=0\r\n' } } },
  'signal-candidate': {
    signal: {
      sessionId: SESSION,
      candidate: { candidate: 'candidate:1 1 UDP 1 192.0.2.1 9 typ host', mid: '0' },
    },
  },
  'signal-bye': { signal: { sessionId: SESSION, bye: { reason: 'done' } } },
  'signal-refusal': { signal: { sessionId: SESSION, refusal: { code: 'busy', message: 'Too many.' } } },
  log: { log: { level: 'warn', component: 'media', message: 'restarted', code: 'media-exit' } },
  'command-snapshot': { command: command({ snapshot: { width: 640 } }) },
  'command-settings': { command: command({ settings: { revision: 4, values: SETTINGS } }) },
  'command-restart': { command: command({ restart: { what: 'media' } }) },
  'command-identify': { command: command({ identify: { seconds: 10 } }) },
  'command-ping': { command: command({ ping: { payload: Buffer.from('hi') } }) },
  'command-update': {
    command: command({ update: { action: v1.UpdateAction.UPDATE_ACTION_POSTPONE, hours: 48 } }),
  },
  'command-cloud-recording': {
    command: command({
      cloudRecording: {
        on: true,
        uploadUrl: 'https://cloud.example/device/clips',
        uploadToken: 'token',
        expiresMs: 1_790_000_060_000,
        keys: { text: '{"household":"home","revision":1,"keys":[]}', signedBy: 'a', signature: 'b' },
        maxKbps: 2000,
      },
    }),
  },
  settings: { settings: { revision: 5, values: SETTINGS } },
};

export interface Sample {
  /** Such as "signal-offer". */
  name: string;
  /** The topics it may stand on. */
  on: { direction: 'up' | 'down'; name: string; deviceId: string };
  envelope: v1.IEnvelope;
}

export const SAMPLES: readonly Sample[] = Object.entries(BODIES).map(([name, body]) => {
  const topic = name.split('-')[0]!;
  const direction = topic === 'command' || topic === 'settings' ? 'down' : 'up';
  return {
    name,
    on: { direction, name: topic, deviceId: 'front-door-1' },
    envelope: {
      deviceId: 'front-door-1',
      bootEpoch: 1_790_000_000,
      seq: 42,
      timeMs: 1_790_000_000_000,
      clockQuality: v1.ClockQuality.CLOCK_QUALITY_SYNCED,
      correlationId: 'c-1',
      traceId: '0123456789abcdef0123456789abcdef',
      delayMs: 17,
      late: true,
      ...body,
    },
  };
});
