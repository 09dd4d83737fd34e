/**
 * Day or night: a pure table, no clock and no I/O.
 *
 * To night when the picture has been darker than `darkLuma` for `darkMs`: the filter goes out, then the
 * infrared light on. From then on the picture says how bright the infrared light makes it, so the way back
 * is another one: what was seen once the switch had settled is the baseline, and when the gain has been
 * under `gainShare` of it for `brightMs` (or the luma far above it, for boards that know no gain) the
 * infrared light is put out for a trial. Only a picture that stays bright by itself for `brightMs` makes it
 * day. A trial that fails puts the light on again, takes what is seen then as the new baseline and doubles
 * the wait before the next one. The filter does not move in a trial, so a wall that reflects infrared,
 * headlights and a slow dusk cannot make it click to and fro.
 *
 * A camera that adjusts its exposure may never show a dawn under infrared light: trials also come by
 * themselves, with pauses that double up to `tryMs` (four times that where the gain is known).
 *
 * A light sensor does not see infrared: it decides by two thresholds, without trials.
 */

import { darkest, followed, isFarAbove, type Baseline } from './night-baseline.ts';

export type View = 'day' | 'night';
export type ViewMode = 'auto' | View;

export interface DayNightRules {
  mode: ViewMode;
  /** Mean luma, 0 to 255. */
  darkLuma: number;
  darkMs: number;
  /** Without infrared light it has to be this bright for day, mean luma. */
  dayLuma: number;
  /** Of the baseline, 0 to 1. */
  gainShare: number;
  brightMs: number;
  /** Shortest stay in day or night unless a person says otherwise. */
  stayMs: number;
  /** Exposure follows a filter and an infrared light within this; then half as long the baseline is taken. */
  settleMs: number;
  /** Longest pause between trials that come by themselves; 0 for none. */
  tryMs: number;
  /** Of a light sensor. */
  nightLux: number;
  dayLux: number;
  /** The board has an infrared light: at night luma alone does not say how dark it is. */
  hasInfrared: boolean;
}

/** `atMs` is monotonic. */
export type DayNightEvent =
  /** A picture was looked at. The gain is null where it is not known. */
  | { type: 'looked'; atMs: number; luma: number; gain: number | null }
  | { type: 'sensed'; atMs: number; lux: number }
  /** Start, or the mode was changed. */
  | { type: 'ruled'; atMs: number }
  /** No picture: what had begun to count counts no longer. */
  | { type: 'blinded'; atMs: number };

/** In the order in which they are to be carried out. */
export type DayNightEffect =
  | { type: 'filter'; place: 'in' | 'out' }
  | { type: 'infrared'; on: boolean }
  | { type: 'switched'; to: View; why: string };

export interface DayNightState {
  /** Null before the first rule. */
  readonly view: View | null;
  readonly sinceMs: number;
  /** settling: the switch is not over, then the baseline is taken. trying: the infrared light is out. */
  readonly phase: 'settling' | 'watching' | 'trying';
  readonly phaseSinceMs: number;
  /** Since when that holds which would make it switch. */
  readonly holdSinceMs: number | null;
  readonly lookedMs: number;
  readonly baseline: Baseline | null;
  readonly mode: ViewMode;
  /** Trials and days in a row that turned out wrong. */
  readonly mistakes: number;
  /** No trial for its brightness before this. */
  readonly waitUntilMs: number;
  /** A trial by itself at this time, and the pause after it. */
  readonly tryAtMs: number;
  readonly tryPauseMs: number;
}

/** A longer pause between two looks breaks what had begun to count, ms. */
const MAX_GAP_MS = 3000;
/** The filter stands still in a trial: exposure follows the loss of the infrared light within this, ms. */
const TRIAL_SETTLE_MS = 3000;
/** A day that ends sooner was a mistake, ms. */
const WRONG_DAY_MS = 600_000;
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 1_800_000;
/** Trials by themselves are rarer by this where the gain tells. */
const GAIN_IS_TOLD = 4;

export const UNDECIDED: DayNightState = {
  view: null,
  sinceMs: -Infinity,
  phase: 'watching',
  phaseSinceMs: -Infinity,
  holdSinceMs: null,
  lookedMs: -Infinity,
  baseline: null,
  mode: 'auto',
  mistakes: 0,
  waitUntilMs: -Infinity,
  tryAtMs: Infinity,
  tryPauseMs: 0,
};

