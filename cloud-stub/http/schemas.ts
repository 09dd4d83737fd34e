/** The bodies of api.ts as JSON schemas: checked on the way in, serialised on the way out, documented. */
import { Type, type Static, type TSchema } from '@sinclair/typebox';
import type * as api from '../api.ts';
import { MAX_SETTING_TEXT } from '../ingest/bounds.ts';

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const TimeMs = (description: string) => Type.Number({ description: `${description}, ms since 1970` });
export const DeviceId = Type.String({ pattern: '^[a-z0-9-]{8,40}$' });
export const Uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });
const SettingValues = Type.Record(
  Type.String({ minLength: 1, maxLength: 60 }),
  Type.Union([Type.Boolean(), Type.Number(), Type.String({ maxLength: MAX_SETTING_TEXT })]),
  { minProperties: 1, maxProperties: 100 },
);
/** As SettingValues, on the way out. */
const ReportedValues = Type.Record(Type.String(), Type.Union([Type.Boolean(), Type.Number(), Type.String()]));

export const ProblemSchema = Type.Object(
  {
    code: Type.String({ description: 'Stable word for programs.' }),
    message: Type.String({ description: 'A sentence for people.' }),
  },
  { $id: 'Problem' },
);

export const SessionSchema = Type.Object(
  {
    household: Type.Object({ name: Type.String() }),
    user: Type.Object({
      name: Type.String(),
      role: Type.Union([Type.Literal('owner'), Type.Literal('guest')]),
    }),
    iceServers: Type.Array(
      Type.Object({
        urls: Type.String(),
        username: Type.Optional(Type.String()),
        credential: Type.Optional(Type.String()),
      }),
    ),
  },
  { $id: 'Session' },
);

const VideoStateSchema = Type.Object({
  encoder: Type.String(),
  encoderReason: Type.String(),
  width: Type.Number(),
  height: Type.Number(),
  fps: Type.Number(),
  bitrateKbps: Type.Number(),
  source: Type.String(),
});

const DeviceStateSchema = Type.Object({
  board: Type.String(),
  versions: Type.Object({
    firmware: Type.String(),
    node: Type.String(),
    gstreamer: Type.String(),
    kernel: Type.String(),
    protocol: Type.Number(),
  }),
  video: Nullable(VideoStateSchema),
  subVideo: Nullable(VideoStateSchema),
  audio: Nullable(
    Type.Object({
      codec: Type.String(),
      sampleRateHz: Type.Number(),
      source: Type.String(),
      on: Type.Boolean(),
    }),
  ),
  settings: ReportedValues,
  settingsRevision: Type.Number(),
  faults: Type.Array(
    Type.Object({
      component: Type.String(),
      code: Type.String(),
      message: Type.String(),
      remedy: Type.String(),
      sinceMs: TimeMs('When it began'),
    }),
  ),
  startedMs: TimeMs('When the daemon started'),
  capabilities: Type.Array(Type.String()),
  update: Nullable(
    Type.Object({
      phase: Type.String(),
      version: Type.String(),
      offered: Type.String(),
      security: Type.Boolean(),
      progressPercent: Type.Number(),
      waitsFor: Type.String(),
      code: Type.String(),
      message: Type.String(),
      slot: Type.String(),
    }),
  ),
});

const DeviceTelemetrySchema = Type.Object({
  atMs: TimeMs('When it arrived'),
  uptimeS: Type.Number(),
  temperatureC: Nullable(Type.Number()),
  memoryUsedBytes: Type.Number(),
  memoryTotalBytes: Type.Number(),
  daemonMemoryBytes: Type.Number(),
  mediaMemoryBytes: Type.Number(),
  cpuPercent: Type.Number(),
  mainFps: Type.Number(),
  mainBitrateKbps: Type.Number(),
  subBitrateKbps: Type.Number(),
  viewers: Type.Number(),
  outboxMessages: Type.Number(),
  mediaRestarts: Type.Number(),
});

export const DeviceSchema = Type.Object(
  {
    id: DeviceId,
    name: Type.String(),
    product: Type.Union([Type.Literal('doorbell'), Type.Literal('camera')]),
    online: Type.Boolean(),
    sinceMs: TimeMs('When `online` last changed'),
    state: Nullable(DeviceStateSchema),
    telemetry: Nullable(DeviceTelemetrySchema),
    pictureMs: Nullable(TimeMs('When the newest picture was taken')),
  },
  { $id: 'Device' },
);

export const DeviceEventSchema = Type.Object(
  {
    id: Uuid,
    deviceId: DeviceId,
    kind: Type.Union([
      Type.Literal('ring'),
      Type.Literal('motion'),
      Type.Literal('sound'),
      Type.Literal('tamper'),
    ]),
    startedMs: TimeMs('When it began'),
    endedMs: Nullable(TimeMs('When it ended')),
    presses: Type.Number(),
    late: Type.Boolean({ description: 'It reached the cloud more than 10 s after it happened.' }),
    receivedMs: TimeMs('When it reached the cloud'),
    labels: Type.Array(Type.String(), { description: 'What it was, the surest first.' }),
    zones: Type.Array(Type.String(), { description: 'Names of the zones that it was in.' }),
    peak: Type.Number({ description: 'How clear it was at its clearest, 0 to 1.' }),
    quiet: Type.Boolean({ description: 'Kept, but nobody was to be notified.' }),
    clip: Nullable(Type.Object({ fromMs: TimeMs('From'), toMs: TimeMs('To') })),
    snapshot: Type.Boolean({ description: 'There is a picture.' }),
    snapshotMs: Nullable(TimeMs('When its picture was taken')),
    seen: Type.Boolean(),
  },
  { $id: 'Event' },
);

