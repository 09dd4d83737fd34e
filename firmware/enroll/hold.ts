/**
 * From the edges of a button to a factory reset: a pure table, no clock and no I/O.
 *
 * A button held down for `countdownUs` begins a countdown, one held for `holdUs` is a reset. Letting go
 * cancels it; contacts that bounce for less than `debounceUs` have not let go. One that was down before
 * anybody listened never counts: only a press that was seen does.
 */

/** All times are CLOCK_MONOTONIC, microseconds. */
export type HoldInput = { type: 'edge'; pressed: boolean; atUs: number } | { type: 'time'; atUs: number };

export type HoldEffect =
  /** Whole seconds until the reset, once for each second. */
  { type: 'counted'; secondsLeft: number } | { type: 'cancelled' } | { type: 'held' };

export interface HoldRules {
  debounceUs: number;
  countdownUs: number;
  holdUs: number;
}

export interface HoldState {
  /** Since when it is down; null while it is up, and after a reset until it is let go. */
  readonly downUs: number | null;
  /** Let go, not yet for long enough to believe it. */
  readonly letGoUs: number | null;
  /** What the countdown said last; null before it. */
  readonly secondsLeft: number | null;
}

export const LET_GO: HoldState = { downUs: null, letGoUs: null, secondsLeft: null };

/** @returns the state after the input, and what happened, in order */
export function step(
  state: HoldState,
  input: HoldInput,
  rules: HoldRules,
): { state: HoldState; effects: HoldEffect[] } {
  const { atUs } = input;
  if (state.downUs === null) {
    const isPress = input.type === 'edge' && input.pressed;
    return { state: isPress ? { ...LET_GO, downUs: atUs } : state, effects: [] };
  }
  if (state.letGoUs !== null) {
    if (atUs - state.letGoUs >= rules.debounceUs) return letGo(state, input, rules);
    if (input.type === 'time' || !input.pressed) return { state, effects: [] };
  } else if (input.type === 'edge' && !input.pressed) {
    return { state: { ...state, letGoUs: atUs }, effects: [] };
  }
  return down({ ...state, letGoUs: null }, atUs, rules);
}

function letGo(state: HoldState, input: HoldInput, rules: HoldRules) {
  const effects: HoldEffect[] = state.secondsLeft === null ? [] : [{ type: 'cancelled' }];
  const next = step(LET_GO, input, rules);
  return { state: next.state, effects: [...effects, ...next.effects] };
}

function down(state: HoldState, atUs: number, rules: HoldRules): { state: HoldState; effects: HoldEffect[] } {
  const spentUs = atUs - state.downUs!;
  if (spentUs >= rules.holdUs) return { state: LET_GO, effects: [{ type: 'held' }] };
  if (spentUs < rules.countdownUs) return { state, effects: [] };
  const secondsLeft = Math.ceil((rules.holdUs - spentUs) / 1e6);
  if (secondsLeft === state.secondsLeft) return { state, effects: [] };
  return { state: { ...state, secondsLeft }, effects: [{ type: 'counted', secondsLeft }] };
}