export interface DayNightStep {
  state: DayNightState;
  effects: DayNightEffect[];
}

/** @returns the state after the event, and what to do, in order */
export function step(state: DayNightState, event: DayNightEvent, rules: DayNightRules): DayNightStep {
  switch (event.type) {
    case 'ruled':
      return ruled(state, event.atMs, rules);
    case 'blinded':
      return blinded(state, event.atMs);
    case 'looked':
      if (state.view === null || rules.mode !== 'auto') return same(state);
      if (state.view === 'day') return byDay(state, event, rules);
      return byNight(state, event, rules);
    case 'sensed':
      if (state.view === null || rules.mode !== 'auto') return same(state);
      return sensed(state, event, rules);
  }
}

function ruled(state: DayNightState, atMs: number, rules: DayNightRules): DayNightStep {
  const { mode } = rules;
  const next = { ...state, mode, holdSinceMs: null };
  if (mode === 'night' && state.view !== 'night') return toNight(next, atMs, rules, 'by hand');
  if (mode === 'night') return state.phase === 'trying' ? endTrial(next, atMs) : same(next);
  if (mode === 'day' && state.view !== 'day') return toDay(next, atMs, 'by hand');
  if (state.view === null) return firstDay(next);
  // Nobody knows how bright it was when a person made it night: look soon.
  const isFreed = mode === 'auto' && state.mode !== 'auto' && state.view === 'night';
  return same(isFreed && rules.tryMs > 0 ? { ...next, tryAtMs: atMs } : next);
}

/** Without a past every device begins by day; the first picture may change that at once. */
function firstDay(state: DayNightState): DayNightStep {
  return {
    state: { ...state, view: 'day' },
    effects: [
      { type: 'infrared', on: false },
      { type: 'filter', place: 'in' },
    ],
  };
}

function blinded(state: DayNightState, atMs: number): DayNightStep {
  if (state.phase === 'trying') return endTrial(state, atMs);
  return same({ ...state, holdSinceMs: null, lookedMs: -Infinity });
}

function byDay(
  state: DayNightState,
  { atMs, luma }: { atMs: number; luma: number },
  rules: DayNightRules,
): DayNightStep {
  const next = held(state, atMs, luma < rules.darkLuma);
  const isDark = heldFor(next, atMs) >= rules.darkMs;
  if (!isDark || atMs - state.sinceMs < rules.stayMs) return same(next);
  return toNight(next, atMs, rules, `luma ${luma.toFixed(0)}, under ${rules.darkLuma}`);
}

function byNight(
  state: DayNightState,
  event: { atMs: number; luma: number; gain: number | null },
  rules: DayNightRules,
): DayNightStep {
  const { atMs, luma } = event;
  const dayLuma = Math.max(rules.dayLuma, rules.darkLuma * 1.5);
  if (state.phase === 'trying') return trial(state, event, rules, dayLuma);
  if (state.phase === 'settling') return settling(state, event, rules);

  const baseline = followed(state.baseline, event, atMs - state.lookedMs);
  const isBright = rules.hasInfrared
    ? isFarAbove(baseline, event, { gainShare: rules.gainShare, dayLuma })
    : luma >= dayLuma;
  const next = { ...held(state, atMs, isBright), baseline };
  if (atMs - state.sinceMs < rules.stayMs) return same(next);
  const wants = heldFor(next, atMs) >= rules.brightMs && atMs >= state.waitUntilMs;
  if (wants && !rules.hasInfrared) return toDay(next, atMs, `luma ${luma.toFixed(0)}`);
  const byItself = rules.hasInfrared && atMs >= Math.max(state.tryAtMs, state.waitUntilMs);
  if (!wants && !byItself) return same(next);
  // What comes by itself and fails is no mistake: it was to be expected.
  return {
    state: {
      ...next,
      phase: 'trying',
      phaseSinceMs: atMs,
      holdSinceMs: null,
      ...(wants && mistaken(state, atMs)),
    },
    effects: [{ type: 'infrared', on: false }],
  };
}

function settling(
  state: DayNightState,
  { atMs, luma, gain }: { atMs: number; luma: number; gain: number | null },
  { settleMs }: DayNightRules,
): DayNightStep {
  const spentMs = atMs - state.phaseSinceMs;
  if (spentMs < settleMs) return same({ ...state, lookedMs: atMs });
  const baseline = darkest(state.baseline, { luma, gain });
  const isOver = spentMs >= settleMs * 1.5;
  return same({
    ...state,
    lookedMs: atMs,
    baseline,
    ...(isOver && { phase: 'watching', phaseSinceMs: atMs }),
  });
}

