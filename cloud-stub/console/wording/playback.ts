/** What the page of recordings says. */
import type { Device } from '../../api.ts';
import type { LivePhase } from '../live/live-phase.ts';
import type { LiveTrouble } from '../live/live-session.ts';
import { gapAt, spanAt, type Span } from '../playback/timeline.ts';
import { isPrivate } from './devices.ts';
import { liveSentence } from './live.ts';
import { dayName, isOlderDay, lengthOfTime, pointInTime, timeOfDay, timeWithSeconds } from './times.ts';

/** A gap is told this long after it, s of the recording at speed 1. */
const TOLD_MS = 5000;
/** A shorter one is nobody's business, ms. */
const WORTH_MS = 2000;

export interface PlaybackState {
  device: Device;
  /** Null: no link is asked for. */
  phase: LivePhase | null;
  trouble: LiveTrouble | null;
  /** Null: not known yet. */
  spans: readonly Span[] | null;
  /** Null: nothing is shown yet. */
  shows: 'playing' | 'paused' | 'ended' | 'live' | null;
  /** Where it stands or is held, ms. */
  atMs: number;
  speed: number;
  problem: { code: string; message: string } | null;
  nowMs: number;
}

/** The state in a sentence; empty when there is nothing to say. */
export function playbackSentence(state: PlaybackState): string {
  const { device, phase, trouble, spans, shows, problem, nowMs } = state;
  if (!device.online && phase !== 'live')
    return `${device.name} is offline since ${pointInTime(device.sinceMs, nowMs)}. Its recordings are kept there, to be watched when it is back.`;
  if (problem?.code === 'not-allowed')
    return `You may look at ${device.name} as it is now, not at its recordings.`;
  if (phase !== 'live') return liveSentence(phase ?? 'joining', trouble?.reason, trouble?.message);
  if (problem && problem.code !== 'nothing-recorded') return problem.message;
  if (spans === null) return 'Looking for recordings.';
  if (spans.length === 0) return nothingSentence(device);
  if (shows === 'live')
    return isPrivate(device) ? 'Privacy is on. What was recorded before can be watched.' : 'Live';
  const gap = gapSentence(state, spans);
  if (gap) return gap;
  return shows === 'ended' ? 'The recording ends here.' : '';
}

/** Nothing is recorded: why, and what follows. */
export function nothingSentence(device: Device): string {
  if (device.state?.settings['record.mode'] === 'off') return 'Recording is off. Nothing is recorded.';
  if (isPrivate(device)) return 'Nothing is recorded yet, and nothing is while privacy is on.';
  return device.state?.settings['record.mode'] === 'events'
    ? 'Nothing is recorded yet. The next event will be.'
    : 'Nothing is recorded yet.';
}

/** Where it stands is not recorded, or what was before it. */
function gapSentence({ atMs, speed, nowMs }: PlaybackState, spans: readonly Span[]): string {
  const inside = spanAt(spans, atMs);
  const justAfter = inside && atMs - inside.fromMs < TOLD_MS * speed;
  const gap = inside ? justAfter && gapAt(spans, inside.fromMs - 1) : gapAt(spans, atMs);
  if (!gap) return '';
  const { fromMs, toMs } = gap;
  if (fromMs === null) return inside ? '' : `Recordings begin ${at(toMs!, nowMs)}.`;
  if (toMs === null) return '';
  if (toMs - fromMs < WORTH_MS) return '';
  const isShort = toMs - fromMs < 120_000;
  const time = isShort ? timeWithSeconds : timeOfDay;
  const day = isOlderDay(fromMs, nowMs) ? `${dayName(fromMs, nowMs)} ` : '';
  return `Nothing was recorded from ${day}${time(fromMs)} to ${time(toMs)}.`;
}

function at(ms: number, nowMs: number): string {
  const day = dayName(ms, nowMs);
  return `${day === 'Today' ? 'at' : day.replace('Yesterday', 'yesterday')} ${timeOfDay(ms)}`;
}

const dayOfWeek = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric' });

/** "Today", "Yesterday", "Sun 22" */
export function shortDayName(ms: number, nowMs: number): string {
  return isOlderDay(ms, nowMs) ? dayOfWeek.format(ms).replace(',', '') : dayName(ms, nowMs);
}

/** "18:20:04 to 18:20:34, 30 s" */
export function clipWords({ fromMs, toMs }: Span): string {
  return `${timeWithSeconds(fromMs)} to ${timeWithSeconds(toMs)}, ${lengthOfTime((toMs - fromMs) / 1000)}`;
}

/** "Front door 2026-11-26 18.20.04": no colon, which file systems refuse. */
export function fileNameOf(name: string, ms: number): string {
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString();
  return `${name} ${local.slice(0, 19).replace('T', ' ').replaceAll(':', '.')}`.replace(/[/\\]/g, ' ');
}

/** Why a clip did not come. */
export function clipTrouble({ code, message }: { code: string; message: string }): string {
  if (code === 'nothing-recorded') return 'Nothing was recorded in that time.';
  return code === 'link-lost' ? 'The link to the device broke. Nothing was saved.' : message;
}
