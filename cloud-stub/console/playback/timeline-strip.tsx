import type { TargetedKeyboardEvent } from 'preact';
import { useRef } from 'preact/hooks';
import type { DeviceEvent } from '../../api.ts';
import { eventSentence } from '../wording/events.ts';
import { timeOfDay, timeWithSeconds } from '../wording/times.ts';
import { ClipEnds } from './clip-ends.tsx';
import { MarkIcon } from './event-mark.tsx';
import { ThumbnailCells } from './thumbnail-cells.tsx';
import type { Thumbnails } from './thumbnails.ts';
import { STEP_MS, drawnSpans, eventAt, partOf, ticksOf, timeAt, type Span } from './timeline.ts';
import type { TimelineState } from './timeline-state.ts';
import { useStripHand } from './use-strip-hand.ts';
import { useWidth } from './use-width.ts';

/** A tap this close to the mark of an event means the event, px. */
const NEAR_PX = 14;

export interface TimelineStripProps {
  name: string;
  state: TimelineState;
  spans: readonly Span[];
  /** Of this device, newest first. */
  events: readonly DeviceEvent[];
  thumbnails: Thumbnails;
  atMs: number;
  /** A hand holds it there. */
  onHold(ms: number): void;
  /** It is let go of there. */
  onSeek(ms: number): void;
  onToggle(): void;
  onEvent(by: 1 | -1): void;
  onZoom(by: 1 | -1, ms: number): void;
}

/** The strip of time: pictures, what is recorded, what happened, and where playback stands. */
export function TimelineStrip(props: TimelineStripProps) {
  const { name, state, spans, events, thumbnails, atMs } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const view = state.view.value;
  const { handlers, overPart } = useStripHand({
    onHold: (part) => props.onHold(timeAt(view, part)),
    onLetGo: (part, tapped) => props.onSeek(tapped ? near(events, view, part, width) : timeAt(view, part)),
    onZoom: (by, part) => props.onZoom(by, timeAt(view, part)),
  });
  const event = eventAt(events, atMs);
  const isSeen = atMs >= view.fromMs && atMs <= view.toMs;
  return (
    <div class="stripbox" ref={box}>
      <div
        class="strip"
        role="slider"
        tabIndex={0}
        aria-label={`Recordings of ${name}`}
        aria-valuemin={view.fromMs}
        aria-valuemax={view.toMs}
        aria-valuenow={Math.round(Math.min(view.toMs, Math.max(view.fromMs, atMs)))}
        aria-valuetext={`${timeWithSeconds(atMs)}${event ? `, ${eventSentence(event)}` : ''}`}
        onKeyDown={(key) => keyed(key, props)}
        {...handlers}
      >
        <ThumbnailCells thumbnails={thumbnails} view={view} spans={spans} width={width} />
        <Drawing view={view} spans={spans} width={width} />
        <Marks view={view} events={events} />
        {overPart !== null && <Over ms={timeAt(view, overPart)} part={overPart} events={events} />}
        {isSeen && <i class="playhead" style={{ left: `${partOf(view, atMs) * 100}%` }} />}
      </div>
      <ClipEnds state={state} box={box} />
    </div>
  );
}

function near(events: readonly DeviceEvent[], view: Span, part: number, width: number): number {
  const ms = timeAt(view, part);
  const nearMs = ((view.toMs - view.fromMs) / Math.max(1, width)) * NEAR_PX;
  const close = events.filter((e) => Math.abs(e.startedMs - ms) <= nearMs);
  close.sort((a, b) => Math.abs(a.startedMs - ms) - Math.abs(b.startedMs - ms));
  return close[0]?.startedMs ?? ms;
}

function keyed(key: TargetedKeyboardEvent<HTMLElement>, props: TimelineStripProps): void {
  const { state, atMs, onSeek } = props;
  const step = STEP_MS[state.zoom.value] * (key.shiftKey ? 10 : 1);
  const view = state.view.value;
  const actions: Record<string, () => void> = {
    ArrowRight: () => onSeek(atMs + step),
    ArrowUp: () => onSeek(atMs + step),
    ArrowLeft: () => onSeek(atMs - step),
    ArrowDown: () => onSeek(atMs - step),
    Home: () => onSeek(view.fromMs),
    End: () => onSeek(view.toMs - 1),
    PageDown: () => props.onEvent(1),
    PageUp: () => props.onEvent(-1),
    '+': () => props.onZoom(1, atMs),
    '-': () => props.onZoom(-1, atMs),
    ' ': () => props.onToggle(),
  };
  const action = actions[key.key];
  if (!action || key.ctrlKey || key.altKey || key.metaKey) return;
  key.preventDefault();
  action();
}

/** What is recorded, and the scale. */
function Drawing({ view, spans, width }: { view: Span; spans: readonly Span[]; width: number }) {
  const percent = (ms: number) => `${(partOf(view, ms) * 100).toFixed(3)}%`;
  const ticks = ticksOf(view, width);
  return (
    <>
      <svg class="recorded" aria-hidden="true">
        <rect class="base" width="100%" height="100%" rx="3" />
        {drawnSpans(spans, view, width).map(({ fromMs, toMs }) => (
          <rect
            key={fromMs}
            class="rec"
            x={percent(fromMs)}
            width={`${Math.max(0.12, partOf(view, toMs) * 100 - partOf(view, fromMs) * 100).toFixed(3)}%`}
            height="100%"
            rx="2"
          />
        ))}
        {ticks.map(({ ms }) => (
          <line key={ms} class="tick" x1={percent(ms)} x2={percent(ms)} y1="0" y2="100%" />
        ))}
      </svg>
      <div class="scale" aria-hidden="true">
        {ticks.map(({ ms, label }) => {
          const part = partOf(view, ms);
          const edge = part * width < 18 ? 'atstart' : (1 - part) * width < 18 ? 'atend' : '';
          return (
            <span key={ms} class={edge} style={{ left: percent(ms) }}>
              {label}
            </span>
          );
        })}
      </div>
    </>
  );
}

function Marks({ view, events }: { view: Span; events: readonly DeviceEvent[] }) {
  const seen = events.filter((e) => e.startedMs >= view.fromMs && e.startedMs < view.toMs);
  return (
    <div class="marks" aria-hidden="true">
      {seen.map((event) => (
        <span key={event.id} style={{ left: `${partOf(view, event.startedMs) * 100}%` }}>
          <MarkIcon kind={event.kind} />
        </span>
      ))}
    </div>
  );
}

/** What is under the mouse. */
function Over({ ms, part, events }: { ms: number; part: number; events: readonly DeviceEvent[] }) {
  const event = eventAt(events, ms);
  const side = part < 0.12 ? 'over atstart' : part > 0.88 ? 'over atend' : 'over';
  return (
    <i class={side} style={{ left: `${part * 100}%` }}>
      <span class="num">
        <b>{timeOfDay(ms)}</b>
        {event && ` ${eventSentence(event)}`}
      </span>
    </i>
  );
}
