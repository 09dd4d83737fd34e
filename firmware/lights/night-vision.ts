/** Day and night as a service: looks at pictures and sensors, and moves the filter and the infrared light. */
import type { Board } from '#board/board.ts';
import type { IrCut } from '#board/drivers/ir-cut.ts';
import type { Light } from '#board/drivers/light.ts';
import type { LightSensor } from '#board/drivers/light-sensor.ts';
import type { Clock, Timer } from '#kit/clock.ts';
import { sleep } from '#kit/clock.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { Part } from '../care/part.ts';
import type { Media } from '../media/media.ts';
import type { SettingsStore } from '../settings/store.ts';
import {
  step,
  UNDECIDED,
  type DayNightEffect,
  type DayNightEvent,
  type DayNightRules,
  type View,
} from './day-night.ts';
import { meanLuma } from './mean-luma.ts';

/** Between two looks, ms. */
const LOOK_MS = 1000;
/** A filter that takes longer does not hold up the light, ms. */
const FILTER_LIMIT_MS = 3000;
/** After a trial the picture is what it was before. ms */
const TRIAL_QUIET_MS = 5000;

export interface NightVisionOptions {
  sense: Board['nightSense'];
  media: Pick<Media, 'info' | 'onChanged' | 'onGreyFrame'>;
  settings: SettingsStore;
  /** Started and stopped by this service, as the pictures need them. */
  infrared: Part<Light>;
  filter: Part<IrCut>;
  sensor: Part<LightSensor>;
  hasInfrared: boolean;
  clock: Clock;
  log: Logger;
}

export class NightVision implements Service {
  readonly name = 'night vision';
  readonly #options: NightVisionOptions;
  readonly #listeners = new Set<(view: View) => void>();
  #state = UNDECIDED;
  #running = false;
  #ends: (() => void)[] = [];
  #next: Timer | null = null;
  #endLook: (() => void) | null = null;
  #isSensorOpen = false;
  #infraredWanted = false;
  #luma: number | null = null;
  #quietUntilMs = -Infinity;
  #work: Promise<void> = Promise.resolve();

  constructor(options: NightVisionOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { media, settings, infrared, filter } = this.#options;
    this.#running = true;
    this.#state = UNDECIDED;
    await Promise.all([infrared.start(), filter.start()]);
    this.#ends = [
      media.onChanged(() => this.#mediaChanged()),
      settings.onChanged((keys) => {
        if (keys.has('night.mode')) this.#take({ type: 'ruled', atMs: this.#nowMs() });
        this.#schedule(0);
      }),
    ];
    this.#take({ type: 'ruled', atMs: this.#nowMs() });
    this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#running = false;
    for (const end of this.#ends.splice(0)) end();
    this.#stopLooking();
    const { infrared, filter, sensor } = this.#options;
    await Promise.all([infrared.stop(), filter.stop(), sensor.stop()]);
  }

  get view(): View {
    return this.#state.view ?? 'day';
  }

  /** Mean luma of the last look; null where none is taken. */
  get luma(): number | null {
    return this.#luma;
  }

  get isInfraredOn(): boolean {
    return this.#infraredWanted && this.#options.media.info().phase !== 'off';
  }

  /** Until then (monotonic ms) what moves in the picture is the switch itself: motion is not to be believed. */
  get quietUntilMs(): number {
    return this.#quietUntilMs;
  }

  /** Calls back after a switch to day or night. @returns a function that ends it */
  onSwitched(listener: (view: View) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #mediaChanged(): void {
    if (this.#options.media.info().phase !== 'running') {
      this.#stopLooking();
      this.#take({ type: 'blinded', atMs: this.#nowMs() });
    } else this.#schedule(0);
    this.#showInfrared(); // dark in privacy mode
  }

  // Looking: one picture a second, asked for only while it decides something.

  #wantsLook(): boolean {
    const { sense, settings, media } = this.#options;
    if (!this.#running || sense.kind === 'none' || settings.get('night.mode') !== 'auto') return false;
    return media.info().phase === 'running';
  }

  #schedule(ms: number): void {
    if (!this.#wantsLook()) return this.#stopLooking();
    if (this.#endLook || (this.#next && ms === 0)) return; // under way
    this.#next?.cancel();
    this.#next = this.#options.clock.after(ms, () => {
      this.#next = null;
      void this.#look();
    });
  }

