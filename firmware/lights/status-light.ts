/** The status light as a service: collects what is going on and shows it. */
import type { Light, LightPattern } from '#board/drivers/light.ts';
import type { Clock, Timer } from '#kit/clock.ts';
import type { Service } from '#kit/service.ts';
import type { Health } from '../care/health.ts';
import type { Part } from '../care/part.ts';
import type { Link } from '../link/link.ts';
import type { Media } from '../media/media.ts';
import type { SettingsStore } from '../settings/store.ts';
import { statusCondition, statusPattern, type StatusCondition, type StatusFacts } from './status-pattern.ts';

/** What has no event of its own (viewers, time that has passed) is looked at this often, ms. */
const LOOK_MS = 500;
/** A ring is shown for this long after its last press, ms. */
const RINGING_MS = 8000;
/** After this long a device that is not ready yet shows what is wrong instead, ms. */
const STARTING_LIMIT_MS = 30_000;
/** A link that is away for less is a hiccup, ms. */
const LINK_PATIENCE_MS = 10_000;

export interface StatusLightOptions {
  light: Part<Light>;
  media: Pick<Media, 'info' | 'onChanged'>;
  /** Null on a device without a cloud. */
  link: Pick<Link, 'info' | 'onChanged'> | null;
  health: Pick<Health, 'faults' | 'onChanged'>;
  settings: Pick<SettingsStore, 'get' | 'onChanged'>;
  /** Live sessions now. */
  viewers: () => number;
  clock: Clock;
}

export class StatusLight implements Service {
  readonly name = 'status light';
  readonly #options: StatusLightOptions;
  #ends: (() => void)[] = [];
  #tick: Timer | null = null;
  #shown = '';
  #startedMs = 0;
  #isStarting = true;
  #ringingUntilMs = -Infinity;
  #identifyUntilMs = -Infinity;
  #resetInSeconds: number | null = null;
  #isResetting = false;
  #linkLostMs: number | null = null;

  constructor(options: StatusLightOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { light, media, link, health, settings, clock } = this.#options;
    this.#startedMs = clock.monotonicMs();
    this.#isStarting = true;
    this.#shown = '';
    await light.start();
    const show = () => this.#show();
    this.#ends = [media.onChanged(show), health.onChanged(show), settings.onChanged(show)];
    if (link) this.#ends.push(link.onChanged(show));
    this.#tick = clock.every(LOOK_MS, show);
    this.#show();
  }

  async stop(): Promise<void> {
    this.#tick?.cancel();
    for (const end of this.#ends.splice(0)) end();
    await this.#options.light.stop();
  }

  /** What it says at present. */
  get condition(): StatusCondition {
    return statusCondition(this.#facts());
  }

  /** Null where the board has no such light, or it fails. */
  get pattern(): LightPattern | null {
    return this.#options.light.driver?.shown ?? null;
  }

  rang(): void {
    this.#ringingUntilMs = this.#nowMs() + RINGING_MS;
    this.#show();
  }

  identify(seconds: number): void {
    this.#identifyUntilMs = this.#nowMs() + seconds * 1000;
    this.#show();
  }

  /** @param seconds until the factory reset; null when the button was let go */
  countdown(seconds: number | null): void {
    this.#resetInSeconds = seconds;
    this.#show();
  }

  resetting(isOn: boolean): void {
    this.#isResetting = isOn;
    if (!isOn) this.#resetInSeconds = null;
    this.#show();
  }

  #facts(): StatusFacts {
    const { health, settings, viewers, link } = this.#options;
    const nowMs = this.#nowMs();
    const isAway = link !== null && !link.info().connected;
    this.#linkLostMs = isAway ? (this.#linkLostMs ?? nowMs) : null;
    this.#isStarting &&= this.#isStillStarting(nowMs);
    return {
      resetInSeconds: this.#resetInSeconds,
      isResetting: this.#isResetting,
      isIdentifying: nowMs < this.#identifyUntilMs,
      isUpdating: false, // of the update agent, when there is one
      isRinging: nowMs < this.#ringingUntilMs,
      isStarting: this.#isStarting,
      isWatched: viewers() > 0,
      hasFault: health.faults().some(({ component }) => component !== 'link'),
      isCloudAway: this.#linkLostMs !== null && nowMs - this.#linkLostMs >= LINK_PATIENCE_MS,
      isLitWhenReady: settings.get('light.ready'),
    };
  }

  #isStillStarting(nowMs: number): boolean {
    if (nowMs - this.#startedMs >= STARTING_LIMIT_MS) return false;
    const { media, link } = this.#options;
    const { phase, faults } = media.info();
    const hasPicture = phase !== 'starting' || faults.length > 0;
    return !hasPicture || (link !== null && !link.info().connected);
  }

  #show(): void {
    const pattern = statusPattern(this.#facts());
    const text = JSON.stringify(pattern);
    if (text === this.#shown) return;
    this.#shown = text;
    void this.#options.light.keep((light) => light.show(pattern));
  }

  #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }
}
