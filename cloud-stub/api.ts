/**
 * What the HTTP door speaks with the console (JSON). Types only: shared by the server and the browser.
 *
 *   POST   /api/session              {token} -> Session   one-time token from the sign-in link; sets the cookie
 *   GET    /api/session              Session, 401 when not signed in
 *   DELETE /api/session              signs out
 *   GET    /api/devices              {devices: Device[]}
 *   GET    /api/devices/:id          Device
 *   PUT    /api/devices/:id/settings {values} -> {revision}   wished for; reaches the device when it is back
 *   POST   /api/devices/:id/commands CommandRequest -> CommandReply   waits for the reply, 10 s at most
 *   POST   /api/devices/:id/signal   SignalRequest -> 202; what the device says comes by the stream
 *   GET    /api/devices/:id/picture  image/jpeg, the newest picture known; 404 when there is none
 *   GET    /api/events?limit&before&device   EventPage, newest first
 *   POST   /api/events/seen          {ids: string[] | "all"} -> {unseen: number}
 *   GET    /api/events/:id/snapshot  image/jpeg
 *   GET    /api/devices/:id/clips?limit&before   ClipPage, newest first
 *   GET    /api/clips/:id            the sealed bytes, also by Range: docs/sealed-clips.md
 *   DELETE /api/clips/:id            204
 *   GET    /api/keys                 HouseholdKeyList
 *   PUT    /api/keys                 SignedKeyList -> {revision}
 *   GET    /api/album?limit&before&favourites&kind   AlbumPage, newest first
 *   POST   /api/album?device&takenMs&source[&event&width&height&durationMs]   image/jpeg or video/mp4 -> AlbumItem
 *   POST   /api/album/keep           KeepRequest -> AlbumItem   a picture the cloud has, or has the device take
 *   POST   /api/album/delete         {ids} -> {deleted}   at most 200 at once
 *   GET    /api/album/:id            AlbumItem
 *   PATCH  /api/album/:id            {favourite?, caption?} -> AlbumItem
 *   DELETE /api/album/:id            204
 *   GET    /api/album/:id/file       image/jpeg or video/mp4, by ranges too
 *   GET    /api/album/:id/thumbnail  image/jpeg; 404 when there is none
 *   PUT    /api/album/:id/thumbnail  image/jpeg -> AlbumItem   of a clip: a frame, once
 *   GET    /api/album/:id/links      {links: AlbumLink[]}
 *   POST   /api/album/:id/links      {days?} -> {link: AlbumLink, path}   7 days when not said, 30 at most
 *   DELETE /api/album/:id/links/:link   204; it leads nowhere from now on
 *   GET    /api/packages             PackageOffer
 *   GET    /api/devices/:id/package  DevicePackage
 *   DELETE /api/devices/:id/package  DevicePackage   the device sends no more, and its clips are deleted
 *   GET    /api/devices/:id/deletions?limit&before   {deletions: ClipDeletion[], next}, newest first
 *   GET    /api/devices/:id/orders?limit&before      {orders: Order[], next}, newest first
 *   POST   /api/devices/:id/orders   {product} -> {order: Order, pay}   `pay`: where to go on; null when it is paid
 *   GET    /api/orders/:number       Order, as the payment provider knows it now
 *   POST   /api/payments/:number/callback   204; for the payment provider: something has changed
 *   GET    /api/test-payments/:number       TestPaymentPage; with --payment test alone
 *   POST   /api/test-payments/:number       {decision: "pay" | "refuse"} -> Order
 *   GET    /api/stream               server-sent events, see StreamMessage
 *   GET    /healthz                  Health; 503 when something is wrong
 *   GET    /openapi.json
 *
 * Errors: status 4xx or 5xx with Problem. Every list has a limit and a cursor. Changes need the
 * header `X-Requested-With: pupsentry` (no other origin can set it).
 */

export interface Problem {
  /** Stable word, such as "not-signed-in", "no-such-device", "device-offline", "timeout". */
  code: string;
  /** A sentence for people. */
  message: string;
}

export interface Session {
  household: { name: string };
  user: { name: string; role: 'owner' | 'guest' };
  iceServers: { urls: string; username?: string; credential?: string }[];
}

export interface Device {
  id: string;
  name: string;
  product: 'doorbell' | 'camera';
  online: boolean;
  /** When `online` last changed, ms. */
  sinceMs: number;
  /** Last retained state, null before the first one. */
  state: DeviceState | null;
  telemetry: DeviceTelemetry | null;
  /** When the newest picture was taken, ms; null when there is none. Fetch it at /api/devices/:id/picture?v=<pictureMs>. */
  pictureMs: number | null;
}

