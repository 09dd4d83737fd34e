/** The device around the update agent: whom an update would disturb, what the household wants, who hears of it. */
import type { Clock } from '#kit/clock.ts';
import type { Host, Wishes } from '#ota/agent/parts.ts';
import type { UpdateReport } from '#ota/agent/state.ts';
import { ALARM_KINDS, type AlarmKind } from '../detect/sighting.ts';
import type { Link } from '../link/link.ts';
import { isWithin, parseSchedule } from '../settings/schedule.ts';
import type { SettingsStore } from '../settings/store.ts';
import { updateEvent } from './update-words.ts';

/** A visitor is still at the door so long after the bell rang, ms. */
const RING_MS = 120_000;

const ALARMS: Record<AlarmKind, string> = {
  ring: 'somebody is at the door',
  motion: 'something moves',
  sound: 'something is heard',
  tamper: 'somebody is at the camera',
};

export interface UpdateHostOptions {
  alarms: {
    isOpen(kind: AlarmKind): boolean;
    onStarted(listener: (alarm: { kind: AlarmKind }) => void): () => void;
  };
  /** Live sessions now. */
  viewers: () => number;
  link: Pick<Link, 'sendEvent'>;
  settings: SettingsStore;
  reboot: () => void;
  clock: Clock;
}

export class UpdateHost implements Host {
  readonly #options: UpdateHostOptions;
  #rangMs = -Infinity;

  constructor(options: UpdateHostOptions) {
    this.#options = options;
    options.alarms.onStarted(({ kind }) => {
      if (kind === 'ring') this.#rangMs = options.clock.monotonicMs();
    });
  }

  busy(): string {
    const { alarms, viewers, clock } = this.#options;
    if (clock.monotonicMs() - this.#rangMs < RING_MS) return ALARMS.ring;
    const kind = ALARM_KINDS.find((one) => alarms.isOpen(one));
    if (kind) return ALARMS[kind];
    return viewers() > 0 ? 'somebody watches' : '';
  }

  wishes(): Wishes {
    const { settings, clock } = this.#options;
    return {
      auto: settings.get('updates.auto'),
      isInWindow: isWithin(parseSchedule(settings.get('updates.window')), new Date(clock.nowMs())),
      isMetered: settings.get('updates.metered'),
    };
  }

  onWishesChanged(listener: () => void): () => void {
    return this.#options.settings.onChanged((keys) => {
      if ([...keys].some((key) => key.startsWith('updates.'))) listener();
    });
  }

  report(report: UpdateReport): Promise<void> {
    const { link, settings } = this.#options;
    return link.sendEvent(updateEvent(report, settings.get('updates.notify')));
  }

  reboot(): void {
    this.#options.reboot();
  }
}
