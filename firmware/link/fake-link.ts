/** A link without a broker: keeps what it is given, for tests and simulations. */
import type { v1 } from '#protocol/messages.ts';
import type { Link, LinkInfo } from './link.ts';

export class FakeLink implements Link {
  readonly events: v1.IEvent[] = [];
  readonly telemetry: v1.ITelemetry[] = [];
  readonly states: v1.IState[] = [];
  readonly signals: v1.ISignal[] = [];
  /** Makes `sendEvent` fail with this while it is set. */
  refusal: Error | null = null;
  readonly #changeListeners = new Set<() => void>();
  #info: LinkInfo = {
    connected: true,
    broker: 'mqtts://broker.example:8883',
    sinceMs: 0,
    problem: '',
    outbox: { messages: 0, bytes: 0 },
    droppedMessages: 0,
  };

  info(): LinkInfo {
    return this.#info;
  }

  onChanged(listener: () => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  sendEvent(event: v1.IEvent): Promise<void> {
    if (this.refusal) return Promise.reject(this.refusal);
    this.events.push(event);
    return Promise.resolve();
  }

  sendTelemetry(telemetry: v1.ITelemetry): void {
    this.telemetry.push(telemetry);
  }

  setState(state: v1.IState): void {
    this.states.push(state);
  }

  sendSignal(signal: v1.ISignal): void {
    this.signals.push(signal);
  }

  /** Nobody ever calls: see live/fake-signal-link.ts for one that does. */
  onSignal(): () => void {
    return () => undefined;
  }

  change(info: Partial<LinkInfo>): void {
    this.#info = { ...this.#info, ...info };
    for (const listener of this.#changeListeners) listener();
  }
}
