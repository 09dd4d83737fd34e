/**
 * From the edges of a button line to presses: pure, no clock and no I/O.
 *
 * A press counts at its first edge, so that nothing waits for contacts to settle; what makes it one
 * press is that the button had been let go for the debounce time before. Bounce while pressing and while
 * letting go, and a button held for minutes, are therefore one press. Spikes on a long wire are filtered
 * where they arise, by the line's driver. What presses add up to is the alarm life cycle's business.
 */

/** All times are CLOCK_MONOTONIC, microseconds. */
export interface Edge {
  readonly pressed: boolean;
  readonly atUs: number;
}

/** The line as its last edge left it. */
export const RELEASED: Edge = { pressed: false, atUs: -Infinity };

/** A line that reports "pressed" twice has lost an edge or repeats a held button: not a press. */
export function isPress(before: Edge, edge: Edge, debounceUs: number): boolean {
  return edge.pressed && !before.pressed && edge.atUs - before.atUs >= debounceUs;
}