export const EventPageSchema = Type.Object({
  events: Type.Array(Type.Unsafe<api.DeviceEvent>(Type.Ref('Event'))),
  next: Nullable(Type.String()),
  unseen: Type.Number(),
});

export const CommandRequestSchema = Type.Union([
  Type.Object(
    {
      action: Type.Literal('snapshot'),
      width: Type.Optional(Type.Integer({ minimum: 0, maximum: 7680 })),
    },
    { additionalProperties: false },
  ),
  Type.Object({ action: Type.Literal('settings'), values: SettingValues }, { additionalProperties: false }),
  Type.Object(
    {
      action: Type.Literal('restart'),
      what: Type.Optional(Type.Union([Type.Literal('device'), Type.Literal('media')])),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      action: Type.Literal('identify'),
      seconds: Type.Optional(Type.Integer({ minimum: 0, maximum: 60 })),
    },
    { additionalProperties: false },
  ),
  Type.Object({ action: Type.Literal('ping') }, { additionalProperties: false }),
]);

export const CommandReplySchema = Type.Object({
  status: Type.Union([Type.Literal('done'), Type.Literal('refused'), Type.Literal('failed')]),
  code: Type.String(),
  message: Type.String(),
  tookMs: Type.Number(),
  settings: Type.Optional(ReportedValues),
  pictureMs: Type.Optional(TimeMs('When the picture was taken')),
});

export const SettingsRequestSchema = Type.Object({ values: SettingValues }, { additionalProperties: false });

const ofSession = { sessionId: Uuid };
const Sdp = Type.String({ minLength: 1, maxLength: 64 * 1024 });
export const SignalRequestSchema = Type.Union([
  Type.Object(
    {
      ...ofSession,
      offer: Type.Object(
        {
          sdp: Sdp,
          quality: Type.Optional(
            Type.Union([Type.Literal('auto'), Type.Literal('sharp'), Type.Literal('light')]),
          ),
        },
        { additionalProperties: false },
      ),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      ...ofSession,
      candidate: Type.Object(
        { candidate: Type.String({ maxLength: 2000 }), mid: Type.String({ maxLength: 60 }) },
        { additionalProperties: false },
      ),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      ...ofSession,
      bye: Type.Object({ reason: Type.String({ maxLength: 300 }) }, { additionalProperties: false }),
    },
    { additionalProperties: false },
  ),
]);

export const EventQuerySchema = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
    before: Type.Optional(Type.String({ maxLength: 60, description: 'The `next` of the page before.' })),
    device: Type.Optional(DeviceId),
  },
  { additionalProperties: false },
);

export const ClipParamsSchema = Type.Object({ id: Uuid });
export const ClipQuerySchema = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 30 }),
    before: Type.Optional(Type.String({ maxLength: 60, description: 'The `next` of the page before.' })),
  },
  { additionalProperties: false },
);
export const ClipPageSchema = Type.Object({
  clips: Type.Array(
    Type.Object({
      id: Uuid,
      deviceId: DeviceId,
      eventId: Uuid,
      createdMs: TimeMs('When it begins'),
      bytes: Type.Number({ description: 'All of it, sealed.' }),
      headBytes: Type.Number({ description: 'The first bytes hold description and thumbnail.' }),
      state: Type.Union([Type.Literal('receiving'), Type.Literal('complete')]),
    }),
  ),
  next: Nullable(Type.String()),
});
export const SignedKeyListSchema = Type.Object(
  {
    text: Type.String({ maxLength: 16_384 }),
    signedBy: Type.String({ maxLength: 40 }),
    signature: Type.String({ maxLength: 100 }),
  },
  { additionalProperties: false },
);
export const HouseholdKeyListSchema = Type.Object({
  household: Type.String(),
  list: Nullable(SignedKeyListSchema),
});

export const SeenRequestSchema = Type.Object(
  { ids: Type.Union([Type.Literal('all'), Type.Array(Uuid, { maxItems: 500 })]) },
  { additionalProperties: false },
);

export const SignInRequestSchema = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
);

export const DeviceParamsSchema = Type.Object({ id: DeviceId });
export const EventParamsSchema = Type.Object({ id: Uuid });

export const HealthSchema = Type.Object({
  ok: Type.Boolean(),
  broker: Type.Union([Type.Literal('connected'), Type.Literal('connecting'), Type.Literal('down')]),
  database: Type.Union([Type.Literal('ok'), Type.Literal('failed')]),
  version: Type.String(),
  uptimeS: Type.Number(),
  droppedMessages: Type.Number({ description: 'Malformed messages of devices, since the start.' }),
});

/** Holds the schemas and api.ts together: does not compile when they differ. */
export type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
type Checked = [
  Same<Static<typeof ProblemSchema>, api.Problem>,
  Same<Static<typeof SessionSchema>, api.Session>,
  Same<Static<typeof DeviceSchema>, api.Device>,
  Same<Static<typeof DeviceEventSchema>, api.DeviceEvent>,
  Same<Static<typeof EventPageSchema>, api.EventPage>,
  Same<Static<typeof CommandRequestSchema>, api.CommandRequest>,
  Same<Static<typeof CommandReplySchema>, api.CommandReply>,
  Same<Static<typeof SignalRequestSchema>, api.SignalRequest>,
  Same<Static<typeof HealthSchema>, api.Health>,
  Same<Static<typeof ClipPageSchema>, api.ClipPage>,
  Same<Static<typeof HouseholdKeyListSchema>, api.HouseholdKeyList>,
];
export const SCHEMAS_FOLLOW_API: Checked = [true, true, true, true, true, true, true, true, true, true, true];
