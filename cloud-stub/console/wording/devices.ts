/** How a device is, in a sentence. */
import type { Device, DeviceTelemetry } from '../../api.ts';
import { lengthOfTime, pointInTime } from './times.ts';

export type TileKind = 'picture' | 'private' | 'offline' | 'waiting';

/** What a tile shows; the first that holds: offline, privacy on, no picture yet, newest picture. */
export function tileKind(device: Device): TileKind {
  if (!device.online) return 'offline';
  if (isPrivate(device)) return 'private';
  return device.pictureMs === null ? 'waiting' : 'picture';
}

export function isPrivate(device: Device): boolean {
  return device.state?.settings['privacy.on'] === true;
}

/** A live session can be asked for. */
export function canLook(device: Device): boolean {
  return device.online && !isPrivate(device);
}

/** The words at the right of a tile's name. */
export function tileStatus(device: Device, nowMs: number): string {
  switch (tileKind(device)) {
    case 'offline':
      return `offline since ${pointInTime(device.sinceMs, nowMs)}`;
    case 'private':
      return 'privacy on';
    case 'waiting':
      return 'waiting for its first picture';
    case 'picture':
      return `picture from ${pointInTime(device.pictureMs ?? nowMs, nowMs)}`;
  }
}

/** "Front door is healthy.", "Garage is offline since 14:02.", "Garage needs a look." */
export function healthSentence(device: Device, nowMs: number): string {
  if (!device.online) return `${device.name} is offline since ${pointInTime(device.sinceMs, nowMs)}.`;
  if (!device.state) return `${device.name} has not said yet how it is.`;
  return device.state.faults.length > 0 ? `${device.name} needs a look.` : `${device.name} is healthy.`;
}

/** "Doorbell on board host, up 12 d 4 h" */
export function deviceLine(device: Device): string {
  const kind = device.product === 'doorbell' ? 'Doorbell' : 'Camera';
  const board = device.state ? ` on board ${device.state.board}` : '';
  const up = device.online && device.telemetry ? `, up ${lengthOfTime(device.telemetry.uptimeS)}` : '';
  return kind + board + up;
}

/** Every figure of the device page as plain text, for a mail to support. */
export function deviceAsText(device: Device, nowMs: number): string {
  const { state, telemetry } = device;
  const lines = [
    `${device.name} (${device.id})`,
    healthSentence(device, nowMs),
    deviceLine(device),
    ...(state ? [Object.entries(state.versions).map(pair).join(', ')] : []),
    ...(state?.update ? [`update: ${Object.entries(state.update).map(pair).join(', ')}`] : []),
    ...(state?.video ? [`video: ${Object.entries(state.video).map(pair).join(', ')}`] : []),
    ...(telemetry ? [telemetryAsText(telemetry)] : []),
    ...(state?.faults ?? []).map((f) => `fault ${f.component}/${f.code}: ${f.message} ${f.remedy}`),
  ];
  return lines.join('\n');
}

function telemetryAsText(telemetry: DeviceTelemetry): string {
  const { atMs, ...figures } = telemetry;
  return `${new Date(atMs).toISOString()}: ${Object.entries(figures).map(pair).join(', ')}`;
}

function pair([key, value]: [string, unknown]): string {
  return `${key} ${String(value)}`;
}
