/** What a device watches for, in sentences. */
import type { Device } from '../../api.ts';
import type { ZoneUse } from '../zones/zone-list.ts';
import { DAY_MINUTES, runsOf, timeText, watchTimesOf, type WatchSpan } from '../watch/watch-times.ts';
import { isPrivate } from './devices.ts';
import { pointInTime, timeOfDay } from './times.ts';

/** The functions that watch, by the beginning of their settings. */
export type WatchFunction = 'motion' | 'sound' | 'tamper';

export interface FunctionWords {
  name: string;
  /** As in "watches for …". */
  watched: string;
  on: string;
  off: string;
  /** When the device knows nothing of it. */
  missing: string;
  facts: FunctionFacts;
}

/** The four that every optional function says (DESIGN-NOTES, "Privacy function"). */
export interface FunctionFacts {
  purpose: string;
  uses: string;
  kept: string;
  without: string;
}

export const WATCH_FUNCTIONS: Record<WatchFunction, FunctionWords> = {
  motion: {
    name: 'Motion',
    watched: 'motion',
    on: 'It looks for changes in the picture.',
    off: 'It looks for no changes.',
    missing: 'This firmware does not look for motion yet. It will after an update.',
    facts: {
      purpose: 'Tells you when something moves in front of the camera.',
      uses: 'Changes in the picture, judged inside the camera. No faces, no names.',
      kept: 'The event with its best picture, and what the camera records of it.',
      without: 'Whoever does not ring goes unnoticed. Rings still reach you.',
    },
  },
  sound: {
    name: 'Sound',
    watched: 'sound',
    on: 'It listens for what stands out.',
    off: 'It listens for nothing.',
    missing: 'This firmware does not listen for sounds yet. It will after an update.',
    facts: {
      purpose: 'Tells you when a dog barks, a baby cries or something is loud.',
      uses: 'Loudness and pitch, judged inside the camera. Words are not understood.',
      kept: 'The event with a picture. The sound itself only in a recording.',
      without: 'Barking and breaking glass go unnoticed. You still hear them live.',
    },
  },
  tamper: {
    name: 'Tampering',
    watched: 'tampering',
    on: 'It notices when its view is taken away.',
    off: 'It does not notice when its view is taken away.',
    missing: 'This firmware does not notice tampering yet. It will after an update.',
    facts: {
      purpose: 'Tells you when the lens is covered, blurred or turned away.',
      uses: 'The picture as a whole, judged inside the camera.',
      kept: 'The event with its picture.',
      without: 'A covered or turned camera goes unnoticed until you look.',
    },
  },
};

export const ZONE_FACTS: FunctionFacts = {
  purpose: 'Motion counts where it matters, and what is not yours is not seen.',
  uses: 'The corners you draw. The camera blacks out by itself, before anything leaves it.',
  kept: 'The corners and names, until you delete them.',
  without: 'Everything in the picture counts, and everything is seen.',
};

export const ZONE_USES: Record<ZoneUse, { name: string; means: string }> = {
  motion: { name: 'Counts here', means: 'Motion counts in zones like this one, and nowhere else.' },
  ignore: { name: 'Does not count', means: 'What moves here is seen and recorded, but tells nobody.' },
  privacy: {
    name: 'Black for everyone',
    means: 'Nobody sees what is here: it is black before anything is sent, kept or judged.',
  },
};

/** "Front door watches for motion and tampering." */
export function watchSentence(device: Device, nowMs: number): string {
  const { name, state } = device;
  if (!device.online) return `${name} is offline since ${pointInTime(device.sinceMs, nowMs)}.`;
  if (!state) return `${name} has not said yet what it watches for.`;
  if (isPrivate(device)) return `${name} is private and watches for nothing.`;
  const watched = watchedBy(device);
  return watched.length > 0 ? `${name} watches for ${listed(watched)}.` : `${name} watches for nothing.`;
}

/** The quieter line below it. */
export function watchSubline(device: Device, nowMs: number): string {
  if (!device.state) return '';
  if (!device.online) {
    const watched = watchedBy(device);
    const last = watched.length > 0 ? `It watched for ${listed(watched)}. ` : '';
    return `${last}What you change here takes effect when it is back.`;
  }
  if (isPrivate(device)) return 'What is set here holds again when privacy is off. Rings always reach you.';
  const endMs = snoozedUntil(device, nowMs);
  if (endMs !== null) return `Nobody is told before ${until(endMs, nowMs)}. Rings always reach you.`;
  return 'What it notices is judged inside the camera. Rings always reach you.';
}

/** One line for a link to the page. */
export function watchSummary(device: Device, nowMs: number): string {
  if (!device.state) return 'Not known yet.';
  const watched = watchedBy(device);
  const what = watched.length > 0 ? `${capital(listed(watched))}.` : 'Nothing.';
  const endMs = snoozedUntil(device, nowMs);
  return endMs === null ? what : `${what} Quiet until ${until(endMs, nowMs)}.`;
}

/** @returns ms since 1970, or null when the device does not snooze now */
export function snoozedUntil(device: Device, nowMs: number): number | null {
  const endMs = device.state?.settings['notify.snoozeUntilMs'];
  return typeof endMs === 'number' && endMs > nowMs ? endMs : null;
}

/** "21:30", "tomorrow 7:00", "Wednesday 07:00" */
export function until(endMs: number, nowMs: number): string {
  const midnight = (ms: number) => new Date(ms).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(endMs) - midnight(nowMs)) / (DAY_MINUTES * 60_000));
  if (days <= 0) return timeOfDay(endMs);
  return days === 1 ? `tomorrow ${timeOfDay(endMs)}` : pointInTime(endMs, endMs + 2 * DAY_MINUTES * 60_000);
}

/** What stands under a setting that was asked for and is not confirmed. */
export function waitWords(device: Device): string {
  return device.online ? 'On its way to the camera.' : `Takes effect when ${device.name} is back.`;
}

/** "Always.", "At night, 22:00 to 06:00.", "Mon to Fri, 22:00 to 06:00. Sat and Sun, all day." */
export function timesSentence(text: string): string {
  const times = watchTimesOf(text);
  if (!times) return `“${text}”, which this page cannot read.`;
  if (times.kind === 'always') return 'Always.';
  if (times.kind === 'night') return 'At night, 22:00 to 06:00.';
  return times.spans.map((span) => `${spanWords(span)}.`).join(' ');
}

const SHORT_DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function spanWords({ days, fromMinute, toMinute }: WatchSpan): string {
  const when = fromMinute === 0 && toMinute === DAY_MINUTES ? 'all day' : hours(fromMinute, toMinute);
  if (days.length === 7) return `Every day, ${when}`;
  const runs = runsOf(days).flatMap(([first, last]) => {
    if (last > first + 1) return [`${SHORT_DAYS[first]} to ${SHORT_DAYS[last]}`];
    return last > first ? [SHORT_DAYS[first]!, SHORT_DAYS[last]!] : [SHORT_DAYS[first]!];
  });
  return `${listed(runs)}, ${when}`;
}

function hours(fromMinute: number, toMinute: number): string {
  return `${timeText(fromMinute)} to ${timeText(toMinute)}`;
}

function watchedBy(device: Device): string[] {
  return Object.entries(WATCH_FUNCTIONS)
    .filter(([key]) => device.state?.settings[`${key}.on`] === true)
    .map(([, words]) => words.watched);
}

function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' and ');
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
