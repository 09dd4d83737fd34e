/** Event messages as the stub keeps them. Pure. */
import { ProtocolError } from '#protocol/codec.ts';
import { v1 } from '#protocol/messages.ts';
import type { DeviceEvent } from '../api.ts';
import { count, figure, text, timeMs } from './bounds.ts';

/** From here on an event is late. */
const LATE_MS = 10_000;
/** An untrusted clock that is further off than this is not believed. */
const DOUBT_MS = 60_000;
/** Even a trusted clock may not date an event further ahead than this. */
const FUTURE_MS = 5 * 60_000;

/** More labels or zones than this are no event of ours. */
const MAX_TEXTS = 8;
const MAX_LABEL = 24;
const MAX_ZONE = 40;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const KINDS: Partial<Record<v1.EventKind, DeviceEvent['kind']>> = {
  [v1.EventKind.EVENT_KIND_RING]: 'ring',
  [v1.EventKind.EVENT_KIND_MOTION]: 'motion',
  [v1.EventKind.EVENT_KIND_SOUND]: 'sound',
  [v1.EventKind.EVENT_KIND_TAMPER]: 'tamper',
};

export interface EventMessage {
  id: string;
  kind: DeviceEvent['kind'];
  startedMs: number;
  endedMs: number | null;
  presses: number;
  late: boolean;
  labels: string[];
  zones: string[];
  peak: number;
  quiet: boolean;
  clip: { fromMs: number; toMs: number } | null;
  snapshot: { jpeg: Uint8Array; takenMs: number } | null;
}

/**
 * @param envelope with an event
 * @param receivedMs the stub's clock now
 * @throws ProtocolError "body" when its id is no UUID or its kind is unknown
 */
export function readEvent(envelope: v1.Envelope, receivedMs: number): EventMessage {
  const event = envelope.event;
  const id = event?.id?.toLowerCase() ?? '';
  if (!event || !UUID.test(id)) throw new ProtocolError('body', 'the event has no UUID');
  const kind = KINDS[event.kind ?? v1.EventKind.EVENT_KIND_UNSPECIFIED];
  if (!kind) throw new ProtocolError('body', `unknown kind of event ${event.kind}`);
  const shiftMs = clockErrorMs(envelope, receivedMs);
  const jpeg = event.snapshot?.jpeg;
  return {
    id,
    kind,
    startedMs: timeMs(timeMs(event.startedMs) + shiftMs),
    endedMs: event.endedMs ? timeMs(timeMs(event.endedMs) + shiftMs) : null,
    presses: Math.max(kind === 'ring' ? 1 : 0, count(event.presses, 1000)),
    late: isLate(envelope, receivedMs),
    labels: texts(event.labels, MAX_LABEL),
    zones: texts(event.zones, MAX_ZONE),
    peak: Math.max(0, figure(event.peak, 1)),
    quiet: Boolean(event.quiet),
    clip: readClip(event, shiftMs),
    snapshot: jpeg?.length ? { jpeg, takenMs: timeMs(timeMs(event.snapshot?.takenMs) + shiftMs) } : null,
  };
}

function texts(list: readonly string[] | null | undefined, maxCharacters: number): string[] {
  return (list ?? []).slice(0, MAX_TEXTS).map((entry) => text(entry, maxCharacters));
}

function readClip(event: v1.IEvent, shiftMs: number): EventMessage['clip'] {
  const [fromMs, toMs] = [timeMs(event.clipFromMs), timeMs(event.clipToMs)];
  if (fromMs === 0 || toMs <= fromMs) return null;
  return { fromMs: timeMs(fromMs + shiftMs), toMs: timeMs(toMs + shiftMs) };
}

/**
 * How far the device's clock is behind ours, as far as it needs correction: a device without a battery
 * clock dates its first events anywhere. What it knows for sure is how long the message waited.
 */
function clockErrorMs(envelope: v1.Envelope, receivedMs: number): number {
  const madeMs = receivedMs - count(envelope.delayMs);
  const behindMs = madeMs - timeMs(envelope.timeMs);
  const synced = envelope.clockQuality === v1.ClockQuality.CLOCK_QUALITY_SYNCED;
  return Math.abs(behindMs) > DOUBT_MS && (!synced || behindMs < -FUTURE_MS) ? behindMs : 0;
}

function isLate(envelope: v1.Envelope, receivedMs: number): boolean {
  const synced = envelope.clockQuality === v1.ClockQuality.CLOCK_QUALITY_SYNCED;
  return Boolean(envelope.late) || (synced && receivedMs - timeMs(envelope.timeMs) > LATE_MS);
}
