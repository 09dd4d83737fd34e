/** The signalling half of a link, in memory: what viewers say goes in, what the device says comes out. */
import { v1 } from '#protocol/messages.ts';
import type { Link } from '../link/link.ts';

type Listener = Parameters<Link['onSignal']>[0];

export class FakeSignalLink implements Pick<Link, 'sendSignal' | 'onSignal'> {
  /** What the device said, in order. */
  readonly sent: { signal: v1.ISignal; correlationId: string }[] = [];
  readonly #device = new Set<Listener>();
  readonly #viewers = new Set<(signal: v1.ISignal) => void>();

  sendSignal(signal: v1.ISignal, correlationId: string): void {
    this.sent.push({ signal, correlationId });
    for (const viewer of this.#viewers) viewer(signal);
  }

  onSignal(listener: Listener): () => void {
    this.#device.add(listener);
    return () => this.#device.delete(listener);
  }

  /** A viewer says something. */
  receive(signal: v1.ISignal, envelope: v1.IEnvelope = {}): void {
    for (const listener of this.#device)
      listener(v1.Signal.fromObject(signal), v1.Envelope.fromObject({ correlationId: 'c1', ...envelope }));
  }

  /** Calls back with what the device says from now on. */
  onSent(listener: (signal: v1.ISignal) => void): () => void {
    this.#viewers.add(listener);
    return () => this.#viewers.delete(listener);
  }
}
