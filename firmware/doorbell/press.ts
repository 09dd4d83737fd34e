/**
 * From the edges of a button line to rings: a pure table, no clock and no I/O.
 *
 * A press counts at its first edge, so that nothing waits for contacts to settle; what makes it one
 * press is that the button had been let go for the debounce time before. Bounce while pressing and while
 * letting go, and a button held for minutes, are therefore one press. Spikes on a long wire are filtered
 * where they arise, by the line's driver.
 *
 * The blind time counts from the first press of a ring and does not grow: somebody who keeps pressing
 * rings again after it.
 */

/** All times are CLOCK_MONOTONIC, microseconds. */
export type PressInput = { type: 'edge'; pressed: boolean; atUs: number } | { type: 'time'; atUs: number };

/** What the machine asks for; `ring` counts the rings of this machine from 1. */
export type PressEffect =
  | { type: 'ring-started'; ring: number; atUs: number; blindUntilUs: number }
  | { type: 'pressed-again'; ring: number; presses: number }
  | { type: 'ring-ended'; ring: number; presses: number; lastPressUs: number };

export interface PressRules {
  debounceUs: number;
  blindUs: number;
}

interface Ring {
  number: number;
  presses: number;
  lastPressUs: number;
  blindUntilUs: number;
}

export interface PressState {
  readonly line: { pressed: boolean; changedUs: number };
  /** The ring that further presses count to, until its blind time is over. */
  readonly ring: Ring | null;
  readonly rings: number;
}

export const QUIET: PressState = { line: { pressed: false, changedUs: -Infinity }, ring: null, rings: 0 };

/** @returns the state after the input, and what happened, in order */
export function step(
  state: PressState,
  input: PressInput,
  rules: PressRules,
): { state: PressState; effects: PressEffect[] } {
  const effects: PressEffect[] = [];
  let { ring, rings } = state;
  if (ring && input.atUs >= ring.blindUntilUs) {
    effects.push(ended(ring));
    ring = null;
  }
  if (input.type === 'time') return { state: { ...state, ring }, effects };

  const line = { pressed: input.pressed, changedUs: input.atUs };
  if (!isPress(state.line, input, rules.debounceUs)) return { state: { line, ring, rings }, effects };

  if (ring) {
    ring = { ...ring, presses: ring.presses + 1, lastPressUs: input.atUs };
    effects.push({ type: 'pressed-again', ring: ring.number, presses: ring.presses });
  } else {
    rings++;
    ring = {
      number: rings,
      presses: 1,
      lastPressUs: input.atUs,
      blindUntilUs: input.atUs + rules.blindUs,
    };
    effects.push({
      type: 'ring-started',
      ring: rings,
      atUs: input.atUs,
      blindUntilUs: ring.blindUntilUs,
    });
    if (rules.blindUs === 0) {
      effects.push(ended(ring));
      ring = null;
    }
  }
  return { state: { line, ring, rings }, effects };
}

/** A line that reports "pressed" twice has lost an edge or repeats a held button: not a press. */
function isPress(line: PressState['line'], edge: { pressed: boolean; atUs: number }, debounceUs: number) {
  return edge.pressed && !line.pressed && edge.atUs - line.changedUs >= debounceUs;
}

function ended(ring: Ring): PressEffect {
  return {
    type: 'ring-ended',
    ring: ring.number,
    presses: ring.presses,
    lastPressUs: ring.lastPressUs,
  };
}
