/**
 * From the events of an input device to the edges of one key: a pure table, no device and no clock.
 *
 * Events come in packets that end with SYN_REPORT. When the kernel had to drop events it says SYN_DROPPED: what is
 * left of that packet means nothing, and then the key has to be asked for
 * (Documentation/input/event-codes.rst, "SYN_DROPPED").
 */
import { EV_KEY, EV_SYN, SYN_DROPPED, SYN_REPORT, type InputEvent } from './input-event.ts';

export interface KeyState {
  readonly pressed: boolean;
  /** Between SYN_DROPPED and the end of its packet. */
  readonly lost: boolean;
}

export type KeyInput =
  | { type: 'event'; event: InputEvent }
  /** The answer to "ask". */
  | { type: 'asked'; pressed: boolean; atUs: number };

export type KeyEffect =
  | { type: 'edge'; pressed: boolean; atUs: number }
  /** Events were dropped: ask how the key is now. */
  | { type: 'ask'; atUs: number };

/** @param code of the key (linux/input-event-codes.h) @returns the state after the input, and what is to be done */
export function step(
  state: KeyState,
  input: KeyInput,
  code: number,
): { state: KeyState; effects: KeyEffect[] } {
  if (input.type === 'asked') return edge({ ...state, lost: false }, input.pressed, input.atUs);
  const { event } = input;
  if (event.type === EV_SYN && event.code === SYN_DROPPED)
    return { state: { ...state, lost: true }, effects: [] };
  if (state.lost) {
    const isEnd = event.type === EV_SYN && event.code === SYN_REPORT;
    return { state, effects: isEnd ? [{ type: 'ask', atUs: event.atUs }] : [] };
  }
  // 0 up, 1 down, 2 repeated while held
  if (event.type !== EV_KEY || event.code !== code || event.value > 1) return { state, effects: [] };
  return edge(state, event.value === 1, event.atUs);
}

function edge(state: KeyState, pressed: boolean, atUs: number): { state: KeyState; effects: KeyEffect[] } {
  if (pressed === state.pressed) return { state, effects: [] };
  return { state: { ...state, pressed }, effects: [{ type: 'edge', pressed, atUs }] };
}
