import { useEffect, useState } from 'preact/hooks';
import type { DeviceEvent } from '../../api.ts';
import { remember, remembered } from '../memory.ts';
import type { PlaybackSession, Position, Speed } from './playback-session.ts';
import { eventBeside, type Span, type Zoom } from './timeline.ts';
import { TimelineState } from './timeline-state.ts';

export const ZOOMS: readonly Zoom[] = ['day', 'hour', 'minutes'];
const ZOOM_KEY = 'pupsentry.timeline';
/** Where one begins who does not say: this far before the end, so that there is something to see, ms. */
const BEFORE_END_MS = 10_000;

export interface Player {
  state: TimelineState;
  /** Where playback stands, or a hand holds it, ms. */
  atMs: number;
  shows: Position['state'] | null;
  /** Shows what is there while it is held. */
  hold(ms: number): void;
  /** Goes there; what played plays on. */
  seek(ms: number): void;
  toggle(): void;
  step(by: 1 | -1): void;
  event(by: 1 | -1): void;
  zoom(zoom: Zoom): void;
  zoomBy(by: 1 | -1, ms: number): void;
  setSpeed(speed: Speed): void;
}

export interface PlayerOptions {
  session: PlaybackSession;
  /** Of the device, newest first. */
  events: readonly DeviceEvent[];
  /** Where to begin to play; null shows the newest. */
  beginMs: number | null;
  nowMs: number;
}

/** What a person wants of a recording, told to the session; and where it stands on the timeline. */
export function usePlayer({ session, events, beginMs, nowMs }: PlayerOptions): Player {
  const [state] = useState(
    () =>
      new TimelineState(remembered(ZOOM_KEY, ZOOMS) ?? (beginMs === null ? 'day' : 'hour'), beginMs ?? nowMs),
  );
  const spans = session.spans.value;
  const position = session.position.value;
  useBegin(session, spans, beginMs);
  const showing = session.showing.value;
  useEffect(() => {
    if (position && !showing) state.standsAt(position.state === 'live' ? Date.now() : position.atMs);
  }, [position, showing]);
  const stands = position?.state === 'live' ? nowMs : position?.atMs;
  const atMs = state.heldMs.value ?? stands ?? beginMs ?? spans?.at(-1)?.toMs ?? nowMs;
  const playing = position?.state === 'playing';
  const within = (ms: number) => {
    const first = spans?.[0]?.fromMs ?? ms;
    return Math.min(Math.max(ms, first), spans?.at(-1)?.toMs ?? ms);
  };
  const seek = (ms: number) => {
    if (!spans?.length) return;
    state.hold(within(ms));
    if (playing) session.play(within(ms));
    else session.show(within(ms));
  };
  const zoom = (chosen: Zoom, ms: number) => {
    remember(ZOOM_KEY, chosen);
    state.zoomTo(chosen, ms);
  };
  return {
    ...{ state, atMs, seek, shows: position?.state ?? null },
    hold(ms) {
      if (!spans?.length) return;
      state.hold(within(ms));
      session.show(within(ms));
    },
    toggle() {
      if (playing) session.pause();
      else session.play(position?.state === 'ended' ? within(atMs - BEFORE_END_MS) : within(atMs));
    },
    step: (by) => session.step(by),
    event(by) {
      const event = eventBeside(events, atMs, by);
      if (event) seek(event.startedMs);
    },
    zoom: (chosen) => zoom(chosen, atMs),
    zoomBy(by, ms) {
      const chosen = ZOOMS[ZOOMS.indexOf(state.zoom.value) + by];
      if (chosen) zoom(chosen, ms);
    },
    setSpeed: (speed) => session.setSpeed(speed),
  };
}

/** Begins once it is known what there is. */
function useBegin(session: PlaybackSession, spans: readonly Span[] | null, beginMs: number | null): void {
  const ready = spans !== null && spans.length > 0;
  useEffect(() => {
    if (!ready || session.position.peek()) return;
    const last = spans.at(-1)!;
    if (beginMs !== null && beginMs < last.toMs) session.play(beginMs);
    else session.show(Math.max(last.fromMs, last.toMs - BEFORE_END_MS));
  }, [ready]);
}
