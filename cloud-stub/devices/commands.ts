/** Commands to devices, each waiting for its reply. */
import { randomUUID } from 'node:crypto';
import type { v1 } from '#protocol/messages.ts';
import type { Clock, Timer } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Mailer } from './mailer.ts';

/** A device that has not answered by then will not, ms. */
export const COMMAND_LIMIT_MS = 10_000;
/** The device works on one command at a time; more than this waiting are refused. */
const MAX_WAITING_PER_DEVICE = 16;

interface Waiting {
  deviceId: string;
  resolve: (reply: v1.Reply) => void;
  timer: Timer;
}

export class Commands {
  readonly #mailer: Mailer;
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Waiting>();

  constructor(options: { mailer: Mailer; clock: Clock }) {
    this.#mailer = options.mailer;
    this.#clock = options.clock;
  }

  /**
   * @returns the device's reply, whatever it says, and how long it took
   * @throws PupsentryError "timeout", "busy" or "broker-down"
   */
  async send(
    deviceId: string,
    command: v1.ICommand,
    limitMs = COMMAND_LIMIT_MS,
  ): Promise<{ reply: v1.Reply; tookMs: number }> {
    if ([...this.#waiting.values()].filter((w) => w.deviceId === deviceId).length >= MAX_WAITING_PER_DEVICE)
      throw new PupsentryError('busy', 'The device has too much to do already. Try again in a moment.');
    const id = randomUUID();
    const startedMs = this.#clock.monotonicMs();
    const reply = new Promise<v1.Reply>((resolve, reject) => {
      const timer = this.#clock.after(limitMs, () => {
        this.#waiting.delete(id);
        reject(new PupsentryError('timeout', `The device did not answer within ${limitMs / 1000} s.`));
      });
      this.#waiting.set(id, { deviceId, resolve, timer });
    });
    try {
      const sent = this.#mailer.send(
        deviceId,
        { command: { ...command, expiresMs: this.#clock.nowMs() + limitMs } },
        id,
      );
      // The reply may overtake the broker's acknowledgement; without that it must still time out.
      const first = await Promise.race([reply, sent.then(() => reply)]);
      return { reply: first, tookMs: Math.round(this.#clock.monotonicMs() - startedMs) };
    } finally {
      this.#waiting.get(id)?.timer.cancel();
      this.#waiting.delete(id);
    }
  }

  /** @returns false when nobody waits for it (any more) */
  settle(deviceId: string, correlationId: string, reply: v1.Reply): boolean {
    const waiting = this.#waiting.get(correlationId);
    if (!waiting || waiting.deviceId !== deviceId) return false;
    waiting.resolve(reply);
    return true;
  }
}
