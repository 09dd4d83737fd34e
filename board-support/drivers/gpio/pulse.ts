/** A line that is active for a while: coils and relays. */
import { sleep, type Clock } from '#kit/clock.ts';
import type { GpioOutput } from './lines.ts';

/**
 * Sets the line active, and inactive again after `ms`; at once when the signal aborts, and also when anything fails.
 * @throws what the line throws, or the signal's reason
 */
export async function pulse(
  output: GpioOutput,
  ms: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  try {
    output.set(true);
    await sleep(clock, ms, signal);
  } finally {
    output.set(false);
  }
}
