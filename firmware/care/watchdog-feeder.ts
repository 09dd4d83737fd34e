/** Feeds the machine's watchdog for as long as the device is alive (vital-signs.ts), and lets it bite when it is not. */
import type { Watchdog } from '#board/drivers/watchdog.ts';
import type { Clock, Timer } from '#kit/clock.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { Media } from '../media/media.ts';
import type { Part } from './part.ts';
import { StoragePulse } from './storage-pulse.ts';
import { lostSigns, type VitalSigns } from './vital-signs.ts';

/** Fed this many times within the watchdog's time, and at least this often, ms. */
const FEEDS_PER_TIMEOUT = 4;
const LONGEST_PAUSE_MS = 10_000;
/** Faults of the media process that say why there is no picture. */
const TOLD = new Set(['camera', 'encoder', 'indicator']);

export interface WatchdogFeederOptions {
  /** Started and stopped by this service: an orderly stop disarms it. */
  watchdog: Part<Watchdog>;
  media: Pick<Media, 'info' | 'ring'>;
  /** Null on a device without a cloud. */
  link: { readonly lastTurnMs: number | null } | null;
  stateFolder: string;
  clock: Clock;
  log: Logger;
  /** Writes and syncs a file; the file system's own by default. */
  write?: (file: string) => Promise<void>;
}

export class WatchdogFeeder implements Service {
  readonly name = 'watchdog';
  readonly #options: WatchdogFeederOptions;
  readonly #pulse: StoragePulse;
  #timer: Timer | null = null;
  #running = false;
  #lastPicture: { ptsUs: number; seenMs: number } | null = null;
  #lost = '';

  constructor(options: WatchdogFeederOptions) {
    this.#options = options;
    this.#pulse = new StoragePulse({ ...options, folder: options.stateFolder });
  }

  async start(): Promise<void> {
    const { watchdog } = this.#options;
    this.#running = true;
    await watchdog.start();
    if (watchdog.isAbsent) return;
    this.#pulse.start();
    this.#turn();
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#timer?.cancel();
    this.#pulse.stop();
    await this.#options.watchdog.stop();
  }

  /** What the machine is going to be reset for; empty while it is fed. */
  get lost(): string {
    return this.#lost;
  }

  #turn(): void {
    const { watchdog, clock, log } = this.#options;
    const lost = lostSigns(this.#signs());
    const said = lost.map(({ part }) => part).join(', ');
    if (said !== this.#lost) {
      if (said)
        log.error(
          { lost },
          `no sign of life from ${said}: the watchdog is not fed, the machine will be reset`,
        );
      else log.info('signs of life again: the watchdog is fed');
      this.#lost = said;
    }
    if (lost.length === 0) void watchdog.once((driver) => driver.feed());
    if (!this.#running) return;
    const timeoutMs = (watchdog.driver?.timeoutSeconds ?? Infinity) * 1000;
    this.#timer = clock.after(Math.min(LONGEST_PAUSE_MS, timeoutMs / FEEDS_PER_TIMEOUT), () => this.#turn());
  }

  #signs(): VitalSigns {
    const { media, link, clock } = this.#options;
    const nowMs = clock.monotonicMs();
    const { phase, faults } = media.info();
    const hasToldFault = faults.some(({ component }) => TOLD.has(component));
    const ptsUs = this.#newestMainUs();
    if (ptsUs !== null && ptsUs !== this.#lastPicture?.ptsUs) this.#lastPicture = { ptsUs, seenMs: nowMs };
    // After privacy mode and after a fault the time counts anew.
    if ((phase === 'off' || hasToldFault) && this.#lastPicture) this.#lastPicture.seenMs = nowMs;
    return {
      nowMs,
      video: { isOff: phase === 'off', hasToldFault, lastPictureMs: this.#lastPicture?.seenMs ?? null },
      storageMs: this.#pulse.lastMs,
      linkMs: link?.lastTurnMs ?? null,
    };
  }

  #newestMainUs(): number | null {
    const { ring } = this.#options.media;
    for (let index = ring.end - 1; index >= ring.start; index--) {
      const unit = ring.at(index);
      if (unit?.stream === 'main') return unit.ptsUs;
    }
    return null;
  }
}
