/** A stretch of time as a strip on the screen: what it shows, where it is, how it is divided. Pure; local time. */
import { timeOfDay } from '../wording/times.ts';

export interface Span {
  fromMs: number;
  toMs: number;
}

export type Zoom = 'day' | 'hour' | 'minutes';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LENGTH_MS = { hour: HOUR_MS, minutes: 10 * MINUTE_MS };
/** Arrow keys move by this much, ms; with Shift ten times as far. */
export const STEP_MS: Record<Zoom, number> = { day: MINUTE_MS, hour: 10_000, minutes: 1000 };
/** A label and the room around it, px. */
const LABEL_PX = 62;
const TICK_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720];
/** More days than this are not offered, newest first. */
const MAX_DAYS = 31;
/** What an event's clip takes in before and after it, ms: as the device does. */
const BEFORE_MS = 8000;
const AFTER_MS = 5000;
/** What is saved where nothing happened, ms. */
const LAST_MS = 30_000;

/** The calendar day of a time, midnight to midnight: 23 or 25 h when the clocks change. */
export function dayOf(ms: number): Span {
  const midnight = (date: Date, days: number) =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
  const date = new Date(ms);
  return { fromMs: midnight(date, 0), toMs: midnight(date, 1) };
}

/** Days from the first recording to today, oldest first. */
export function daysOf(spans: readonly Span[], nowMs: number): Span[] {
  const firstMs = Math.min(spans[0]?.fromMs ?? nowMs, nowMs);
  const days = [dayOf(nowMs)];
  while (days[0]!.fromMs > firstMs && days.length < MAX_DAYS) days.unshift(dayOf(days[0]!.fromMs - 1));
  return days;
}

/** What is seen around a time. */
export function viewAround(zoom: Zoom, ms: number): Span {
  if (zoom === 'day') return dayOf(ms);
  const fromMs = Math.round(ms - LENGTH_MS[zoom] / 2);
  return { fromMs, toMs: fromMs + LENGTH_MS[zoom] };
}

/** The same view while it holds a time; else moved just as far as it takes, or to the other day. */
export function viewWith(zoom: Zoom, view: Span, ms: number): Span {
  if (ms >= view.fromMs && ms < view.toMs) return view;
  if (zoom === 'day') return dayOf(ms);
  const length = view.toMs - view.fromMs;
  const isFar = ms < view.fromMs - length || ms >= view.toMs + length;
  if (isFar) return viewAround(zoom, ms);
  const fromMs = ms < view.fromMs ? ms : ms - length + 1;
  return { fromMs, toMs: fromMs + length };
}

/** The view before or after: by a day, or by three quarters of its length. */
export function viewBeside(zoom: Zoom, view: Span, by: 1 | -1): Span {
  if (zoom === 'day') return dayOf(by > 0 ? view.toMs : view.fromMs - 1);
  const length = view.toMs - view.fromMs;
  const fromMs = view.fromMs + Math.round(by * length * 0.75);
  return { fromMs, toMs: fromMs + length };
}

/** Where a time stands in a view: 0 at its left edge, 1 at its right. */
export function partOf(view: Span, ms: number): number {
  return (ms - view.fromMs) / (view.toMs - view.fromMs);
}

export function timeAt(view: Span, part: number): number {
  return Math.round(view.fromMs + part * (view.toMs - view.fromMs));
}

export interface Tick {
  ms: number;
  label: string;
}

/** As many ticks with a label as fit, at round local times. @param width px */
export function ticksOf(view: Span, width: number): Tick[] {
  const msPerLabel = ((view.toMs - view.fromMs) / Math.max(1, width)) * LABEL_PX;
  const minutes = TICK_MINUTES.find((m) => m * MINUTE_MS >= msPerLabel) ?? TICK_MINUTES.at(-1)!;
  const ticks: Tick[] = [];
  for (let ms = new Date(view.fromMs).setMinutes(0, 0, 0); ms <= view.toMs; ms += stepMs(minutes)) {
    const label = timeOfDay(ms);
    const isRound = minutes <= 60 || new Date(ms).getHours() % (minutes / 60) === 0;
    if (isRound && ms >= view.fromMs && label !== ticks.at(-1)?.label) ticks.push({ ms, label });
  }
  return ticks;
}

