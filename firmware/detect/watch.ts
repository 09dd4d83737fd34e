/**
 * Watches and listens while it is wanted: hands pictures and sound to the detectors and what they see to the
 * alarms. What is switched off, private or out of its schedule is not even looked at.
 */
import type { Clock, Timer } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { NightVision } from '../lights/night-vision.ts';
import type { GreyFrame, Media, PcmBlock } from '../media/media.ts';
import { isWithin, parseSchedule } from '../settings/schedule.ts';
import type { SettingKey } from '../settings/schema.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { Alarms } from './alarms.ts';
import type { DetectorMakers, Hearing, Looking } from './detectors.ts';
import type { Sighting } from './sighting.ts';

export type Watched = 'motion' | 'sound' | 'tamper';
export const WATCHED = ['motion', 'sound', 'tamper'] as const;

/** Why something is not watched for, or that it is. */
export type WatchState =
  | 'watching'
  | 'switched off'
  | 'privacy mode'
  | 'not at this time'
  | 'no picture'
  | 'microphone off'
  | 'waiting for the night switch';

/** How often schedules are looked at, ms. */
const SCHEDULE_MS = 15_000;
/** A camera that is away for less is a hiccup, not an alarm, ms. */
const NO_PICTURE_MS = 20_000;

/** These end what they watched for at once; a pause ends by itself, as if nothing more was seen. */
const ENDS_ALARM: readonly WatchState[] = [
  'switched off',
  'privacy mode',
  'microphone off',
  'not at this time',
];

export interface WatchOptions {
  media: Pick<Media, 'info' | 'onChanged' | 'onGreyFrame' | 'onSound'>;
  alarms: Pick<Alarms, 'take' | 'off'>;
  settings: SettingsStore;
  nightVision: Pick<NightVision, 'quietUntilMs'>;
  detectors: DetectorMakers;
  clock: Clock;
  log: Logger;
}

