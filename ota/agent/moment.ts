/** Whether now is the moment for an update, and how long it may be put off: pure. */
import { PupsentryError } from '#kit/errors.ts';
import { unlessClockWasWrong } from './failures.ts';
import type { Wishes } from './parts.ts';
import type { Job } from './state.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
export const POSTPONE = { byDefaultHours: 24, mostHours: 7 * 24 } as const;
/** One release can be put off so often. */
export const MAX_POSTPONEMENTS = 5;
/** A security update can be put off until so long after it was offered, ms. */
export const SECURITY_PATIENCE_MS = 3 * DAY;

/** Why an update waits. */
export type Hindrance = 'consent' | 'postponed' | 'metered' | 'window' | 'busy';

/**
 * "Now" stands above consent, window and a metered line, for who says it means it; nothing stands above people who are being
 * looked after at this moment.
 * @param offer.isFetched everything is there already: the line does not matter
 */
export function hindranceOf(
  job: Job,
  around: { wishes: Wishes; busy: string; nowMs: number; isFetched: boolean },
): Hindrance | null {
  const { wishes, busy, nowMs, isFetched } = around;
  const isRepair = job.kind === 'repair'; // it disturbs nobody and restarts nothing
  if (!job.isAsked) {
    if (!wishes.auto && !isRepair) return 'consent';
    if (nowMs < postponedUntilMs(job, nowMs)) return 'postponed';
    if (wishes.isMetered && !isFetched) return 'metered';
    const isGoingOn = isRepair || (job.isBegun && !isFetched);
    if (!wishes.isInWindow && !isGoingOn) return 'window';
  }
  return busy === '' ? null : 'busy';
}

/** @returns wall clock ms; 0 when it is not put off */
export function postponedUntilMs({ postponedUntilMs: untilMs }: Job, nowMs: number): number {
  return unlessClockWasWrong(untilMs, nowMs, POSTPONE.mostHours * HOUR);
}

/**
 * @returns until when the update waits, wall clock ms
 * @throws PupsentryError "postponed-enough"
 */
export function postponement(job: Job, hours: number, nowMs: number): number {
  const wantedMs = nowMs + Math.min(POSTPONE.mostHours, Math.max(1, hours)) * HOUR;
  const latestMs = job.isSecurity ? job.offeredMs + SECURITY_PATIENCE_MS : Infinity;
  if (job.postponements < MAX_POSTPONEMENTS && latestMs > nowMs) return Math.min(wantedMs, latestMs);
  throw new PupsentryError(
    'postponed-enough',
    job.isSecurity
      ? `${job.release.version} closes a security hole and can be put off for 3 days only.`
      : `${job.release.version} has been put off ${MAX_POSTPONEMENTS} times already.`,
    'Choose a better time with the setting updates.window, or turn updates.auto off.',
  );
}
