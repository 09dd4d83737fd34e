/** How much per second over the last second, in ten slices. */
const SLICES = 10;
const SLICE_MS = 100;
/** What has just begun is measured over the time it has had, but over no less than this. */
const MIN_MS = 300;

export class RateMeter {
  readonly #amounts = new Float64Array(SLICES);
  #slice: number;
  #sum = 0;
  #seen = 0;

  constructor(nowMs: number) {
    this.#slice = Math.floor(nowMs / SLICE_MS);
  }

  add(amount: number, nowMs: number): void {
    this.#moveTo(nowMs);
    this.#amounts[this.#slice % SLICES]! += amount;
    this.#sum += amount;
  }

  perSecond(nowMs: number): number {
    this.#moveTo(nowMs);
    const full = Math.min(SLICES - 1, this.#seen); // the present slice is not over
    const ms = full * SLICE_MS + (nowMs - this.#slice * SLICE_MS);
    return (this.#sum * 1000) / Math.max(MIN_MS, ms);
  }

  #moveTo(nowMs: number): void {
    const slice = Math.floor(nowMs / SLICE_MS);
    const steps = Math.min(SLICES, slice - this.#slice);
    if (steps <= 0) return;
    for (let i = 1; i <= steps; i++) {
      const index = (this.#slice + i) % SLICES;
      this.#sum -= this.#amounts[index]!;
      this.#amounts[index] = 0;
    }
    this.#seen = Math.min(SLICES, this.#seen + steps);
    this.#slice = slice;
  }
}
