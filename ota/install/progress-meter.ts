/** Counts what an installation has done and estimates how long the rest takes. */
import type { Clock } from '#kit/clock.ts';
import type { InstallProgress } from '../agent/parts.ts';

export interface ProgressMeterOptions {
  clock: Clock;
  /** Of data and tree. */
  blocksTotal: number;
  fetchedBytes: () => number;
  writtenBytes: () => number;
  onProgress: (progress: InstallProgress) => void;
}

type Origin = 'kept' | 'copied' | 'fetched';

export class ProgressMeter {
  readonly #options: ProgressMeterOptions;
  readonly #blocks = { kept: 0, copied: 0, fetched: 0 };
  /** Blocks of a phase (looking through the slot, fetching, reading back), and what it has taken, ms. */
  readonly #scan = { blocks: 0, ms: 0 };
  #phase: { left: number; done: number; startedMs: number };
  #step: InstallProgress['step'] = 'reconcile';

  constructor(options: ProgressMeterOptions) {
    this.#options = options;
    this.#phase = this.#newPhase(0);
  }

  /** Looking through `blocks` of the slot begins, and then `scanned` of it ends. */
  beginScan(blocks: number): void {
    this.#phase = this.#newPhase(blocks);
  }

  endScan(): void {
    this.#scan.blocks += this.#phase.done;
    this.#scan.ms += this.#elapsedMs();
  }

  beginFetch(blocks: number): void {
    this.#phase = this.#newPhase(blocks);
  }

  beginReadBack(): void {
    this.#step = 'read-back';
    this.#phase = this.#newPhase(this.#options.blocksTotal);
  }

  /** Blocks of the phase have been dealt with; `found` says where those were that are now in the slot. */
  done(blocks: number, found: Partial<Record<Origin, number>> = {}): void {
    this.#phase.done += blocks;
    this.#phase.left -= blocks;
    for (const origin of ['kept', 'copied', 'fetched'] as const) this.#blocks[origin] += found[origin] ?? 0;
    this.#options.onProgress(this.progress());
  }

  progress(): InstallProgress {
    const { kept, copied, fetched } = this.#blocks;
    return {
      step: this.#step,
      blocksKept: kept,
      blocksCopied: copied,
      blocksFetched: fetched,
      blocksDone: this.#step === 'read-back' ? this.#phase.done : kept + copied + fetched,
      blocksTotal: this.#options.blocksTotal,
      fetchedBytes: this.#options.fetchedBytes(),
      writtenBytes: this.#options.writtenBytes(),
      secondsLeft: this.#secondsLeft(),
    };
  }

  /** Known once all that is missing is: while the last layer is fetched and while all is read back. */
  #secondsLeft(): number | null {
    const { left, done } = this.#phase;
    const { kept, copied, fetched } = this.#blocks;
    const { blocksTotal } = this.#options;
    if (done === 0) return null;
    const phaseMs = (left * this.#elapsedMs()) / done;
    if (this.#step === 'read-back') return Math.ceil(phaseMs / 1000);
    if (kept + copied + fetched + left !== blocksTotal || this.#scan.blocks !== blocksTotal) return null;
    return Math.ceil((phaseMs + (blocksTotal * this.#scan.ms) / this.#scan.blocks) / 1000);
  }

  #newPhase = (left: number) => ({ left, done: 0, startedMs: this.#options.clock.monotonicMs() });
  #elapsedMs = () => this.#options.clock.monotonicMs() - this.#phase.startedMs;
}
