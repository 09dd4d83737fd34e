/** From sightings to events: one life cycle for rings, motion, sound and tampering. */
import type { Timer } from '#kit/clock.ts';
import type { Service } from '#kit/service.ts';
import { QUIET, endsAtUs, step, type Alarm, type AlarmInput, type AlarmState } from './alarm-cycle.ts';
import { AlarmEvent, type AlarmEventOptions } from './alarm-event.ts';
import { isNotified, rulesOf } from './alarm-rules.ts';
import { ALARM_KINDS, type AlarmKind, type Sighting } from './sighting.ts';

export interface AlarmNotice {
  kind: AlarmKind;
  /** UUID of the event. */
  id: string;
  /** When it began, wall clock ms. */
  startedMs: number;
}

/** What a sighting came to. */
export interface SightingOutcome {
  /** started: a new event. grown: it belongs to the one going on. ignored: blind time. */
  outcome: 'started' | 'grown' | 'ignored';
  event: AlarmEvent | null;
}

/** Events that wait for their first picture at the same time; one more goes without. */
const MAX_PICTURES = 4;

/** What the log says. */
const SAID: Record<AlarmKind, string> = {
  ring: 'someone rings',
  motion: 'something moves',
  sound: 'something is heard',
  tamper: 'the camera does not see what it should',
};

interface Course {
  state: AlarmState;
  /** The event going on, or the last one. */
  event: AlarmEvent | null;
  timer: Timer | null;
}

export class Alarms implements Service {
  readonly name = 'alarms';
  readonly #options: AlarmEventOptions;
  readonly #courses: Record<AlarmKind, Course>;
  readonly #listeners = new Set<(alarm: AlarmNotice) => void>();
  /** Events that have something to say yet. */
  readonly #ending = new Set<Promise<void>>();
  #stopped = new AbortController();
  #pictures = 0;

  constructor(options: AlarmEventOptions) {
    this.#options = options;
    const course = (): Course => ({ state: QUIET, event: null, timer: null });
    this.#courses = { ring: course(), motion: course(), sound: course(), tamper: course() };
  }

  start(): Promise<void> {
    this.#stopped = new AbortController();
    return Promise.resolve();
  }

  /** Ends what is going on and waits until everything about it is with the outbox. */
  async stop(): Promise<void> {
    this.#stopped.abort(new Error('the device stops'));
    for (const kind of ALARM_KINDS) this.#step(kind, { type: 'off', atUs: this.#nowUs() }, true);
    await Promise.all(this.#ending);
  }

  /** Calls back at once when something begins: for a chime. @returns a function that ends it */
  onStarted(listener: (alarm: AlarmNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  take(sighting: Sighting): SightingOutcome {
    const course = this.#courses[sighting.kind];
    const outcome = this.#step(sighting.kind, { type: 'sighting', sighting }, true);
    return { outcome, event: outcome === 'ignored' ? null : course.event };
  }

  /** Nobody watches for this any more: switched off, or privacy mode. */
  off(kind: AlarmKind): void {
    this.#step(kind, { type: 'off', atUs: this.#nowUs() }, false);
  }

  isOpen(kind: AlarmKind): boolean {
    return this.#courses[kind].state.phase === 'open';
  }

  #step(kind: AlarmKind, input: AlarmInput, wanted: boolean): SightingOutcome['outcome'] {
    const course = this.#courses[kind];
    const rules = rulesOf(kind, this.#options.settings);
    const { state, effects } = step(course.state, input, rules);
    course.state = state;
    let outcome: SightingOutcome['outcome'] = 'ignored';
    for (const { type, alarm } of effects) {
      if (type === 'started') course.event = this.#begin(kind, alarm);
      if (type === 'grown') course.event!.grow(alarm, input.type === 'sighting' ? input.sighting.score : 0);
      if (type === 'ended') this.#end(course.event!, alarm, wanted);
      else outcome = type;
    }
    this.#wait(kind);
    return outcome;
  }

  #begin(kind: AlarmKind, alarm: Alarm): AlarmEvent {
    const { settings, clock, log } = this.#options;
    const pictured = this.#pictures < MAX_PICTURES;
    const event = new AlarmEvent(this.#options, {
      ...{ kind, alarm, pictured, signal: this.#stopped.signal },
      quiet: kind !== 'ring' && !isNotified(kind, settings, clock.nowMs()),
    });
    this.#tell({ kind, id: event.id, startedMs: event.startedMs });
    log.info({ event: event.id, labels: alarm.labels, zones: alarm.zones }, SAID[kind]);
    if (pictured) {
      this.#pictures++;
      void event.picture(alarm).finally(() => this.#pictures--);
    }
    return event;
  }

  #end(event: AlarmEvent, alarm: Alarm, wanted: boolean): void {
    event.end(alarm, wanted);
    const settled = event.settled().finally(() => this.#ending.delete(settled));
    this.#ending.add(settled);
  }

  #wait(kind: AlarmKind): void {
    const course = this.#courses[kind];
    if (course.state.phase !== 'open') {
      course.timer?.cancel();
      course.timer = null;
      return;
    }
    if (course.timer) return; // it looks again, and finds a later end
    const atUs = endsAtUs(course.state)!;
    course.timer = this.#options.clock.after(Math.max(0, (atUs - this.#nowUs()) / 1000), () => {
      course.timer = null;
      this.#step(kind, { type: 'time', atUs: Math.max(atUs, this.#nowUs()) }, true);
    });
  }

  #tell(alarm: AlarmNotice): void {
    for (const listener of this.#listeners) {
      try {
        listener(alarm);
      } catch (error) {
        this.#options.log.error({ err: error }, 'a listener of the alarms failed');
      }
    }
  }

  #nowUs(): number {
    return Math.round(this.#options.clock.monotonicMs() * 1000);
  }
}