/** Dark at one look is the end of a trial; day takes a picture that stays bright. */
function trial(
  state: DayNightState,
  { atMs, luma, gain }: { atMs: number; luma: number; gain: number | null },
  rules: DayNightRules,
  dayLuma: number,
): DayNightStep {
  if (atMs - state.phaseSinceMs < Math.min(TRIAL_SETTLE_MS, rules.settleMs))
    return same({ ...state, lookedMs: atMs });
  if (luma < dayLuma) {
    const pauseMs = Math.min(rules.tryMs * (gain === null ? 1 : GAIN_IS_TOLD), state.tryPauseMs * 2);
    return endTrial(
      { ...state, tryAtMs: rules.tryMs > 0 ? atMs + pauseMs : Infinity, tryPauseMs: pauseMs },
      atMs,
    );
  }
  const next = held(state, atMs, true);
  if (heldFor(next, atMs) < rules.brightMs) return same(next);
  return toDay(next, atMs, `luma ${luma.toFixed(0)} without infrared light`);
}

function endTrial(state: DayNightState, atMs: number): DayNightStep {
  return {
    state: { ...state, phase: 'settling', phaseSinceMs: atMs, baseline: null, holdSinceMs: null },
    effects: [{ type: 'infrared', on: true }],
  };
}

function sensed(
  state: DayNightState,
  { atMs, lux }: { atMs: number; lux: number },
  rules: DayNightRules,
): DayNightStep {
  const isDay = state.view === 'day';
  const next = held(state, atMs, isDay ? lux < rules.nightLux : lux > Math.max(rules.dayLux, rules.nightLux));
  const isOver = heldFor(next, atMs) >= (isDay ? rules.darkMs : rules.brightMs);
  if (!isOver || atMs - state.sinceMs < rules.stayMs) return same(next);
  const why = `${lux.toFixed(1)} lux`;
  return isDay ? toNight(next, atMs, rules, why) : toDay(next, atMs, why);
}

function toNight(state: DayNightState, atMs: number, rules: DayNightRules, why: string): DayNightStep {
  const wasWrong = state.view === 'day' && state.mistakes > 0 && atMs - state.sinceMs < WRONG_DAY_MS;
  return {
    state: {
      ...state,
      ...(wasWrong ? mistaken(state, atMs) : { mistakes: 0, waitUntilMs: atMs }),
      view: 'night',
      sinceMs: atMs,
      phase: 'settling',
      phaseSinceMs: atMs,
      holdSinceMs: null,
      baseline: null,
      tryPauseMs: FIRST_WAIT_MS,
      tryAtMs: rules.tryMs > 0 ? atMs + FIRST_WAIT_MS : Infinity,
    },
    effects: [
      { type: 'filter', place: 'out' },
      { type: 'infrared', on: true },
      { type: 'switched', to: 'night', why },
    ],
  };
}

function toDay(state: DayNightState, atMs: number, why: string): DayNightStep {
  return {
    state: {
      ...state,
      view: 'day',
      sinceMs: atMs,
      phase: 'watching',
      phaseSinceMs: atMs,
      holdSinceMs: null,
      baseline: null,
      tryAtMs: Infinity,
      // Until it has lasted.
      mistakes: Math.max(1, state.mistakes),
    },
    effects: [
      { type: 'infrared', on: false },
      { type: 'filter', place: 'in' },
      { type: 'switched', to: 'day', why },
    ],
  };
}

function mistaken({ mistakes }: DayNightState, atMs: number) {
  const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(mistakes, 10));
  return { mistakes: mistakes + 1, waitUntilMs: atMs + waitMs };
}

function held(state: DayNightState, atMs: number, holds: boolean): DayNightState {
  const goesOn = state.holdSinceMs !== null && atMs - state.lookedMs <= MAX_GAP_MS;
  return { ...state, lookedMs: atMs, holdSinceMs: holds ? (goesOn ? state.holdSinceMs : atMs) : null };
}

function heldFor({ holdSinceMs }: DayNightState, atMs: number): number {
  return holdSinceMs === null ? -1 : atMs - holdSinceMs;
}

function same(state: DayNightState): DayNightStep {
  return { state, effects: [] };
}
