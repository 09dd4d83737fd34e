/** The language of the status light: from what is going on to one pattern, pure. docs/boards.md has the table. */
import type { LightPattern } from '#board/drivers/light.ts';

export interface StatusFacts {
  /** A button is held for a factory reset: whole seconds until it happens. Null when none is. */
  resetInSeconds: number | null;
  /** The factory reset goes on, until the restart. */
  isResetting: boolean;
  isIdentifying: boolean;
  isUpdating: boolean;
  isRinging: boolean;
  /** Not ready yet: no picture and no cloud since the start. */
  isStarting: boolean;
  /** Somebody watches. */
  isWatched: boolean;
  hasFault: boolean;
  /** A cloud is configured and cannot be reached. */
  isCloudAway: boolean;
  /** Setting light.ready. */
  isLitWhenReady: boolean;
}

export type StatusCondition =
  | 'resetting'
  | 'reset-countdown'
  | 'identify'
  | 'updating'
  | 'ringing'
  | 'starting'
  | 'live'
  | 'fault'
  | 'no-network'
  | 'ready';

const OFF: LightPattern = { kind: 'off' };
const ON: LightPattern = { kind: 'on' };
const blink = (onMs: number, offMs: number): LightPattern => ({ kind: 'blink', onMs, offMs });

/** Half a period of the countdown, ms, by whole seconds left: faster and faster. The last one for 1 and 0. */
const COUNTDOWN_MS = [50, 50, 75, 100, 150, 200, 300];
const SLOWEST_COUNTDOWN_MS = 400;

const PATTERNS: Record<Exclude<StatusCondition, 'reset-countdown' | 'ready'>, LightPattern> = {
  resetting: ON,
  identify: blink(150, 150),
  updating: blink(500, 500),
  ringing: blink(250, 250),
  starting: blink(1000, 1000),
  live: blink(1900, 100),
  fault: blink(100, 2900),
  'no-network': blink(100, 900),
};

/** @returns what the light says now */
export function statusCondition(facts: StatusFacts): StatusCondition {
  if (facts.isResetting) return 'resetting';
  if (facts.resetInSeconds !== null) return 'reset-countdown';
  if (facts.isIdentifying) return 'identify';
  if (facts.isUpdating) return 'updating';
  if (facts.isRinging) return 'ringing';
  if (facts.isStarting) return 'starting';
  if (facts.isWatched) return 'live';
  if (facts.hasFault) return 'fault';
  if (facts.isCloudAway) return 'no-network';
  return 'ready';
}

/** @returns how the light says it */
export function statusPattern(facts: StatusFacts): LightPattern {
  const condition = statusCondition(facts);
  if (condition === 'ready') return facts.isLitWhenReady ? ON : OFF;
  if (condition !== 'reset-countdown') return PATTERNS[condition];
  const halfMs = COUNTDOWN_MS[Math.max(0, facts.resetInSeconds!)] ?? SLOWEST_COUNTDOWN_MS;
  return blink(halfMs, halfMs);
}
