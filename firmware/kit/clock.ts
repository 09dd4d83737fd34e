/** Time, as an interface: code that waits or tells the time takes a Clock, so that tests can drive it. */

/** unknown: no claim. floor: at least this late. synced: set by a trusted source. */
export type ClockQuality = 'unknown' | 'floor' | 'synced';

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Wall clock, milliseconds since 1970. May step in both directions. */
  nowMs(): number;
  /** How far `nowMs` can be trusted. */
  quality(): ClockQuality;
  /** CLOCK_MONOTONIC in milliseconds: never steps, starts anew at boot, shared by all processes. */
  monotonicMs(): number;
  /** Calls back once. The timer does not keep the process alive. */
  after(ms: number, callback: () => void): Timer;
  /** Calls back again and again. The timer does not keep the process alive. */
  every(ms: number, callback: () => void): Timer;
}

/** Resolves after `ms`, rejects with the signal's reason when it aborts first. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error);
    const onAbort = () => {
      timer.cancel();
      reject(signal!.reason as Error);
    };
    const timer = clock.after(ms, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Node fires a longer timer at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock. */
export class SystemClock implements Clock {
  readonly #isSynced: () => boolean;
  readonly #floorMs: number;

  /**
   * @param options.floorMs the wall clock is never told to be earlier (build time, last time known good)
   * @param options.isSynced whether a trusted source has set the kernel's clock
   */
  constructor(options: { floorMs?: number; isSynced?: () => boolean } = {}) {
    this.#floorMs = options.floorMs ?? 0;
    this.#isSynced = options.isSynced ?? (() => false);
  }

  nowMs(): number {
    return Math.max(Date.now(), this.#floorMs);
  }

  quality(): ClockQuality {
    if (Date.now() < this.#floorMs) return 'floor';
    if (this.#isSynced()) return 'synced';
    return this.#floorMs > 0 ? 'floor' : 'unknown';
  }

  monotonicMs(): number {
    return Number(process.hrtime.bigint()) / 1e6;
  }

  after(ms: number, callback: () => void): Timer {
    const handle = setTimeout(callback, Math.min(ms, MAX_TIMER_MS)).unref();
    return { cancel: () => clearTimeout(handle) };
  }

  every(ms: number, callback: () => void): Timer {
    const handle = setInterval(callback, Math.min(ms, MAX_TIMER_MS)).unref();
    return { cancel: () => clearInterval(handle) };
  }
}

/** A clock that stands still until it is moved: for tests and simulations. */
export class FakeClock implements Clock {
  #wallMs: number;
  #monotonicMs = 1000;
  #quality: ClockQuality = 'synced';
  #timers = new Set<{ dueMs: number; everyMs?: number; callback: () => void }>();

  constructor(wallMs = Date.UTC(2026, 0, 1)) {
    this.#wallMs = wallMs;
  }

  nowMs = () => this.#wallMs;
  quality = () => this.#quality;
  monotonicMs = () => this.#monotonicMs;

  after(ms: number, callback: () => void): Timer {
    return this.#add({ dueMs: this.#monotonicMs + ms, callback });
  }

  every(ms: number, callback: () => void): Timer {
    return this.#add({ dueMs: this.#monotonicMs + ms, everyMs: Math.max(1, ms), callback });
  }

  #add(timer: { dueMs: number; everyMs?: number; callback: () => void }): Timer {
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  }

  /** Moves both clocks on, firing timers in order and letting promises settle between them. */
  async advance(ms: number): Promise<void> {
    await settle(); // what was just set off may want a timer of its own
    const endMs = this.#monotonicMs + ms;
    for (;;) {
      const due = [...this.#timers].filter((t) => t.dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs)[0];
      if (!due) break;
      const stepMs = Math.max(0, due.dueMs - this.#monotonicMs);
      this.#wallMs += stepMs;
      this.#monotonicMs += stepMs;
      if (due.everyMs) due.dueMs += due.everyMs;
      else this.#timers.delete(due);
      due.callback();
      await settle();
    }
    this.#wallMs += endMs - this.#monotonicMs;
    this.#monotonicMs = endMs;
    await settle();
  }

  /** Steps the wall clock alone, as NTP or a dead battery does. */
  setWall(ms: number, quality: ClockQuality = 'synced'): void {
    this.#wallMs = ms;
    this.#quality = quality;
  }
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
