/** Decides which events ring on this page, for how long, and makes them heard. */
import { signal, type ReadonlySignal } from '@preact/signals';
import type { DeviceEvent } from '../../api.ts';

/** Older rings are history: they show in the list and do not ring, ms. */
export const FRESH_MS = 60_000;
/** Nobody came to the screen: the overlay leaves, the event stays "not seen", ms. */
const RING_LIMIT_MS = 60_000;
const VIBRATION_MS = [220, 120, 220, 900, 220, 120, 220];

export interface Ringing {
  eventId: string;
  deviceId: string;
  /** By this page's clock, ms: the device's clock may differ. */
  rangAtMs: number;
}

export interface RingDeskOptions {
  chime: { ring(): void; stop(): void };
  nowMs?: () => number;
  vibrate?: (pattern: number[]) => void;
}

export class RingDesk {
  readonly #options: RingDeskOptions;
  readonly #ringing = signal<Ringing | null>(null);
  #limit: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RingDeskOptions) {
    this.#options = options;
  }

  get ringing(): ReadonlySignal<Ringing | null> {
    return this.#ringing;
  }

  /**
   * @param event one not known before
   * @param from "stream": it happened just now by the cloud's clock; "list": found after a gap, and only
   *   this page's clock tells its age
   */
  hear(event: DeviceEvent, from: 'stream' | 'list'): void {
    if (event.kind !== 'ring' || event.late || event.seen) return;
    const nowMs = (this.#options.nowMs ?? Date.now)();
    const ageMs = from === 'stream' ? event.receivedMs - event.startedMs : nowMs - event.startedMs;
    if (ageMs > FRESH_MS) return;
    this.#ringing.value = {
      eventId: event.id,
      deviceId: event.deviceId,
      rangAtMs: nowMs - Math.max(0, ageMs),
    };
    this.#options.chime.ring();
    this.#options.vibrate?.(VIBRATION_MS);
    clearTimeout(this.#limit);
    this.#limit = setTimeout(() => this.stop(), RING_LIMIT_MS);
  }

  /** Answered, declined, or nobody came. */
  stop(): void {
    clearTimeout(this.#limit);
    if (!this.#ringing.value) return;
    this.#ringing.value = null;
    this.#options.chime.stop();
    this.#options.vibrate?.([]);
  }
}
