/** Times in words: 24 h, the reader's own time zone, short. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockWithSeconds = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const longDay = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const shortDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** "18:20" */
export function timeOfDay(ms: number): string {
  return clock.format(ms);
}

/** "18:20:04" */
export function timeWithSeconds(ms: number): string {
  return clockWithSeconds.format(ms);
}

function midnight(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}

/** Whole days between the calendar days of two times; 0 is the same day. */
function daysBefore(ms: number, nowMs: number): number {
  return Math.round((midnight(nowMs) - midnight(ms)) / DAY_MS);
}

/** Head of a day in a list: "Today", "Yesterday", "Sunday 22 November". */
export function dayName(ms: number, nowMs: number): string {
  const days = daysBefore(ms, nowMs);
  return days <= 0 ? 'Today' : days === 1 ? 'Yesterday' : longDay.format(ms).replace(',', '');
}

/** Neither today nor yesterday. */
export function isOlderDay(ms: number, nowMs: number): boolean {
  return daysBefore(ms, nowMs) > 1;
}

/** A point in time as short as the reader can take it: "14:02", "yesterday 14:02", "3 Nov 14:02". */
export function pointInTime(ms: number, nowMs: number): string {
  const days = daysBefore(ms, nowMs);
  const day = days <= 0 ? '' : days === 1 ? 'yesterday ' : `${shortDay.format(ms)} `;
  return day + timeOfDay(ms);
}

/** "just now", "8 s ago", "2 min ago", "3 h ago", then the point in time. A time ahead of us is "just now". */
export function ago(ms: number, nowMs: number): string {
  const seconds = Math.floor((nowMs - ms) / 1000);
  if (seconds < 2) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 6 * 3600) return `${Math.floor(seconds / 3600)} h ago`;
  return pointInTime(ms, nowMs);
}

/** A length of time in its two largest units: "12 d 4 h", "4 h 12 min", "3 min", "20 s". */
export function lengthOfTime(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  const minutes = Math.floor(s / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return withRest(hours, 'h', minutes % 60, 'min');
  return withRest(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function withRest(count: number, unit: string, rest: number, restUnit: string): string {
  return rest ? `${count} ${unit} ${rest} ${restUnit}` : `${count} ${unit}`;
}
