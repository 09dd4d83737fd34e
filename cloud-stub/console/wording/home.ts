/** The sentences that open the home page: its state, not its category. */
import type { Device, DeviceEvent } from '../../api.ts';
import { ago, pointInTime, timeOfDay } from './times.ts';

/** A ring is news for this long, ms. */
const NEWS_MS = 10 * 60_000;

export interface HomeFacts {
  /** Null before the first answer of the cloud. */
  devices: readonly Device[] | null;
  events: readonly DeviceEvent[];
  /** The cloud answers. */
  connected: boolean;
  lastHeardMs: number | null;
  nowMs: number;
}

/** "Front door rang 2 min ago.", "Quiet at home. Garage is offline since 14:02." */
export function homeSentence({ devices, events, connected, lastHeardMs, nowMs }: HomeFacts): string {
  if (!devices) return connected ? 'One moment.' : 'We could not reach your cameras.';
  if (!connected && lastHeardMs !== null) return `This is how it looked at ${timeOfDay(lastHeardMs)}.`;
  if (devices.length === 0) return 'Welcome to Pupsentry.';
  const news = latestRing(events);
  const rang = news && nowMs - news.startedMs < NEWS_MS ? news : undefined;
  const first = rang ? `${nameOf(devices, rang)} rang ${ago(rang.startedMs, nowMs)}.` : 'Quiet at home.';
  return [first, trouble(devices, nowMs)].filter(Boolean).join(' ');
}

/** The quieter line below it; empty while there is nothing to say. */
export function homeSubline({ devices, events, connected, nowMs }: HomeFacts): string {
  if (!devices || devices.length === 0 || !connected) return '';
  const ring = latestRing(events);
  if (!ring) return 'Nobody has rung yet.';
  return `Last ring ${pointInTime(ring.startedMs, nowMs)} at ${nameOf(devices, ring)}.`;
}

function trouble(devices: readonly Device[], nowMs: number): string {
  const away = devices.filter((d) => !d.online);
  const unwell = devices.filter((d) => d.online && d.state && d.state.faults.length > 0);
  if (away.length + unwell.length > 1) return `${count(away.length + unwell.length)} cameras need a look.`;
  if (away[0]) return `${away[0].name} is offline since ${pointInTime(away[0].sinceMs, nowMs)}.`;
  return unwell[0] ? `${unwell[0].name} needs a look.` : '';
}

export function count(n: number): string {
  return ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'][n] ?? String(n);
}

function latestRing(events: readonly DeviceEvent[]): DeviceEvent | undefined {
  return events.find((e) => e.kind === 'ring');
}

function nameOf(devices: readonly Device[], event: DeviceEvent): string {
  return devices.find((d) => d.id === event.deviceId)?.name ?? 'A device';
}
