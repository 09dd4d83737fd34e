/** GPIO lines as the drivers see them: the kernel's (kernel-lines.ts) or simulated ones. */
import type { PupsentryError } from '#kit/errors.ts';
import type { GpioLineProfile } from '../../board-schema.ts';

export interface Edge {
  /** The state after it. */
  active: boolean;
  /** When the kernel saw it, CLOCK_MONOTONIC, microseconds. */
  atUs: number;
}

export interface InputOptions {
  bias: 'as-is' | 'pull-up' | 'pull-down' | 'disabled';
  /**
   * A change counts after the line has kept still for this long, microseconds; 0 for none. The chip does it, or the
   * kernel in steps of its tick (4 to 10 ms). Every edge, the first too, is late by as much.
   */
  debounceUs?: number;
  /** Called on the event loop with what has happened since the last call, oldest first. */
  onEdges: (edges: Edge[]) => void;
  /** The chip is gone: there will be no more edges. Called once. */
  onLost: (reason: PupsentryError) => void;
}

export interface GpioInput {
  /** As it is now. @throws DeviceError */
  active(): boolean;
  /** Edges that the kernel dropped because nobody read them in time, since the request. */
  readonly droppedEdges: number;
  /** Idempotent. */
  release(): void;
}

export interface GpioOutput {
  /** What was set last. */
  readonly active: boolean;
  /** Takes effect before it returns. @throws DeviceError */
  set(active: boolean): void;
  /** Sets it inactive, if it can still be set, and gives it back. Idempotent, never throws. */
  release(): void;
}

/**
 * Lines for the asking, each for one user at a time.
 * Errors are PupsentryErrors: "gpio-chip-missing" and "gpio-line-missing" list those that are there,
 * "gpio-line-busy" names who has it, "gpio-not-allowed", "gpio-failed".
 */
export interface GpioLines {
  /** Both edges from now on; a line that is active already makes none. */
  requestInput(line: GpioLineProfile, options: InputOptions): GpioInput;
  /** @param active its state from the start */
  requestOutput(line: GpioLineProfile, active: boolean): GpioOutput;
}

/** "doorbell-button" of cam-gpio: how lines are called in sentences. */
export function lineTitle(line: Pick<GpioLineProfile, 'chip' | 'line'>): string {
  return typeof line.line === 'string' ? `"${line.line}" of ${line.chip}` : `${line.line} of ${line.chip}`;
}
