/** The button: every press that counts is a sighting, and the alarms make rings of them. */
import type { ButtonInput } from '#board/drivers/button.ts';
import type { Clock } from '#kit/clock.ts';
import type { Service } from '#kit/service.ts';
import type { Alarms } from '../detect/alarms.ts';
import type { SettingsStore } from '../settings/store.ts';
import { RELEASED, isPress, type Edge } from './press.ts';

export interface DoorbellOptions {
  button: ButtonInput;
  alarms: Pick<Alarms, 'take'>;
  settings: Pick<SettingsStore, 'get'>;
  clock: Clock;
}

/** What a press on the prompt came to. */
export interface PressResult {
  /** rang: a new ring. counted: belongs to the ring going on. ignored: the button is held, or bounced. */
  outcome: 'rang' | 'counted' | 'ignored';
  /** The ring it belongs to; null when ignored. */
  eventId: string | null;
  presses: number;
}

const IGNORED: PressResult = { outcome: 'ignored', eventId: null, presses: 0 };

export class Doorbell implements Service {
  readonly name = 'doorbell';
  readonly #options: DoorbellOptions;
  #line = RELEASED;
  #unsubscribe: () => void = () => undefined;

  constructor(options: DoorbellOptions) {
    this.#options = options;
  }

  async start(signal: AbortSignal): Promise<void> {
    const { button } = this.#options;
    this.#unsubscribe = button.onEdge((pressed, atUs) => this.#edge({ pressed, atUs }));
    await button.start(signal);
  }

  async stop(): Promise<void> {
    this.#unsubscribe();
    await this.#options.button.stop();
  }

  /** Presses and lets go, as a finger would: for the engineer and the keyboard. */
  press(): PressResult {
    const atUs = Math.round(this.#options.clock.monotonicMs() * 1000);
    const result = this.#edge({ pressed: true, atUs });
    this.#edge({ pressed: false, atUs });
    return result;
  }

  #edge(edge: Edge): PressResult {
    const { settings, alarms } = this.#options;
    const counts = isPress(this.#line, edge, settings.get('doorbell.debounceMs') * 1000);
    this.#line = edge;
    if (!counts) return IGNORED;
    const { atUs } = edge;
    const { outcome, event } = alarms.take({
      ...{ kind: 'ring', label: 'ring', atUs, sinceUs: atUs, score: 1, zones: [] },
    });
    if (!event) return IGNORED;
    return {
      outcome: outcome === 'started' ? 'rang' : 'counted',
      eventId: event.id,
      presses: event.presses,
    };
  }
}