export class Watch implements Service {
  readonly name = 'watch';
  readonly #options: WatchOptions;
  #running = false;
  #ends: (() => void)[] = [];
  #endPictures: (() => void) | null = null;
  #endSound: (() => void) | null = null;
  #state: Record<Watched, WatchState> = {
    motion: 'switched off',
    sound: 'switched off',
    tamper: 'switched off',
  };
  #motion: Looking | null = null;
  #tamper: Looking | null = null;
  #sound: Hearing | null = null;
  /** The picture settles after a switch between day and night view. */
  #settling = false;
  /** There was a picture since the start: one that goes away is told. */
  #hadPicture = false;
  #noPicture: Timer | null = null;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    const { media, settings, clock } = this.#options;
    this.#running = true;
    const timer = clock.every(SCHEDULE_MS, () => this.#arrange());
    this.#ends = [
      () => timer.cancel(),
      media.onChanged(() => this.#mediaChanged()),
      settings.onChanged((changed) => this.#arrange(changed)),
    ];
    this.#mediaChanged();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#running = false;
    for (const end of this.#ends.splice(0)) end();
    this.#noPicture?.cancel();
    this.#noPicture = null;
    for (const what of WATCHED) this.#forget(what);
    this.#subscribe();
    return Promise.resolve();
  }

  /** What is watched for now, and why not what is not. */
  get state(): Readonly<Record<Watched, WatchState>> {
    return this.#state;
  }

  /** @param changed settings; a detector whose own were changed starts anew */
  #arrange(changed?: ReadonlySet<SettingKey>): void {
    if (!this.#running) return;
    const anew = (what: Watched) =>
      changed !== undefined &&
      [...changed].some((key) => key.startsWith(`${what}.`) || (key === 'zones.list' && what !== 'sound'));
    for (const what of WATCHED) {
      const state = this.#wanted(what);
      const was = this.#state[what];
      this.#state[what] = state;
      if (state === 'watching') {
        if (was !== 'watching' || anew(what)) this.#make(what);
      } else if (was === 'watching') {
        this.#forget(what);
        this.#options.log.info({ what, why: state }, 'not watched for');
        if (ENDS_ALARM.includes(state)) this.#options.alarms.off(what);
      }
    }
    this.#subscribe();
  }

  #wanted(what: Watched): WatchState {
    const { settings, media } = this.#options;
    if (!settings.get(`${what}.on`)) return 'switched off';
    if (settings.get('privacy.on')) return 'privacy mode';
    if (what === 'sound' && !settings.get('microphone.on')) return 'microphone off';
    if (what !== 'tamper' && !this.#isTime(settings.get(`${what}.schedule`))) return 'not at this time';
    if (what !== 'sound') {
      if (media.info().phase !== 'running') return 'no picture';
      if (this.#isSettling) return 'waiting for the night switch';
    }
    return 'watching';
  }

  get #isSettling(): boolean {
    return this.#options.clock.monotonicMs() < this.#options.nightVision.quietUntilMs;
  }

  #isTime(text: string): boolean {
    try {
      return isWithin(parseSchedule(text), new Date(this.#options.clock.nowMs()));
    } catch {
      return true; // settings refuse such a one; watching too much is better than not at all
    }
  }

  #make(what: Watched): void {
    const { settings, detectors } = this.#options;
    if (what === 'motion') this.#motion = detectors.motion(settings);
    if (what === 'tamper') this.#tamper = detectors.tamper(settings);
    if (what === 'sound') this.#sound = detectors.sound(settings);
  }

  #forget(what: Watched): void {
    if (what === 'motion') this.#motion = null;
    if (what === 'tamper') this.#tamper = null;
    if (what === 'sound') this.#sound = null;
  }

  /** Grey pictures and sound are made only while somebody wants them. */
  #subscribe(): void {
    const { media, settings } = this.#options;
    const pictures = this.#running && (settings.get('motion.on') || settings.get('tamper.on'));
    const running = media.info().phase === 'running';
    if (pictures && running) this.#endPictures ??= media.onGreyFrame((frame) => this.#look(frame));
    else {
      this.#endPictures?.();
      this.#endPictures = null;
    }
    if (this.#sound) this.#endSound ??= media.onSound((block) => this.#hear(block));
    else {
      this.#endSound?.();
      this.#endSound = null;
    }
  }

  #look(frame: GreyFrame): void {
    const settling = this.#isSettling;
    if (settling !== this.#settling) this.#arrange();
    this.#settling = settling;
    this.#try('motion', () => this.#motion?.look(frame));
    this.#try('tamper', () => this.#tamper?.look(frame));
  }

  #hear(block: PcmBlock): void {
    this.#try('sound', () => this.#sound?.hear(block));
  }

  /** A detector that fails is made anew: it harms neither the others nor the picture. */
  #try(what: Watched, detect: () => Sighting | null | undefined): void {
    try {
      const sighting = detect();
      if (sighting) this.#options.alarms.take(sighting);
    } catch (error) {
      this.#options.log.error({ err: error }, `watching for ${what} failed: ${explain(error)}`);
      this.#make(what);
    }
  }

  #mediaChanged(): void {
    const { phase } = this.#options.media.info();
    if (phase === 'running') this.#hadPicture = true;
    if (phase === 'off') this.#hadPicture = false; // privacy mode: what is missed is meant to be
    const missed = phase === 'starting' && this.#hadPicture;
    if (!missed) {
      this.#noPicture?.cancel();
      this.#noPicture = null;
    } else this.#noPicture ??= this.#options.clock.after(NO_PICTURE_MS, () => this.#missPicture());
    this.#arrange();
  }

  #missPicture(): void {
    const { alarms, settings, clock } = this.#options;
    this.#noPicture = null;
    this.#hadPicture = false; // told once
    if (!settings.get('tamper.on')) return;
    const atUs = Math.round(clock.monotonicMs() * 1000);
    const sinceUs = atUs - NO_PICTURE_MS * 1000;
    alarms.take({ kind: 'tamper', label: 'no-picture', atUs, sinceUs, score: 1, zones: [] });
  }
}
