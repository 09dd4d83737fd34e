/** State and telemetry as the console sees them. Pure. */
import { v1 } from '#protocol/messages.ts';
import type { Device, DeviceState, DeviceTelemetry, DeviceUpdate, VideoState } from '../api.ts';
import { count, figure, MAX_SETTING_TEXT, text, timeMs } from './bounds.ts';

const MAX_FAULTS = 20;
const MAX_SETTINGS = 200;
const MAX_CAPABILITIES = 50;

/** @returns the device's own name, or null when it says none */
export function readName(state: v1.IState): string | null {
  return text(state.name, 40).trim() || null;
}

export function readProduct(state: v1.IState): Device['product'] | null {
  if (state.product === v1.Product.PRODUCT_DOORBELL) return 'doorbell';
  if (state.product === v1.Product.PRODUCT_CAMERA) return 'camera';
  return null;
}

export function readState(state: v1.IState): DeviceState {
  const { versions, audio } = state;
  return {
    board: text(state.board, 60),
    versions: {
      firmware: text(versions?.firmware, 60),
      node: text(versions?.node, 60),
      gstreamer: text(versions?.gstreamer, 60),
      kernel: text(versions?.kernel, 120),
      protocol: count(versions?.protocol),
    },
    video: readVideo(state.video),
    subVideo: readVideo(state.subVideo),
    audio: audio
      ? {
          codec: text(audio.codec, 60),
          sampleRateHz: count(audio.sampleRateHz),
          source: text(audio.source, 300),
          on: audio.on ?? false,
        }
      : null,
    settings: readSettings(state.settings),
    settingsRevision: count(state.settingsRevision),
    faults: (state.faults ?? []).slice(0, MAX_FAULTS).map((fault) => ({
      component: text(fault.component, 40),
      code: text(fault.code, 60),
      message: text(fault.message, 300),
      remedy: text(fault.remedy, 300),
      sinceMs: timeMs(fault.sinceMs),
    })),
    startedMs: timeMs(state.startedMs),
    capabilities: (state.capabilities ?? []).slice(0, MAX_CAPABILITIES).map((word) => text(word, 40)),
    update: readUpdateState(state.update),
  };
}

function readUpdateState(update: v1.IUpdateState | null | undefined): DeviceUpdate | null {
  if (!update) return null;
  return {
    phase: text(update.phase, 40),
    version: text(update.version, 100),
    offered: text(update.offered, 100),
    security: update.security ?? false,
    progressPercent: count(update.progressPercent, 100),
    waitsFor: text(update.waitsFor, 40),
    code: text(update.code, 100),
    message: text(update.message, 500),
    slot: text(update.slot, 1),
  };
}

export function readSettings(values: v1.ISettingValue[] | null | undefined): DeviceState['settings'] {
  const settings: DeviceState['settings'] = {};
  for (const { key, flag, number, text: words } of (values ?? []).slice(0, MAX_SETTINGS)) {
    const name = text(key, 60);
    const value = flag ?? (Number.isFinite(number) ? number : null) ?? words;
    if (!name || name === '__proto__' || value === null || value === undefined) continue;
    settings[name] = typeof value === 'string' ? text(value, MAX_SETTING_TEXT) : value;
  }
  return settings;
}

export function readTelemetry(telemetry: v1.ITelemetry, atMs: number): DeviceTelemetry {
  const { temperatureC } = telemetry;
  return {
    atMs,
    uptimeS: count(telemetry.uptimeS),
    temperatureC: Number.isFinite(temperatureC) ? figure(temperatureC, 1000) : null,
    memoryUsedBytes: count(telemetry.memoryUsedBytes),
    memoryTotalBytes: count(telemetry.memoryTotalBytes),
    daemonMemoryBytes: count(telemetry.daemonMemoryBytes),
    mediaMemoryBytes: count(telemetry.mediaMemoryBytes),
    cpuPercent: figure(telemetry.cpuPercent, 1e6),
    mainFps: figure(telemetry.mainFps, 1e6),
    mainBitrateKbps: count(telemetry.mainBitrateKbps),
    subBitrateKbps: count(telemetry.subBitrateKbps),
    viewers: count(telemetry.viewers),
    outboxMessages: count(telemetry.outboxMessages),
    mediaRestarts: count(telemetry.mediaRestarts),
  };
}

function readVideo(video: v1.IVideoState | null | undefined): VideoState | null {
  if (!video) return null;
  return {
    encoder: text(video.encoder, 60),
    encoderReason: text(video.encoderReason, 300),
    width: count(video.width),
    height: count(video.height),
    fps: figure(video.fps, 1e6),
    bitrateKbps: count(video.bitrateKbps),
    source: text(video.source, 300),
  };
}
