/** When a device watches, between the text of the setting and what people choose from. */

/** Once or more a week: these days, from, to. */
export interface WatchSpan {
  /** 0 Monday to 6 Sunday, in order, each once. */
  readonly days: readonly number[];
  /** Minutes of the day, 0 to 1440; a time that ends before it begins goes on into the next day. */
  readonly fromMinute: number;
  readonly toMinute: number;
}

export type WatchTimes =
  { kind: 'always' } | { kind: 'night' } | { kind: 'custom'; spans: readonly WatchSpan[] };

export const DAY_MINUTES = 24 * 60;
export const EVERY_DAY: readonly number[] = [0, 1, 2, 3, 4, 5, 6];
export const NIGHT: WatchSpan = { days: EVERY_DAY, fromMinute: 22 * 60, toMinute: 6 * 60 };
/** The setting takes 200 characters; the longest span has 29 with its semicolon. */
export const MAX_SPANS = 4;

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** @returns null for a text that is none of ours, such as one with a slip of the pen */
export function watchTimesOf(text: string): WatchTimes | null {
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);
  if (parts.length === 0) return { kind: 'always' };
  const spans = parts.map(spanOf);
  if (!spans.every((span) => span !== null)) return null;
  const [only, ...more] = spans;
  return more.length === 0 && only && sameSpan(only, NIGHT) ? { kind: 'night' } : { kind: 'custom', spans };
}

/** As the device wants it: "mon-fri 22:00-06:00; sat,sun 00:00-24:00"; empty is always. */
export function watchTimesText(times: WatchTimes): string {
  if (times.kind === 'always') return '';
  const spans = times.kind === 'night' ? [NIGHT] : times.spans;
  return spans
    .map(({ days, fromMinute, toMinute }) => {
      const hours = `${timeText(fromMinute)}-${timeText(toMinute)}`;
      return days.length === 7 ? hours : `${daysText(days)} ${hours}`;
    })
    .join('; ');
}

/** What keeps a span from counting, as a sentence; null when it is fine. */
export function spanProblem({ days, fromMinute, toMinute }: WatchSpan): string | null {
  if (days.length === 0) return 'Choose at least one day.';
  if (fromMinute === toMinute) return 'It ends when it begins. All day is 00:00 to 24:00.';
  return null;
}

/** "06:00"; the end of the day is "24:00". */
export function timeText(minute: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Runs of consecutive days, such as [[0, 4], [6, 6]]. */
export function runsOf(days: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run && run[1] === day - 1) run[1] = day;
    else runs.push([day, day]);
  }
  return runs;
}

function daysText(days: readonly number[]): string {
  return runsOf(days)
    .map(([first, last]) =>
      last === first
        ? DAYS[first]
        : last === first + 1
          ? `${DAYS[first]},${DAYS[last]}`
          : `${DAYS[first]}-${DAYS[last]}`,
    )
    .join(',');
}

function spanOf(part: string): WatchSpan | null {
  const match = /^(?:([a-z,\s-]+?)\s+)?(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/i.exec(part);
  if (!match) return null;
  const [, dayText = 'mon-sun', h1, m1, h2, m2] = match;
  const days = daysOf(dayText);
  const fromMinute = minuteOf(h1!, m1!);
  const toMinute = minuteOf(h2!, m2!);
  if (days === null || fromMinute === null || toMinute === null || fromMinute === toMinute) return null;
  return { days, fromMinute, toMinute };
}

function minuteOf(hours: string, minutes: string): number | null {
  const minute = Number(hours) * 60 + Number(minutes);
  return Number(minutes) > 59 || minute > DAY_MINUTES ? null : minute;
}

function daysOf(text: string): number[] | null {
  const days = new Set<number>();
  for (const piece of text.split(',')) {
    const [first = '', last = first] = piece
      .trim()
      .toLowerCase()
      .split(/\s*-\s*/);
    const [from, to] = [DAYS.indexOf(first), DAYS.indexOf(last)];
    if (from < 0 || to < 0) return null;
    for (let i = 0; i <= (to - from + 7) % 7; i++) days.add((from + i) % 7);
  }
  return [...days].sort((a, b) => a - b);
}

function sameSpan(a: WatchSpan, b: WatchSpan): boolean {
  return a.fromMinute === b.fromMinute && a.toMinute === b.toMinute && a.days.join() === b.days.join();
}
