/** One event from its start to its end: what the cloud is told, what the history keeps, its picture, its clip. */
import { randomUUID } from 'node:crypto';
import { v1 } from '#protocol/messages.ts';
import type { Clock } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { EventHistory, HistoryEvent } from '../care/event-history.ts';
import type { Link } from '../link/link.ts';
import type { Media } from '../media/media.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { Alarm } from './alarm-cycle.ts';
import { EventPicture } from './event-picture.ts';
import type { AlarmKind } from './sighting.ts';
import { takeSnapshot } from './take-snapshot.ts';

/** Keeps what the camera records while something happens. */
export interface ClipKeeper {
  /** @param fromUs since when, CLOCK_MONOTONIC; what was before it (pre-roll) is kept too */
  keep(options: { fromUs: number }): KeptClip;
}

export interface KeptClip {
  /** It is over. @returns what is recorded of it; null when nothing is */
  release(): ClipRange | null;
}

/** Wall clock, ms. */
export interface ClipRange {
  fromMs: number;
  toMs: number;
}

export interface AlarmEventOptions {
  media: Pick<Media, 'snapshot'>;
  link: Pick<Link, 'sendEvent'>;
  settings: SettingsStore;
  history: Pick<EventHistory, 'record'>;
  /** Null where nothing is recorded. */
  clips: ClipKeeper | null;
  /** An event is over and its clip is being recorded to its end. @param picture JPEG; null when none was taken */
  onClip?: (event: Readonly<HistoryEvent> & { clip: ClipRange }, picture: Uint8Array | null) => void;
  clock: Clock;
  log: Logger;
}

const KINDS: Record<AlarmKind, v1.EventKind> = {
  ring: v1.EventKind.EVENT_KIND_RING,
  motion: v1.EventKind.EVENT_KIND_MOTION,
  sound: v1.EventKind.EVENT_KIND_SOUND,
  tamper: v1.EventKind.EVENT_KIND_TAMPER,
};
/** What an event is called in the log. */
const NAMES: Record<AlarmKind, string> = {
  ring: 'ring',
  motion: 'motion alarm',
  sound: 'sound alarm',
  tamper: 'tamper alarm',
};
/** An event is told anew when it turns out to be something else (a loud sound: a dog); this often at most. */
const MOST_CORRECTIONS = 3;

export class AlarmEvent {
  readonly #options: AlarmEventOptions;
  readonly #event: HistoryEvent;
  readonly #clip: KeptClip | null;
  readonly #picture: EventPicture | null;
  readonly #work = new Set<Promise<void>>();
  #corrections = 0;
  /** The picture that was sent last. */
  #jpeg: Uint8Array | null = null;

