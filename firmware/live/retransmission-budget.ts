/**
 * How much may be sent again: a share of what is sent, as a token bucket. Without it a narrow link storms:
 * repairs make it lose more, which asks for more repairs.
 */
const SHARE = 0.2;
/** Saved up at most: a burst of losses is repaired at once, ms of the share. */
const BURST_MS = 1500;
/** Even the slowest stream may repair one packet now and then, kbit/s. */
const MIN_KBPS = 16;

export class RetransmissionBudget {
  #bytes = 0;
  #atMs: number;

  constructor(nowMs: number) {
    this.#atMs = nowMs;
    this.#bytes = (MIN_KBPS / 8) * BURST_MS;
  }

  /**
   * @param sentKbps what the viewer is being sent at present
   * @returns whether so many bytes may be sent again now; if so they are taken from the budget
   */
  take(bytes: number, sentKbps: number, nowMs: number): boolean {
    const bytesPerMs = Math.max(MIN_KBPS, sentKbps * SHARE) / 8;
    this.#bytes = Math.min(bytesPerMs * BURST_MS, this.#bytes + (nowMs - this.#atMs) * bytesPerMs);
    this.#atMs = nowMs;
    if (this.#bytes < bytes) return false;
    this.#bytes -= bytes;
    return true;
  }
}
