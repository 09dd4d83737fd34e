/** Spikes on a long wire to a button: told from presses without waiting. */
import type { Edge } from './lines.ts';

/**
 * Nobody presses for less than this, microseconds; what interference leaves on a wire is shorter. No more, so that
 * a contact that bounces or a program that presses is not taken for it.
 */
const SPIKE_US = 200;

/**
 * Leaves out pulses that are too short for a finger. Only where both ends are at hand: the first edge of a press is
 * passed on when it is read, never kept to see what follows. (A spike that is over before the kernel reads the line's
 * level comes as an edge to "inactive" anyway: drivers/gpio/gpiolib-cdev.c, edge_irq_thread.)
 * @param edges read together, oldest first
 */
export function withoutSpikes(edges: readonly Edge[]): Edge[] {
  const kept: Edge[] = [];
  for (let i = 0; i < edges.length; i++) {
    const edge = edges[i]!;
    const next = edges[i + 1];
    if (edge.active && next && !next.active && next.atUs - edge.atUs < SPIKE_US) i++;
    else kept.push(edge);
  }
  return kept;
}
