/** What the methods of the control socket answer: shared by the daemon and pupsentryctl. */
import type { WifiSecurity, WifiState } from '#board/drivers/wifi/wifi-radio.ts';
import type { Fault } from '../care/faults.ts';
import type { HistoryEvent } from '../care/event-history.ts';
import type { MemoryFigures } from '../care/machine.ts';
import type { StartReason } from '../care/start-reason.ts';
import type { Watched, WatchState } from '../detect/watch.ts';
import type { View, ViewMode } from '../lights/day-night.ts';
import type { StatusCondition } from '../lights/status-pattern.ts';
import type { EncoderInfo, MediaInfo } from '../media/media.ts';
import type { LinkInfo } from '../link/link.ts';
import type { SessionStats } from '../live/session-stats.ts';
import type { ClipSummary } from '../record/clip.ts';
import type { RecordingsStatus } from '../record/recordings.ts';
import type { Span } from '../record/reader.ts';
import type { UploadStatus } from '../record/upload/uploads.ts';
import type { UpdateReport } from '#ota/agent/state.ts';
import type { UpdateStatus } from '#ota/agent/status.ts';
import type { NoUpdates } from '../care/updates.ts';
import type { SettingDescription } from '../settings/describe.ts';

export interface StatusAnswer {
  deviceId: string;
  name: string;
  product: 'doorbell' | 'camera';
  board: string;
  version: string;
  node: string;
  gstreamer: string;
  kernel: string;
  pid: number;
  /** The daemon's clock, ms: what the times here are relative to. */
  nowMs: number;
  startedMs: number;
  uptimeS: number;
  privacy: boolean;
  media: Pick<MediaInfo, 'phase' | 'camera' | 'microphone' | 'restarts'> & {
    pid: number | null;
    main: StreamAnswer | null;
    sub: StreamAnswer | null;
  };
  /** Null on a device without a cloud. */
  link: LinkInfo | null;
  /** What the status light says, and whether the others are lit; null where the board has none, or it fails. */
  lights: { status: StatusCondition; indicator: boolean | null; infrared: boolean };
  /** Mean luma, 0 to 255, of the last picture that was looked at for it; null when none is. */
  view: { now: View; mode: ViewMode; luma: number | null };
  /** What it watches for now, and why not what it does not. */
  watch: Readonly<Record<Watched, WatchState>>;
  uploads: UploadStatus;
  updates: UpdateStatus | NoUpdates;
  /** Null on a board without a radio of ours. */
  wifi: WifiAnswer | null;
  /** Null when it is not known. */
  started: StartReason | null;
  viewers: { now: number; most: number };
  lastEvent: HistoryEvent | null;
  machine: {
    temperatureC: number | null;
    memory: MemoryFigures | null;
    /** Of one core, both processes, over the last quarter of a second. */
    cpuPercent: number;
    daemonBytes: number | null;
    mediaBytes: number | null;
  };
  faults: Fault[];
}

export interface WifiAnswer {
  state: WifiState;
  ssid: string | null;
  signalDbm: number | null;
  frequencyMhz: number | null;
  /** IPv4; null until the network has given one. */
  ipAddress: string | null;
}

export interface WifiScanAnswer {
  /** The strongest first. */
  networks: {
    ssid: string;
    security: WifiSecurity;
    signalDbm: number;
    frequencyMhz: number;
    saved: boolean;
  }[];
}

export interface StreamAnswer extends EncoderInfo {
  measuredFps: number;
  measuredKbps: number;
  gopMs: number | null;
}

export interface StreamsAnswer {
  nowMs: number;
  main: StreamAnswer | null;
  sub: StreamAnswer | null;
  audio: { packetsPerSecond: number; kbps: number };
  ring: { spanMs: number; bytes: number; maxMs: number; maxBytes: number; readers: number };
  sessions: SessionStats[];
}

export interface EventsAnswer {
  nowMs: number;
  /** Newest first. */
  events: HistoryEvent[];
}

export interface SnapshotAnswer {
  width: number;
  height: number;
  takenMs: number;
  jpegBase64: string;
}

export interface SettingsAnswer {
  revision: number;
  settings: SettingDescription[];
}

export interface RestartAnswer {
  what: string;
}

export interface RecordingsAnswer {
  nowMs: number;
  /** Oldest first. */
  spans: Span[];
  /** More begin here; null when these are all. */
  nextMs: number | null;
  status: RecordingsStatus;
}

export interface UpdateAnswer {
  nowMs: number;
  status: UpdateStatus | NoUpdates;
}

export interface UpdatePostponeAnswer {
  untilMs: number;
}

export interface UpdateRollbackAnswer {
  /** That it goes back to. */
  version: string;
}

export interface UpdateHistoryAnswer {
  nowMs: number;
  /** Newest first. */
  updates: UpdateReport[];
}

export interface ClipOpenAnswer {
  id: number;
}

export interface ClipTakeAnswer {
  base64: string;
  /** Null until all of it was given. */
  summary: ClipSummary | null;
}