  #stopLooking(): void {
    this.#next?.cancel();
    this.#next = null;
    this.#endLook?.();
    this.#endLook = null;
    this.#luma = null;
    if (!this.#isSensorOpen) return;
    this.#isSensorOpen = false;
    void this.#options.sensor.stop();
  }

  async #look(): Promise<void> {
    const { sense, media, sensor } = this.#options;
    if (!this.#wantsLook()) return;
    if (sense.kind !== 'luma' && !this.#isSensorOpen) {
      this.#isSensorOpen = true;
      await sensor.start();
    }
    if (sense.kind === 'iio') {
      const lux = await this.#read();
      if (lux !== null && this.#wantsLook()) this.#take({ type: 'sensed', atMs: this.#nowMs(), lux });
      return this.#schedule(LOOK_MS);
    }
    if (!this.#wantsLook() || this.#endLook) return;
    this.#endLook = media.onGreyFrame((frame) => {
      this.#endLook?.();
      this.#endLook = null;
      const luma = meanLuma(frame);
      void this.#read().then((gain) => {
        if (!this.#wantsLook()) return;
        this.#luma = luma;
        this.#take({ type: 'looked', atMs: this.#nowMs(), luma, gain });
        this.#schedule(LOOK_MS);
      });
    });
  }

  /** @returns gain or lux; null where it cannot be known, which is a fault of its own */
  async #read(): Promise<number | null> {
    let value: number | null = null;
    await this.#options.sensor.once(async (sensor) => {
      value = await sensor.read();
    });
    return value;
  }

  // Deciding and doing.

  #take(event: DayNightEvent): void {
    const { state, effects } = step(this.#state, event, this.#rules());
    const wasTrying = this.#state.phase === 'trying';
    this.#state = state;
    if (wasTrying || state.phase === 'trying') this.#keepQuiet(TRIAL_QUIET_MS);
    if (effects.length > 0) this.#work = this.#work.then(() => this.#carryOut(effects));
  }

  #rules(): DayNightRules {
    const { sense, settings, hasInfrared } = this.#options;
    return {
      // A board that cannot tell stays as a person says, and else by day.
      mode:
        sense.kind === 'none' && settings.get('night.mode') === 'auto' ? 'day' : settings.get('night.mode'),
      darkLuma: settings.get('night.luma'),
      darkMs: settings.get('night.darkSeconds') * 1000,
      dayLuma: settings.get('night.dayLuma'),
      gainShare: settings.get('night.gainPercent') / 100,
      brightMs: settings.get('night.brightSeconds') * 1000,
      stayMs: settings.get('night.minSeconds') * 1000,
      settleMs: settings.get('night.settleSeconds') * 1000,
      tryMs: settings.get('night.tryMinutes') * 60_000,
      nightLux: sense.kind === 'iio' ? sense.nightLux : 0,
      dayLux: sense.kind === 'iio' ? sense.dayLux : 0,
      hasInfrared,
    };
  }

  async #carryOut(effects: readonly DayNightEffect[]): Promise<void> {
    const { settings, filter, clock, log } = this.#options;
    for (const effect of effects) {
      if (!this.#running) return;
      switch (effect.type) {
        case 'infrared':
          this.#infraredWanted = effect.on;
          this.#showInfrared();
          break;
        case 'filter': {
          const moved = new AbortController();
          const limit = sleep(clock, FILTER_LIMIT_MS, moved.signal).catch(() => undefined);
          await Promise.race([filter.keep((driver) => driver.move(effect.place)), limit]);
          moved.abort(new Error('moved'));
          break;
        }
        case 'switched':
          log.info({ why: effect.why }, `${effect.to} view`);
          this.#keepQuiet(settings.get('night.quietSeconds') * 1000);
          for (const listener of this.#listeners) this.#tell(listener, effect.to);
      }
    }
  }

  #showInfrared(): void {
    const pattern = { kind: this.isInfraredOn ? 'on' : 'off' } as const;
    void this.#options.infrared.keep((light) => light.show(pattern));
  }

  #keepQuiet(ms: number): void {
    this.#quietUntilMs = Math.max(this.#quietUntilMs, this.#nowMs() + ms);
  }

  #tell(listener: (view: View) => void, view: View): void {
    try {
      listener(view);
    } catch (error) {
      this.#options.log.error({ err: error }, 'a listener of the night view failed');
    }
  }

  #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }
}
