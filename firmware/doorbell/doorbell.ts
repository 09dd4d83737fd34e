/** The button, and what a press sets off: the event at once, its picture after it, its end last. */
import { randomUUID } from 'node:crypto';
import { v1 } from '#protocol/messages.ts';
import type { ButtonInput } from '#board/drivers/button.ts';
import { sleep, type Clock, type Timer } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { EventHistory, HistoryEvent } from '../care/event-history.ts';
import type { Link } from '../link/link.ts';
import type { Media } from '../media/media.ts';
import type { SettingsStore } from '../settings/store.ts';
import { QUIET, step, type PressEffect, type PressInput, type PressState } from './press.ts';
import { takeSnapshot } from './ring-picture.ts';

export interface DoorbellOptions {
  button: ButtonInput;
  media: Media;
  link: Link;
  settings: SettingsStore;
  history: EventHistory;
  clock: Clock;
  log: Logger;
}

export interface RingNotice {
  /** UUID of the event. */
  id: string;
  /** When the button went down, wall clock ms. */
  startedMs: number;
}

/** What a press on the prompt came to. */
export interface PressResult {
  /** rang: a new ring. counted: belongs to the ring going on. ignored: the button is held, or bounced. */
  outcome: 'rang' | 'counted' | 'ignored';
  /** The ring it belongs to; null when ignored. */
  eventId: string | null;
  presses: number;
}

/** Rings that wait for their picture at the same time; one more goes without. */
const MAX_PICTURES = 4;
/** A picture costs processor time that the ring needs on its way; nobody at the door has moved by then. */
export const PICTURE_WAITS_MS = 50;

export class Doorbell implements Service {
  readonly name = 'doorbell';
  readonly #options: DoorbellOptions;
  #state: PressState = QUIET;
  /** The ring going on, or the last one. */
  #ring: { event: HistoryEvent; startedUs: number } | null = null;
  #blind: Timer | null = null;
  #pictures = 0;
  #sending = new Set<Promise<void>>();
  #listeners = new Set<(ring: RingNotice) => void>();
  #stopped = new AbortController();
  #unsubscribe: () => void = () => undefined;

  constructor(options: DoorbellOptions) {
    this.#options = options;
  }

  async start(signal: AbortSignal): Promise<void> {
    this.#stopped = new AbortController();
    this.#unsubscribe = this.#options.button.onEdge((pressed, atUs) =>
      this.#take({ type: 'edge', pressed, atUs }),
    );
    await this.#options.button.start(signal);
  }

  /** Ends the ring that is going on and waits until its messages are with the outbox. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#stopped.abort(new Error('the doorbell stops'));
    await this.#options.button.stop();
    const { ring } = this.#state;
    if (ring) this.#take({ type: 'time', atUs: ring.blindUntilUs });
    await Promise.all(this.#sending);
  }

  /** Calls back at once when somebody rings: for a chime. @returns a function that ends it */
  onRing(listener: (ring: RingNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Presses and lets go, as a finger would: for the engineer and the keyboard. */
  press(): PressResult {
    const atUs = this.#nowUs();
    const effects = this.#take({ type: 'edge', pressed: true, atUs });
    this.#take({ type: 'edge', pressed: false, atUs });
    const did = effects.find((e) => e.type !== 'ring-ended');
    if (!did) return { outcome: 'ignored', eventId: null, presses: 0 };
    const { id, presses } = this.#ring!.event;
    return { outcome: did.type === 'ring-started' ? 'rang' : 'counted', eventId: id, presses };
  }

  #take(input: PressInput): PressEffect[] {
    const { settings } = this.#options;
    const { state, effects } = step(this.#state, input, {
      debounceUs: settings.get('doorbell.debounceMs') * 1000,
      blindUs: settings.get('doorbell.blindSeconds') * 1_000_000,
    });
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
    return effects;
  }

  #carryOut(effect: PressEffect): void {
    switch (effect.type) {
      case 'ring-started':
        return this.#ringStarted(effect.atUs, effect.blindUntilUs);
      case 'pressed-again':
        this.#ring!.event.presses = effect.presses;
        return this.#options.history.record(this.#ring!.event);
      case 'ring-ended':
        return this.#ringEnded(effect.lastPressUs);
    }
  }

  #ringStarted(atUs: number, blindUntilUs: number): void {
    const { clock, log, history } = this.#options;
    const event: HistoryEvent = {
      id: randomUUID(),
      kind: 'ring',
      startedMs: Math.round(clock.nowMs() - (clock.monotonicMs() - atUs / 1000)),
      endedMs: null,
      presses: 1,
      snapshot: false,
      accepted: false,
    };
    this.#ring = { event, startedUs: atUs };
    // The message goes first: nothing may stand between the finger and the people at home.
    this.#send(event, { phase: v1.EventPhase.EVENT_PHASE_STARTED }, () => {
      event.accepted = true;
      history.record(event);
    });
    history.record(event);
    this.#tellListeners({ id: event.id, startedMs: event.startedMs });
    log.info({ event: event.id }, 'someone rings');
    void this.#addPicture(event);
    this.#blind = clock.after(Math.max(0, (blindUntilUs - this.#nowUs()) / 1000), () =>
      this.#take({ type: 'time', atUs: blindUntilUs }),
    );
  }

  #ringEnded(lastPressUs: number): void {
    const { event, startedUs } = this.#ring!;
    this.#blind?.cancel();
    event.endedMs = event.startedMs + Math.round((lastPressUs - startedUs) / 1000);
    this.#options.history.record(event);
    this.#send(event, { phase: v1.EventPhase.EVENT_PHASE_ENDED, endedMs: event.endedMs });
  }

  async #addPicture(event: HistoryEvent): Promise<void> {
    const { clock, log, history } = this.#options;
    const { signal } = this.#stopped;
    if (this.#pictures >= MAX_PICTURES) {
      log.warn({ event: event.id }, 'too many rings at once: this one goes without a picture');
      return;
    }
    this.#pictures++;
    try {
      await sleep(clock, PICTURE_WAITS_MS, signal);
      const snapshot = await takeSnapshot({ ...this.#options, signal });
      if (!snapshot) return;
      event.snapshot = true;
      history.record(event);
      this.#send(event, { phase: v1.EventPhase.EVENT_PHASE_SNAPSHOT, snapshot });
    } catch (error) {
      log.warn({ event: event.id }, `the ring goes without a picture: ${explain(error)}`);
    } finally {
      this.#pictures--;
    }
  }

  #tellListeners(ring: RingNotice): void {
    for (const listener of this.#listeners) {
      try {
        listener(ring);
      } catch (error) {
        this.#options.log.error({ err: error }, 'a listener of the doorbell failed');
      }
    }
  }

  /** Every message says all that is known by then: each can stand alone if another was refused. */
  #send(event: HistoryEvent, more: v1.IEvent, accepted?: () => void): void {
    const { link, log } = this.#options;
    const message: v1.IEvent = {
      id: event.id,
      kind: v1.EventKind.EVENT_KIND_RING,
      startedMs: event.startedMs,
      presses: event.presses,
      ...more,
    };
    const work = (async () => {
      try {
        await link.sendEvent(message);
        accepted?.();
      } catch (error) {
        log.error(
          { event: event.id, phase: v1.EventPhase[message.phase!], err: error },
          `the ring could not be stored for the cloud: ${explain(error)} ` +
            'It was announced at the device. "pupsentryctl status" names the fault.',
        );
      }
    })().finally(() => this.#sending.delete(work));
    this.#sending.add(work);
  }

  #nowUs(): number {
    return Math.round(this.#options.clock.monotonicMs() * 1000);
  }
}
