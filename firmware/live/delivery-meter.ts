/** What a viewer's link does to packets: how many get through and how long they wait. Pure. */
import type { Arrival } from './transport-feedback.ts';

export interface Delivery {
  /** What arrived over the last half second, kbit/s; what the link carries, if it is full. */
  receivedKbps: number;
  /** Least time that packets of the last 0.3 s waited on the link, ms. */
  queueMs: number;
  /** The same over the last second: more than nothing, and the link never came to rest. */
  standingQueueMs: number;
}

/** Remembered packets: 10 s at 2 Mbit/s, a power of two. */
const REMEMBERED = 2048;
const RATE_WINDOW_MS = 500;
const QUEUE_WINDOW_MS = 300;
const STANDING_WINDOW_MS = 1000;
/** The shortest way seen counts as the empty link. It is forgotten after one to two of these: routes change. */
const BASE_WINDOW_MS = 15_000;
const REFERENCE_WRAP_MS = 2 ** 24 * 64;

export class DeliveryMeter {
  readonly #sentMs = new Float64Array(REMEMBERED);
  readonly #bytes = new Uint16Array(REMEMBERED);
  readonly #sequences = new Int32Array(REMEMBERED).fill(-1);
  #arrived: { atMs: number; bytes: number }[] = [];
  #queues: { atMs: number; queueMs: number }[] = [];
  #base = Infinity;
  #nextBase = Infinity;
  #baseSinceMs = -Infinity;
  #lastArrivalMs: number | null = null;

  sent(sequence: number, bytes: number, nowMs: number): void {
    const slot = sequence & (REMEMBERED - 1);
    this.#sentMs[slot] = nowMs;
    this.#bytes[slot] = bytes;
    this.#sequences[slot] = sequence;
  }

  /** @returns what is known now; null while nothing has arrived */
  onFeedback(arrivals: readonly Arrival[], nowMs: number): Delivery | null {
    let least = Infinity;
    for (const { sequence, atMs } of arrivals) {
      const slot = sequence & (REMEMBERED - 1);
      if (atMs === null || this.#sequences[slot] !== sequence) continue;
      this.#sequences[slot] = -1; // told once
      const arrivalMs = this.#unwrapped(atMs);
      const wayMs = arrivalMs - this.#sentMs[slot]!;
      this.#learnBase(wayMs, nowMs);
      least = Math.min(least, wayMs);
      this.#arrived.push({ atMs: arrivalMs, bytes: this.#bytes[slot]! });
    }
    if (least === Infinity) return null;
    const latestMs = this.#lastArrivalMs!;
    this.#arrived = this.#arrived.filter(({ atMs }) => atMs > latestMs - RATE_WINDOW_MS);
    this.#queues = this.#queues.filter(({ atMs }) => atMs > nowMs - STANDING_WINDOW_MS);
    this.#queues.push({ atMs: nowMs, queueMs: least - this.#base });
    const bytes = this.#arrived.reduce((sum, arrival) => sum + arrival.bytes, 0);
    const recent = this.#queues.filter(({ atMs }) => atMs > nowMs - QUEUE_WINDOW_MS);
    return {
      receivedKbps: (bytes * 8) / RATE_WINDOW_MS,
      queueMs: Math.min(...recent.map((q) => q.queueMs)),
      standingQueueMs: Math.min(...this.#queues.map((q) => q.queueMs)),
    };
  }

  /** The viewer's clock in reports wraps after 12 days. */
  #unwrapped(atMs: number): number {
    const last = this.#lastArrivalMs ?? atMs;
    const wraps = Math.round((last - atMs) / REFERENCE_WRAP_MS);
    const unwrapped = atMs + wraps * REFERENCE_WRAP_MS;
    this.#lastArrivalMs = Math.max(last, unwrapped);
    return unwrapped;
  }

  #learnBase(wayMs: number, nowMs: number): void {
    if (nowMs - this.#baseSinceMs > BASE_WINDOW_MS) {
      this.#base = this.#nextBase;
      this.#nextBase = Infinity;
      this.#baseSinceMs = nowMs;
    }
    this.#nextBase = Math.min(this.#nextBase, wayMs);
    this.#base = Math.min(this.#base, wayMs);
  }
}
