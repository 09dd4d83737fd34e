/**
 * The health gate: whether a system on trial may stay.
 *
 * It has to do what the old one did before the update, and nothing more: privacy mode, recording switched off, a camera
 * that was missing then are healthy. Pictures flow, the recorder writes and reads back, and the device logs in at the
 * broker if it had within the day before; if it had not, everything else has to work for half an hour.
 */
import { sleep, type Clock } from '#kit/clock.ts';
import type { Sign, Signs } from './parts.ts';
import type { Baseline } from './state.ts';

/** How often it looks, ms. */
const LOOK_MS = 5000;
/** What is asked for has to work this long without a break, ms. */
export const STEADY_MS = 30_000;
/** Camera and storage may take so long to begin, or to mend, ms. */
export const LOCAL_LIMIT_MS = 5 * 60_000;
/** By then there is a verdict, ms. */
export const TOTAL_LIMIT_MS = 30 * 60_000;
/** A login before the update counts for this long, ms. */
export const CLOUD_MEMORY_MS = 24 * 60 * 60_000;

export interface Verdict {
  healthy: boolean;
  /** Stable word for programs; empty when healthy. */
  code: string;
  /** Why not, for people; empty when healthy. */
  reason: string;
}

const HEALTHY: Verdict = { healthy: true, code: '', reason: '' };
const unhealthy = (code: string, reason: string): Verdict => ({ healthy: false, code, reason });
const NO_PICTURE = unhealthy('no-picture', 'The camera gives no picture with the new version.');
const NO_RECORDING = unhealthy('no-recording', 'Nothing can be recorded with the new version.');
const NO_CLOUD = unhealthy('no-cloud', 'The new version does not reach the cloud, and the old one did.');

/** @returns what works now, to hold the new system against */
export async function takeBaseline(options: {
  signs: Signs;
  cloudMs: number | null;
  nowMs: number;
  signal: AbortSignal;
}): Promise<Baseline> {
  const { signs, cloudMs, nowMs, signal } = options;
  const recorder = await signs.recorder(signal);
  return {
    picture: signs.picture(),
    recorder,
    cloudMs: signs.cloud() === 'works' ? nowMs : cloudMs,
    atMs: nowMs,
  };
}

/**
 * @param options.baseline null: nothing is known of before; then everything is asked for but the cloud
 * @returns the verdict. @throws the signal's reason
 */
export async function judge(options: {
  signs: Signs;
  baseline: Baseline | null;
  clock: Clock;
  signal: AbortSignal;
}): Promise<Verdict> {
  const { signs, baseline, clock, signal } = options;
  const isFine = (part: 'picture' | 'recorder', sign: Sign) =>
    sign !== 'broken' || (baseline !== null && baseline[part] !== 'works');
  const begunMs = clock.monotonicMs();
  let lastGoodMs = begunMs;
  let goodSinceMs: number | null = null;
  let hasRecorded = false;
  for (;;) {
    const hasPicture = isFine('picture', signs.picture());
    if (hasPicture && !hasRecorded) hasRecorded = isFine('recorder', await signs.recorder(signal));
    const nowMs = clock.monotonicMs();
    if (hasPicture && hasRecorded) {
      goodSinceMs ??= nowMs;
      lastGoodMs = nowMs;
    } else goodSinceMs = null;
    const isSteady = goodSinceMs !== null && nowMs - goodSinceMs >= STEADY_MS;
    if (isSteady && signs.cloud() === 'works') return HEALTHY;
    const fault = hasPicture ? NO_RECORDING : NO_PICTURE;
    if (nowMs - lastGoodMs >= LOCAL_LIMIT_MS) return fault;
    if (nowMs - begunMs >= TOTAL_LIMIT_MS) {
      if (!isSteady) return fault;
      return wasInCloud(baseline) ? NO_CLOUD : HEALTHY;
    }
    await sleep(clock, LOOK_MS, signal);
  }
}

function wasInCloud(baseline: Baseline | null): boolean {
  if (!baseline || baseline.cloudMs === null) return false;
  return baseline.atMs - baseline.cloudMs <= CLOUD_MEMORY_MS;
}
