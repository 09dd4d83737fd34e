/**
 * Who is really there. What the broker retained may be old: a broker that was killed never sent the wills
 * of the devices that vanished meanwhile. Such a device is asked, and taken for gone when it is silent.
 */
import type { Clock, Timer } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';

/** A device that has a living connection says something within this time, or can be asked, ms. */
const GRACE_MS = 10_000;

export class Presence {
  readonly #clock: Clock;
  readonly #isThere: (deviceId: string) => Promise<boolean>;
  readonly #gone: (deviceId: string) => Promise<void>;
  readonly #log: Logger;
  readonly #doubted = new Map<string, Timer>();

  /**
   * @param options.isThere asks the device
   * @param options.gone called when it does not answer
   */
  constructor(options: {
    clock: Clock;
    isThere: (deviceId: string) => Promise<boolean>;
    gone: (deviceId: string) => Promise<void>;
    log: Logger;
  }) {
    this.#clock = options.clock;
    this.#isThere = options.isThere;
    this.#gone = options.gone;
    this.#log = options.log;
  }

  /** It is said to be online, and we have not heard it ourselves. */
  doubt(deviceId: string): void {
    if (this.#doubted.has(deviceId)) return;
    const timer = this.#clock.after(GRACE_MS, () => void this.#ask(deviceId, timer));
    this.#doubted.set(deviceId, timer);
  }

  /** It spoke, or said goodbye. */
  heard(deviceId: string): void {
    this.#doubted.get(deviceId)?.cancel();
    this.#doubted.delete(deviceId);
  }

  stop(): void {
    for (const timer of this.#doubted.values()) timer.cancel();
    this.#doubted.clear();
  }

  async #ask(deviceId: string, timer: Timer): Promise<void> {
    try {
      const there = await this.#isThere(deviceId);
      if (this.#doubted.get(deviceId) !== timer) return; // heard meanwhile
      this.#doubted.delete(deviceId);
      if (!there) await this.#gone(deviceId);
    } catch (error) {
      this.#log.warn({ device: deviceId }, `cannot tell whether it is there: ${explain(error)}`);
    }
  }
}
