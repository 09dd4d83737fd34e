/** One clip that is to go to the cloud. */
import { isUuid } from './uuid.ts';

export type ClipKind = 'ring' | 'tamper' | 'motion' | 'sound';

export interface UploadJob {
  /** UUIDs. */
  clipId: string;
  eventId: string;
  kind: ClipKind;
  /** When the clip begins, ms since 1970. */
  createdMs: number;
}

/** Lower goes first: somebody at the door, somebody at the camera, then what moves and sounds. */
const URGENCY: Record<ClipKind, number> = { ring: 0, tamper: 1, motion: 2, sound: 2 };

/** Most urgent first, of the same urgency the oldest: what was begun is finished before its equals. */
export function byUrgency(a: UploadJob, b: UploadJob): number {
  return URGENCY[a.kind] - URGENCY[b.kind] || a.createdMs - b.createdMs || (a.clipId < b.clipId ? -1 : 1);
}

/** What is given up for a new one when there is no room: the least urgent, of these the oldest. */
export function byExpendability(a: UploadJob, b: UploadJob): number {
  return URGENCY[b.kind] - URGENCY[a.kind] || a.createdMs - b.createdMs;
}

/** @returns null when the text is no job */
export function parseJob(text: string): UploadJob | null {
  try {
    const { clipId, eventId, kind, createdMs } = JSON.parse(text) as Partial<UploadJob>;
    const isSound =
      isUuid(clipId) && isUuid(eventId) && String(kind) in URGENCY && Number.isSafeInteger(createdMs);
    return isSound ? { clipId, eventId, kind: kind!, createdMs: createdMs! } : null;
  } catch {
    return null;
  }
}