export interface DeviceState {
  board: string;
  versions: { firmware: string; node: string; gstreamer: string; kernel: string; protocol: number };
  video: VideoState | null;
  subVideo: VideoState | null;
  audio: { codec: string; sampleRateHz: number; source: string; on: boolean } | null;
  settings: Record<string, boolean | number | string>;
  settingsRevision: number;
  faults: { component: string; code: string; message: string; remedy: string; sinceMs: number }[];
  startedMs: number;
  capabilities: string[];
  /** Null: updates are not set up, or it has not said anything of them. */
  update: DeviceUpdate | null;
}

/** How a device stands with updates: UpdateState of protocol/pupsentry.proto, word for word. */
export interface DeviceUpdate {
  /** Such as "idle", "offered", "reconcile", "trial". */
  phase: string;
  /** What runs. */
  version: string;
  /** Offered, on its way or on trial; empty when nothing is. */
  offered: string;
  security: boolean;
  /** Of what is being installed or read back, in steps of 5. */
  progressPercent: number;
  /** "consent", "postponed", "metered", "window", "busy"; empty when it does not wait. */
  waitsFor: string;
  /** What went wrong last, and the same for people; empty when nothing did. */
  code: string;
  message: string;
  /** "A" or "B". */
  slot: string;
}

export interface VideoState {
  encoder: string;
  encoderReason: string;
  width: number;
  height: number;
  fps: number;
  bitrateKbps: number;
  source: string;
}

export interface DeviceTelemetry {
  atMs: number;
  uptimeS: number;
  temperatureC: number | null;
  memoryUsedBytes: number;
  memoryTotalBytes: number;
  daemonMemoryBytes: number;
  mediaMemoryBytes: number;
  cpuPercent: number;
  mainFps: number;
  mainBitrateKbps: number;
  subBitrateKbps: number;
  viewers: number;
  outboxMessages: number;
  mediaRestarts: number;
}

export interface DeviceEvent {
  id: string;
  deviceId: string;
  kind: 'ring' | 'motion' | 'sound' | 'tamper';
  startedMs: number;
  endedMs: number | null;
  presses: number;
  /** It reached the cloud more than 10 s after it happened. */
  late: boolean;
  receivedMs: number;
  /** What it was, the surest first: "ring"; "motion"; "dog", "baby", "loud"; "covered", "defocused", "turned", "no-picture". */
  labels: string[];
  /** Names of the zones that it was in. */
  zones: string[];
  /** How clear it was at its clearest, 0 to 1. */
  peak: number;
  /** Kept, but nobody was to be notified. */
  quiet: boolean;
  /** What the device has recorded of it; null while it lasts, and when nothing is recorded. */
  clip: { fromMs: number; toMs: number } | null;
  snapshot: boolean;
  /** When its picture was taken; a clearer one may follow. Null when there is none. */
  snapshotMs: number | null;
  seen: boolean;
}

export interface EventPage {
  events: DeviceEvent[];
  /** Give it as `before` for the next page; null at the end. */
  next: string | null;
  unseen: number;
}

/** What is known of a sealed clip without opening it. */
export interface CloudClip {
  id: string;
  deviceId: string;
  eventId: string;
  createdMs: number;
  /** All of it. */
  bytes: number;
  /** The first bytes hold description and thumbnail. */
  headBytes: number;
  state: 'receiving' | 'complete';
}

export interface ClipPage {
  clips: CloudClip[];
  /** Give it as `before` for the next page; null at the end. */
  next: string | null;
}

/** The household's public keys, signed by one of them (protocol/sealed/key-list.ts). */
export interface SignedKeyList {
  text: string;
  signedBy: string;
  signature: string;
}

export interface HouseholdKeyList {
  /** Id of the household, which the list has to name. */
  household: string;
  /** Null before the first key. */
  list: SignedKeyList | null;
}

export type CommandRequest =
  | { action: 'snapshot'; width?: number }
  | { action: 'settings'; values: Record<string, boolean | number | string> }
  | { action: 'restart'; what?: 'device' | 'media' }
  | { action: 'identify'; seconds?: number }
  | { action: 'ping' };

export interface CommandReply {
  status: 'done' | 'refused' | 'failed';
  code: string;
  message: string;
  /** Round trip between stub and device, ms. */
  tookMs: number;
  settings?: Record<string, boolean | number | string>;
  /** For "snapshot": when it was taken; the picture is then the device's newest. */
  pictureMs?: number;
}

