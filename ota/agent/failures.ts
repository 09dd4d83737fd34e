/**
 * Releases that could not be had, and when each is tried again by itself: pure.
 *
 * An installation that failed (no line, a mirror without the blocks) costs little and is tried again soon. A trial that
 * failed has cost the household minutes of its camera: after the third the device waits for another release, or for a
 * person who says "now".
 */
import { MAX_FAILURES, type Failure } from './state.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
export const INSTALL_WAIT = { firstMs: 5 * MINUTE, maxMs: DAY };
export const TRIAL_WAIT = { firstMs: DAY, maxMs: 14 * DAY };
/** After this many failed trials of one release it is not tried again by itself. */
export const MAX_TRIALS = 3;

export interface FailedTry {
  kind: 'install' | 'trial' | 'went-back';
  rootHash: string;
  version: string;
  code: string;
  reason: string;
  /** Wall clock, ms. */
  atMs: number;
  /** In [0, 1): spreads the fleet. */
  random: number;
}

/** @returns the list with this try counted, the newest first */
export function withFailure(failures: readonly Failure[], failed: FailedTry): Failure[] {
  const { rootHash, version, code, reason, atMs, random } = failed;
  const known = failures.find((failure) => failure.rootHash === rootHash);
  const trials = (known?.trials ?? 0) + (failed.kind === 'trial' ? 1 : 0);
  const installs = failed.kind === 'install' ? (known?.installs ?? 0) + 1 : 0;
  const isGivenUp = failed.kind === 'went-back' || trials >= MAX_TRIALS;
  const waitMs = longestWaitMs({ trials, installs });
  // Half of it for sure, half by chance.
  const untilMs = isGivenUp ? null : Math.round(atMs + waitMs / 2 + (waitMs / 2) * random);
  const failure: Failure = { rootHash, version, trials, installs, untilMs, code, reason };
  return [failure, ...withoutFailure(failures, rootHash)].slice(0, MAX_FAILURES);
}

export function withoutFailure(failures: readonly Failure[], rootHash: string): Failure[] {
  return failures.filter((failure) => failure.rootHash !== rootHash);
}

/** @returns when the release may be tried by itself, wall clock ms: Infinity for never, 0 for at any time */
export function blockedUntilMs(failures: readonly Failure[], rootHash: string, nowMs: number): number {
  const failure = failures.find((one) => one.rootHash === rootHash);
  if (!failure) return 0;
  if (failure.untilMs === null) return Infinity;
  return unlessClockWasWrong(failure.untilMs, nowMs, longestWaitMs(failure));
}

/**
 * Of a time that was written down as at most `longestMs` ahead. One that is twice as far ahead by now was written by a clock
 * that was wrong, and is worth nothing.
 */
export function unlessClockWasWrong(untilMs: number, nowMs: number, longestMs: number): number {
  return untilMs - nowMs > 2 * longestMs ? 0 : untilMs;
}

function longestWaitMs({ trials, installs }: Pick<Failure, 'trials' | 'installs'>): number {
  const { firstMs, maxMs } = installs > 0 ? INSTALL_WAIT : TRIAL_WAIT;
  const tries = Math.max(1, installs > 0 ? installs : trials);
  return Math.min(maxMs, firstMs * 2 ** Math.min(tries - 1, 20));
}
