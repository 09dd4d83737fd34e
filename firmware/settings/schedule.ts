/** Times of the week as people write them: "mon-fri 22:00-06:00; sat,sun 00:00-24:00". */
import { PupsentryError } from '#kit/errors.ts';

/** Minutes from Monday 00:00 local time: from (included) to (not included); one that passes Sunday's end is two. */
export interface WeekSpan {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Empty: always. */
export type Schedule = readonly WeekSpan[];

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = 24 * 60;
const WEEK = 7 * DAY;
const EXAMPLE =
  'Example: "mon-fri 22:00-06:00; sat,sun 00:00-24:00"; a time without days is for all of them.';

const wrong = (reason: string) => new PupsentryError('schedule-invalid', reason, EXAMPLE);

/**
 * A time that ends before it begins goes on into the next day.
 * @throws PupsentryError "schedule-invalid" that says which part is wrong
 */
export function parseSchedule(text: string): Schedule {
  const parts = text.split(';').map((part) => part.trim());
  if (parts.every((part) => part === '')) return [];
  return parts.filter((part) => part !== '').flatMap(parsePart);
}

/** @returns what is wrong with it, for the schema of the settings, or null */
export function complaintOfSchedule(text: string): string | null {
  try {
    parseSchedule(text);
    return null;
  } catch (error) {
    return (error as Error).message.replace(/\.$/, '');
  }
}

/** @param at an instant; what counts is the local time of this device */
export function isWithin(schedule: Schedule, at: Date): boolean {
  if (schedule.length === 0) return true;
  const minute = ((at.getDay() + 6) % 7) * DAY + at.getHours() * 60 + at.getMinutes();
  return schedule.some(({ fromMinute, toMinute }) => minute >= fromMinute && minute < toMinute);
}

function parsePart(part: string): WeekSpan[] {
  const match = /^(?:([a-z,\s-]+?)\s+)?(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})$/i.exec(part);
  if (!match) throw wrong(`"${part}" is no time such as "mon-fri 22:00-06:00".`);
  const [, days = 'mon-sun', h1, m1, h2, m2] = match;
  const from = minuteOf(h1!, m1!, part);
  const to = minuteOf(h2!, m2!, part);
  if (from === to) throw wrong(`"${part}" begins when it ends; all day is 00:00-24:00.`);
  return daysOf(days, part).flatMap((day) => {
    const start = day * DAY + from;
    const end = day * DAY + to + (to < from ? DAY : 0);
    return end <= WEEK
      ? [{ fromMinute: start, toMinute: end }]
      : [
          { fromMinute: start, toMinute: WEEK },
          { fromMinute: 0, toMinute: end - WEEK },
        ];
  });
}

function minuteOf(hours: string, minutes: string, part: string): number {
  const minute = Number(hours) * 60 + Number(minutes);
  if (Number(minutes) > 59 || minute > DAY) throw wrong(`"${part}" names a time that no day has.`);
  return minute;
}

function daysOf(text: string, part: string): number[] {
  const days = text.split(',').flatMap((piece) => {
    const [first, last = first] = piece
      .trim()
      .toLowerCase()
      .split(/\s*-\s*/);
    const [from, to] = [DAYS.indexOf(first!), DAYS.indexOf(last!)];
    if (from < 0 || to < 0) throw wrong(`"${part}" names a day that is none of ${DAYS.join(', ')}.`);
    const count = ((to - from + 7) % 7) + 1;
    return Array.from({ length: count }, (_, i) => (from + i) % 7);
  });
  return [...new Set(days)];
}
