/**
 * A button on a GPIO line.
 *
 * The kernel's debouncing is not asked for: it reports a change once the line has kept still, so the first edge of
 * every press would come late, in steps of the kernel's tick, and with the time of its report instead of its own.
 * What a press is decides firmware/doorbell/press.ts, which counts the first edge at once and bounce never; spikes
 * are left out here as far as that costs no time (gpio/spikes.ts).
 */
import type { PupsentryError } from '#kit/errors.ts';
import type { BoardParts } from '../board-schema.ts';
import type { ButtonInput, EdgeListener } from './button.ts';
import { KernelLines } from './gpio/kernel-lines.ts';
import type { Edge, GpioInput, GpioLines } from './gpio/lines.ts';
import { withoutSpikes } from './gpio/spikes.ts';

type GpioButtonProfile = Extract<BoardParts['button'], { kind: 'gpio' }>;

export class GpioButton implements ButtonInput {
  readonly name = 'button';
  readonly #profile: GpioButtonProfile;
  readonly #lines: GpioLines;
  readonly #edgeListeners = new Set<EdgeListener>();
  readonly #lostListeners = new Set<(reason: PupsentryError) => void>();
  #input: GpioInput | null = null;

  constructor(profile: GpioButtonProfile, options: { lines?: GpioLines } = {}) {
    this.#profile = profile;
    this.#lines = options.lines ?? new KernelLines();
  }

  async start(): Promise<void> {
    this.#input = this.#lines.requestInput(this.#profile, {
      bias: this.#profile.bias,
      onEdges: (edges) => this.#deliver(edges),
      onLost: (reason) => {
        for (const listener of this.#lostListeners) listener(reason);
      },
    });
  }

  async stop(): Promise<void> {
    this.#input?.release();
    this.#input = null;
  }

  onEdge(listener: EdgeListener): () => void {
    this.#edgeListeners.add(listener);
    return () => this.#edgeListeners.delete(listener);
  }

  onLost(listener: (reason: PupsentryError) => void): () => void {
    this.#lostListeners.add(listener);
    return () => this.#lostListeners.delete(listener);
  }

  /** Edges that came faster than they were read, since the start. */
  get droppedEdges(): number {
    return this.#input?.droppedEdges ?? 0;
  }

  #deliver(edges: Edge[]): void {
    for (const { active, atUs } of withoutSpikes(edges)) {
      for (const listener of this.#edgeListeners) listener(active, atUs);
    }
  }
}
