/** What an event says. Only what the device knows: never who it was. */
import type { DeviceEvent } from '../../api.ts';
import type { IconName } from '../parts/icon.tsx';
import { lengthOfTime, pointInTime, timeWithSeconds } from './times.ts';

/** Nothing follows an event with its picture after this time, ms. */
const PICTURE_WAIT_MS = 30_000;

export const EVENT_ICON: Record<DeviceEvent['kind'], IconName> = {
  ring: 'bell',
  motion: 'motion',
  sound: 'wave',
  tamper: 'tamper',
};

const LASTED: Record<Exclude<DeviceEvent['kind'], 'ring'>, string> = {
  motion: 'Something moved',
  sound: 'Sound',
  tamper: 'The view changed all at once',
};

/** "Someone rang.", "Someone rang, 3 presses.", "Something moved for 9 s." */
export function eventSentence(event: DeviceEvent): string {
  if (event.kind === 'ring') {
    return event.presses > 1 ? `Someone rang, ${event.presses} presses.` : 'Someone rang.';
  }
  const say = LASTED[event.kind];
  if (event.kind === 'tamper' || event.endedMs === null) return `${say}.`;
  return `${say} for ${lengthOfTime((event.endedMs - event.startedMs) / 1000)}.`;
}

const WHY: Record<DeviceEvent['kind'], string> = {
  ring: 'The bell button was pressed. The camera does not know who it was.',
  motion: 'Something changed in the picture. The camera does not know what it was.',
  sound: 'It was louder than the level you set. What it was is not known.',
  tamper: 'The picture changed all at once.',
};

export function whyNoticed(event: DeviceEvent): string {
  return WHY[event.kind];
}

/** What stands where the picture would be. */
export function missingPicture(event: DeviceEvent, nowMs: number): 'coming' | 'none' {
  return nowMs - event.receivedMs < PICTURE_WAIT_MS ? 'coming' : 'none';
}

/** Undefined when it arrived in time. */
export function lateSentence(event: DeviceEvent, nowMs: number): string | undefined {
  if (!event.late) return undefined;
  const arrived = pointInTime(event.receivedMs, nowMs);
  return `At ${arrived}. It happened at ${timeWithSeconds(event.startedMs)}, while the device had no link, and was kept there.`;
}
