/** What the album says. */
import type { AlbumItem, AlbumLink, AlbumUsage } from '../../api.ts';
import { count } from './home.ts';
import { dayName, isOlderDay, pointInTime, timeOfDay } from './times.ts';

const shortDay = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });

/** From here on the room that is left is worth a word. */
const NEARLY_FULL = 0.9;

/** "Fourteen" is longer than 14: words up to nine. */
export function albumSentence(usage: AlbumUsage | null): string {
  if (!usage) return 'One moment.';
  if (usage.items === 0) return 'Nothing kept yet.';
  return usage.items === 1 ? 'One moment kept.' : `${count(usage.items)} moments kept.`;
}

export function roomSentence(usage: AlbumUsage): string {
  const { items, bytes, maxItems, maxBytes } = usage;
  const used = Math.max(items / maxItems, bytes / maxBytes);
  const room = `${size(bytes)} of ${size(maxBytes)} used.`;
  if (used >= 1) return `The album is full, ${room} Delete something to keep more.`;
  return used >= NEARLY_FULL ? `Nearly full, ${room}` : `They stay until someone deletes them. ${room}`;
}

/** Head of a day in the grid, where short days stand side by side: "Today", "Mon 23 Nov". */
export function albumDay(ms: number, nowMs: number): string {
  return isOlderDay(ms, nowMs) ? shortDay.format(ms).replace(',', '') : dayName(ms, nowMs);
}

/** "12 kB", "3.4 MB", "1.2 GB" */
export function size(bytes: number): string {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1000)} kB`;
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
  return `${(bytes / 1e9).toFixed(1).replace('.0', '')} GB`;
}

/** "0:12" */
export function clipLength(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** For those who do not see it: "Picture of Front door, today 18:20, Biscuit on the porch". */
export function inWords(item: AlbumItem, nowMs: number): string {
  const kind = item.kind === 'clip' ? 'Clip' : 'Picture';
  const when = `${dayName(item.takenMs, nowMs).toLowerCase()} ${timeOfDay(item.takenMs)}`;
  return [`${kind} of ${item.deviceName}`, when, item.caption].filter(Boolean).join(', ');
}

const SOURCES: Record<AlbumItem['source'], string> = {
  live: 'while looking live',
  playback: 'from the recording',
  event: 'from an event',
};

/** "Kept by Mira from an event, yesterday 18:22" */
export function keptSentence(item: AlbumItem, nowMs: number): string {
  return `${item.keptBy}, ${SOURCES[item.source]}, ${pointInTime(item.keptMs, nowMs)}`;
}

/** "ends 3 Dec 18:20, opened twice" */
export function linkSentence(link: AlbumLink, nowMs: number): string {
  const days = Math.round((link.expiresMs - nowMs) / 86_400_000);
  const ends = days <= 1 ? `Ends at ${timeOfDay(link.expiresMs)}` : `Ends in ${days} days`;
  const opened =
    link.opened === 0 ? 'not opened yet' : link.opened === 1 ? 'opened once' : `opened ${link.opened} times`;
  return `${ends}, ${opened}`;
}

/** A name that every file system takes. */
export function fileName(item: AlbumItem): string {
  const local = new Date(item.takenMs - new Date(item.takenMs).getTimezoneOffset() * 60_000);
  const when = local.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.');
  return `${item.deviceName} ${when}.${item.kind === 'clip' ? 'mp4' : 'jpg'}`;
}