export type SignalRequest = { sessionId: string } & (
  | { offer: { sdp: string; quality?: 'auto' | 'sharp' | 'light' } }
  | { candidate: { candidate: string; mid: string } }
  | { bye: { reason: string } }
);

/** What the device answers in a live session. */
export type SignalMessage = { deviceId: string; sessionId: string } & (
  | { answer: { sdp: string } }
  | { candidate: { candidate: string; mid: string } }
  | { bye: { reason: string } }
  | { refusal: { code: string; message: string } }
);

/** One server-sent event: `event:` is the type, `data:` the JSON. After a reconnect, fetch the lists anew. */
export type StreamMessage =
  | { type: 'device'; data: Device }
  | { type: 'telemetry'; data: { deviceId: string; telemetry: DeviceTelemetry } }
  | { type: 'event'; data: DeviceEvent }
  | { type: 'signal'; data: SignalMessage }
  | { type: 'album'; data: AlbumChange }
  | { type: 'package'; data: DevicePackage };

export interface Health {
  ok: boolean;
  broker: 'connected' | 'connecting' | 'down';
  database: 'ok' | 'failed';
  version: string;
  uptimeS: number;
  /** Malformed messages of devices, since the start. */
  droppedMessages: number;
}

/** What somebody chose to keep. */
export interface AlbumItem {
  id: string;
  kind: 'picture' | 'clip';
  deviceId: string;
  /** As it was called then. */
  deviceName: string;
  source: 'live' | 'playback' | 'event';
  eventId: string | null;
  takenMs: number;
  keptMs: number;
  /** Who kept it: a name. */
  keptBy: string;
  caption: string;
  favourite: boolean;
  bytes: number;
  /** Pixels, the right way up; null when nobody said. */
  width: number | null;
  height: number | null;
  durationMs: number | null;
  thumbnail: boolean;
  /** How many links lead to it. */
  links: number;
}

export interface AlbumUsage {
  items: number;
  bytes: number;
  maxItems: number;
  maxBytes: number;
}

export interface AlbumPage {
  items: AlbumItem[];
  /** Give it as `before` for the next page; null at the end. */
  next: string | null;
  usage: AlbumUsage;
}

/** Something kept or changed, or deleted (by id). */
export interface AlbumChange {
  items: AlbumItem[];
  removed: string[];
}

/**
 * The picture of an event; or of a device: the newest one, when it is still that of `pictureMs`, or one that is
 * taken now.
 */
export type KeepRequest = { eventId: string } | { deviceId: string; pictureMs?: number };

export interface AlbumLink {
  id: string;
  /** Who made it: a name. */
  by: string;
  createdMs: number;
  expiresMs: number;
  /** How often its page was opened, and when last. */
  opened: number;
  openedMs: number | null;
}

/** Cloud recording of one device for one period. */
export interface Package {
  id: string;
  name: string;
  daysKept: number;
  /** In the smallest unit of the currency; 0: to try, once for each device. */
  priceMinor: number;
  /** ISO 4217. */
  currency: string;
  periodDays: number;
}

export interface PackageOffer {
  packages: Package[];
  /** Who takes the money: "none", "test" or a company. */
  payment: { provider: string; canOrder: boolean };
}

export interface DevicePackage {
  deviceId: string;
  /** grace: lapsed, clips can still be seen; erasing and ended: they go, they are gone. */
  state: 'none' | 'active' | 'grace' | 'erasing' | 'ended';
  product: string | null;
  daysKept: number;
  paidUntilMs: number | null;
  /** In grace: when its clips are deleted. */
  eraseAtMs: number | null;
  /** A smaller package was ordered: from then on clips are kept for so many days. */
  shrink: { daysKept: number; atMs: number } | null;
  trialUsed: boolean;
}

export interface Order {
  number: string;
  deviceId: string | null;
  product: string;
  amountMinor: number;
  currency: string;
  status: 'open' | 'paid' | 'refused' | 'expired';
  createdMs: number;
  changedMs: number;
}

/** Clips deleted on one day for one reason. */
export interface ClipDeletion {
  reason: 'retention' | 'downgrade' | 'lapse' | 'withdrawn';
  firstMs: number;
  lastMs: number;
  clips: number;
  bytes: number;
}

export interface TestPaymentPage {
  number: string;
  description: string;
  amountMinor: number;
  currency: string;
}
