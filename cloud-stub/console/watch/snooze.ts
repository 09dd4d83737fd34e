/** Quiet for a while: until when, and how people call it. */

export const SNOOZES = [
  { id: 'half-hour', name: '30 min' },
  { id: 'two-hours', name: '2 h' },
  { id: 'morning', name: 'Until 7:00' },
] as const;

export type SnoozeId = (typeof SNOOZES)[number]['id'];

const MINUTE_MS = 60_000;
const MORNING_HOUR = 7;

/** @returns the end, ms since 1970; "morning" is the next 7:00 of the reader's clock */
export function snoozeEnd(id: SnoozeId, nowMs: number): number {
  if (id === 'half-hour') return nowMs + 30 * MINUTE_MS;
  if (id === 'two-hours') return nowMs + 120 * MINUTE_MS;
  const morning = new Date(nowMs);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  if (morning.getTime() <= nowMs) morning.setDate(morning.getDate() + 1);
  return morning.getTime();
}
