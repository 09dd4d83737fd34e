/** Token buckets by key, in memory: a burst, then a steady trickle. */

/** More keys than this are not told apart: the oldest bucket is forgotten. */
const MAX_KEYS = 1000;

export class RateLimit {
  readonly #burst: number;
  readonly #perMs: number;
  readonly #nowMs: () => number;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  /** @param options.burst how many at once; @param options.perMinute how many a minute after that */
  constructor(options: { burst: number; perMinute: number; monotonicMs: () => number }) {
    this.#burst = options.burst;
    this.#perMs = options.perMinute / 60_000;
    this.#nowMs = options.monotonicMs;
  }

  /** @returns whether one more may pass, counting it */
  take(key: string): boolean {
    const now = this.#nowMs();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, atMs: now };
    this.#buckets.delete(key);
    if (this.#buckets.size >= MAX_KEYS) this.#buckets.delete(this.#buckets.keys().next().value!);
    const tokens = Math.min(this.#burst, bucket.tokens + (now - bucket.atMs) * this.#perMs);
    const passes = tokens >= 1;
    this.#buckets.set(key, { tokens: passes ? tokens - 1 : tokens, atMs: now });
    return passes;
  }
}
