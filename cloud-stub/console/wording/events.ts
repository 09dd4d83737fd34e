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

interface Words {
  /** What stands in the list, without a full stop. */
  says: string;
  why: string;
  /** Its length means something. */
  lasts: boolean;
}

const MOTION: Words = {
  says: 'Something moved',
  why: 'Something changed in the picture. The camera does not know what it was.',
  lasts: true,
};
const SOUND: Words = {
  says: 'A loud sound',
  why: 'It was louder than what is usual there. What it was is not known.',
  lasts: true,
};
const TAMPER: Words = {
  says: 'The view changed all at once',
  why: 'The picture changed all at once.',
  lasts: false,
};

/** By the label that is surest; a label of a newer device falls back to its kind. */
const BY_LABEL: Record<string, Words> = {
  motion: MOTION,
  loud: SOUND,
  dog: { says: 'A dog barked', why: 'It sounded like a dog. The device may be wrong.', lasts: true },
  baby: { says: 'A baby cried', why: 'It sounded like a baby. The device may be wrong.', lasts: true },
  covered: {
    says: 'The lens is covered',
    why: 'The picture went dark or blank all at once, and stayed so.',
    lasts: false,
  },
  defocused: {
    says: 'The picture is out of focus',
    why: 'All edges in the picture went soft: the lens may be dirty, wet or turned.',
    lasts: false,
  },
  turned: {
    says: 'The camera was turned',
    why: 'It looks at something else than before.',
    lasts: false,
  },
  'no-picture': {
    says: 'The camera gives no picture',
    why: 'The camera is away or broken. See the device’s page for what to do.',
    lasts: false,
  },
};
const BY_KIND = { motion: MOTION, sound: SOUND, tamper: TAMPER };

function wordsOf(event: DeviceEvent & { kind: keyof typeof BY_KIND }): Words {
  const [label = ''] = event.labels;
  return Object.hasOwn(BY_LABEL, label) ? BY_LABEL[label]! : BY_KIND[event.kind];
}

/** "Someone rang.", "Someone rang, 3 presses.", "Something moved for 9 s.", "A dog barked for 4 s." */
export function eventSentence(event: DeviceEvent): string {
  const { kind } = event;
  if (kind === 'ring') {
    return event.presses > 1 ? `Someone rang, ${event.presses} presses.` : 'Someone rang.';
  }
  const { says, lasts } = wordsOf({ ...event, kind });
  const seconds = event.endedMs === null ? 0 : (event.endedMs - event.startedMs) / 1000;
  return lasts && seconds >= 1 ? `${says} for ${lengthOfTime(seconds)}.` : `${says}.`;
}

export function whyNoticed(event: DeviceEvent): string {
  const { kind } = event;
  return kind === 'ring'
    ? 'The bell button was pressed. The camera does not know who it was.'
    : wordsOf({ ...event, kind }).why;
}

/** "Path and Gate"; undefined when it was in none. */
export function whereSentence({ zones }: DeviceEvent): string | undefined {
  if (zones.length === 0) return undefined;
  return [zones.slice(0, -1).join(', '), zones.at(-1)].filter(Boolean).join(' and ');
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
