/** What the rest of the daemon sees of the cloud. */
import type { v1 } from '#protocol/messages.ts';

export interface LinkInfo {
  connected: boolean;
  /** The broker's address without credentials. */
  broker: string;
  /** When the present state began, wall clock ms. */
  sinceMs: number;
  /** Why the last connection ended or could not be made; empty while connected. */
  problem: string;
  /** What waits for the cloud. `problem`: why events cannot be stored; empty when they can. */
  outbox: { messages: number; bytes: number; problem?: string };
  /** Incoming messages dropped as malformed, oversize or unknown, since the start. */
  droppedMessages: number;
}

export interface Link {
  info(): LinkInfo;
  onChanged(listener: () => void): () => void;
  /**
   * Accepts an event for delivery: on disk when this resolves, sent in order and at least once,
   * whatever happens to the link or the daemon.
   * @throws PupsentryError "outbox-full": not accepted. "outbox-unwritable": the disk failed; it is sent
   *   all the same while the daemon lives. ProtocolError when the event breaks the contract
   */
  sendEvent(event: v1.IEvent): Promise<void>;
  /** Telemetry: sent now or, while the link is down, kept in a short list that drops its oldest. */
  sendTelemetry(telemetry: v1.ITelemetry): void;
  /** The retained description of the device: the latest one is sent now and after every reconnect. */
  setState(state: v1.IState): void;
  /** Live signalling: sent now or dropped, it is of no use later. */
  sendSignal(signal: v1.ISignal, correlationId: string): void;
  onSignal(listener: (signal: v1.Signal, envelope: v1.Envelope) => void): () => void;
}

/** Carries out one command. Commands run one after the other (an exclusive runner in the link). */
export type CommandHandler = (command: v1.Command) => Promise<v1.IReply>;