/** Hours are walked one by one, so that a change of the clocks shifts no tick. */
function stepMs(minutes: number): number {
  return Math.min(minutes, 60) * MINUTE_MS;
}

/** Stretches inside a view; those that would stand within a pixel of each other are one. @param width px */
export function drawnSpans(spans: readonly Span[], view: Span, width: number): Span[] {
  const pixelMs = (view.toMs - view.fromMs) / Math.max(1, width);
  const drawn: Span[] = [];
  for (const span of spans) {
    const fromMs = Math.max(span.fromMs, view.fromMs);
    const toMs = Math.min(span.toMs, view.toMs);
    if (toMs <= fromMs) continue;
    const last = drawn.at(-1);
    if (last && fromMs - last.toMs < pixelMs) last.toMs = Math.max(last.toMs, toMs);
    else drawn.push({ fromMs, toMs });
  }
  return drawn;
}

export function spanAt(spans: readonly Span[], ms: number): Span | undefined {
  return spans.find((s) => ms >= s.fromMs && ms <= s.toMs);
}

/** The stretch without a recording that holds a time; its ends are null where nothing is recorded before or after. */
export function gapAt(
  spans: readonly Span[],
  ms: number,
): { fromMs: number | null; toMs: number | null } | undefined {
  if (spanAt(spans, ms)) return undefined;
  return {
    fromMs: spans.findLast((s) => s.toMs < ms)?.toMs ?? null,
    toMs: spans.find((s) => s.fromMs > ms)?.fromMs ?? null,
  };
}

/** A cell of the picture strip: where it stands, and the time whose picture it shows; null where nothing is recorded. */
export interface Cell extends Span {
  pictureMs: number | null;
}

/**
 * Cells on a grid that does not move with the view, so that a picture fetched once is found again.
 * @param count how many fit
 */
export function cellsOf(view: Span, spans: readonly Span[], count: number): Cell[] {
  const cellMs = (view.toMs - view.fromMs) / Math.max(1, count);
  const gridMs = Math.max(1000, Math.round(cellMs / 1000) * 1000);
  const cells: Cell[] = [];
  for (let fromMs = Math.floor(view.fromMs / gridMs) * gridMs; fromMs < view.toMs; fromMs += gridMs) {
    const cell = { fromMs, toMs: fromMs + gridMs };
    cells.push({ ...cell, pictureMs: recordedNear(spans, cell) });
  }
  return cells;
}

/** The middle of the cell where that is recorded, else what is recorded in it first. */
function recordedNear(spans: readonly Span[], { fromMs, toMs }: Span): number | null {
  const middleMs = (fromMs + toMs) / 2;
  const within = spans.filter((s) => s.toMs > fromMs && s.fromMs < toMs);
  if (within.some((s) => s.fromMs <= middleMs && s.toMs >= middleMs)) return middleMs;
  return within[0] ? Math.max(fromMs, within[0].fromMs) : null;
}

interface Happened {
  startedMs: number;
  endedMs: number | null;
  clip: { fromMs: number; toMs: number } | null;
}

/** What one would save at a time: the event that goes on then, else the 30 s before it. */
export function clipAround(ms: number, events: readonly Happened[]): Span {
  const ranges = events.map(
    ({ startedMs, endedMs, clip }) =>
      clip ?? { fromMs: startedMs - BEFORE_MS, toMs: (endedMs ?? startedMs) + AFTER_MS },
  );
  const around = ranges.find((r) => ms >= r.fromMs && ms <= r.toMs);
  return around ? { fromMs: around.fromMs, toMs: around.toMs } : { fromMs: ms - LAST_MS, toMs: ms };
}

/** The next event after a time, or the last one before it. @param events newest first */
export function eventBeside<T extends Happened>(events: readonly T[], ms: number, by: 1 | -1): T | undefined {
  // An event that was just jumped to is not "before": its key frame stands up to a second earlier.
  return by > 0
    ? events.findLast((e) => e.startedMs > ms + 1000)
    : events.find((e) => e.startedMs < ms - 2000);
}

/** The event that goes on at a time. @param events newest first */
export function eventAt<T extends Happened>(events: readonly T[], ms: number): T | undefined {
  return events.find((e) => ms >= e.startedMs - 1000 && ms <= (e.endedMs ?? e.startedMs) + AFTER_MS);
}