  /**
   * @param about.pictured false: too many events take pictures already
   * @param about.signal ends what it still waits for
   */
  constructor(
    options: AlarmEventOptions,
    about: { kind: AlarmKind; alarm: Alarm; quiet: boolean; pictured: boolean; signal: AbortSignal },
  ) {
    this.#options = options;
    const { clock, log } = options;
    const { kind, alarm, quiet, signal } = about;
    this.#event = {
      id: randomUUID(),
      kind,
      startedMs: Math.round(clock.nowMs() - (clock.monotonicMs() - alarm.startedUs / 1000)),
      endedMs: null,
      presses: kind === 'ring' ? alarm.sightings : 0,
      labels: [...alarm.labels],
      zones: [...alarm.zones],
      peak: alarm.peak,
      quiet,
      clip: null,
      snapshot: false,
      accepted: false,
    };
    // The message goes first: nothing may stand between the finger and the people at home.
    this.#send({ phase: v1.EventPhase.EVENT_PHASE_STARTED }, () => {
      this.#event.accepted = true;
      this.#record();
    });
    this.#record();
    this.#clip = options.clips?.keep({ fromUs: alarm.startedUs }) ?? null;
    const onMissing = (why: string) =>
      log.warn({ event: this.id }, `the ${NAMES[kind]} goes without a picture: ${why}`);
    if (!about.pictured) onMissing('too many at once');
    this.#picture = about.pictured
      ? new EventPicture({
          take: () => takeSnapshot({ ...options, signal }),
          send: (snapshot) => this.#sendPicture(snapshot),
          onMissing,
          improves: kind === 'motion',
          ...{ clock, signal },
        })
      : null;
  }

  get id(): string {
    return this.#event.id;
  }

  get startedMs(): number {
    return this.#event.startedMs;
  }

  get presses(): number {
    return this.#event.presses;
  }

  /** Takes its picture. @returns when the first one is on its way, or there is none */
  async picture(alarm: Alarm): Promise<void> {
    await this.#picture?.first(alarm.peak);
  }

  /** @param score of the last sighting */
  grow(alarm: Alarm, score: number): void {
    const event = this.#event;
    const isCorrected = alarm.labels[0] !== event.labels[0];
    this.#take(alarm);
    if (event.kind === 'ring') this.#record();
    if (isCorrected && this.#corrections++ < MOST_CORRECTIONS)
      this.#send({ phase: v1.EventPhase.EVENT_PHASE_STARTED });
    this.#picture?.consider(score);
  }

  /** @param wanted false: the household wants nothing of it any more (privacy mode) */
  end(alarm: Alarm, wanted: boolean): void {
    const event = this.#event;
    this.#take(alarm);
    event.endedMs = event.startedMs + Math.round((alarm.seenUs - alarm.startedUs) / 1000);
    event.clip = this.#clip?.release() ?? null;
    this.#track(
      (async () => {
        await this.#picture?.end(wanted || event.kind === 'ring');
        this.#record();
        const { clip } = event;
        if (clip) this.#options.onClip?.({ ...event, clip }, this.#jpeg);
        this.#send({
          phase: v1.EventPhase.EVENT_PHASE_ENDED,
          endedMs: event.endedMs!,
          ...(clip && { clipFromMs: clip.fromMs, clipToMs: clip.toMs }),
        });
      })(),
    );
  }

  /** Resolves when everything it had to say is with the outbox, or was refused. */
  async settled(): Promise<void> {
    while (this.#work.size > 0) await Promise.all(this.#work);
  }

  #take({ labels, zones, peak, sightings }: Alarm): void {
    const event = this.#event;
    event.labels = [...labels];
    event.zones = [...zones];
    event.peak = peak;
    if (event.kind === 'ring') event.presses = sightings;
  }

  #record(): void {
    this.#options.history.record(this.#event);
  }

  #sendPicture(snapshot: v1.ISnapshot): void {
    this.#event.snapshot = true;
    this.#jpeg = snapshot.jpeg ?? null;
    this.#record();
    this.#send({ phase: v1.EventPhase.EVENT_PHASE_SNAPSHOT, snapshot });
  }

  /** Every message says all that is known by then: each can stand alone if another was refused. */
  #send(more: v1.IEvent, accepted?: () => void): void {
    const { link, log } = this.#options;
    const { id, kind, startedMs, presses, labels, zones, peak, quiet } = this.#event;
    const message: v1.IEvent = {
      ...{ id, kind: KINDS[kind], startedMs, presses, labels: [...labels], zones: [...zones], peak, quiet },
      ...more,
    };
    this.#track(
      (async () => {
        try {
          await link.sendEvent(message);
          accepted?.();
        } catch (error) {
          const remains =
            kind === 'ring' ? 'It was announced at the device. ' : 'It stands in the events of the device. ';
          log.error(
            { event: id, phase: v1.EventPhase[message.phase!], err: error },
            `the ${NAMES[kind]} could not be stored for the cloud: ${explain(error)} ` +
              `${remains}"pupsentryctl status" names the fault.`,
          );
        }
      })(),
    );
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#work.delete(tracked));
    this.#work.add(tracked);
  }
}
