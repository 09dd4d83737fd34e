/** What comes down: checked, counted when it is not sound, handed on by kind. */
import { ProtocolError, decodeEnvelope } from '#protocol/codec.ts';
import type { v1 } from '#protocol/messages.ts';
import { parseTopic, type Down } from '#protocol/topics.ts';
import { LogThrottle, type Logger } from '#kit/log.ts';

export type DownHandlers = { [name in Down]: (envelope: v1.Envelope) => void };

export class Inbox {
  readonly #options: { deviceId: string; handlers: DownHandlers; log: Logger };
  readonly #throttle: LogThrottle;
  #dropped = 0;

  constructor(options: { deviceId: string; handlers: DownHandlers; log: Logger; monotonicMs: () => number }) {
    this.#options = options;
    this.#throttle = new LogThrottle({ monotonicMs: options.monotonicMs });
  }

  /** Messages that were not sound. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Never throws, whatever comes. */
  take(topic: string, payload: Buffer): void {
    const { deviceId, handlers, log } = this.#options;
    const parsed = parseTopic(topic);
    if (parsed?.direction !== 'down') return this.#drop('topic', `unknown topic ${printable(topic)}`);
    if (parsed.deviceId !== deviceId)
      return this.#drop('foreign', `a message for another device, ${parsed.deviceId}`);
    let envelope: v1.Envelope;
    try {
      envelope = decodeEnvelope(payload, parsed);
    } catch (error) {
      const code = error instanceof ProtocolError ? error.code : 'malformed';
      return this.#drop(code, `${parsed.name}: ${printable((error as Error).message)}`);
    }
    try {
      handlers[parsed.name](envelope);
    } catch (error) {
      log.error({ err: error, name: parsed.name }, 'a handler failed');
    }
  }

  #drop(code: string, reason: string): void {
    this.#dropped++;
    this.#throttle.allow(code, (heldBack) =>
      this.#options.log.warn({ code, dropped: this.#dropped, heldBack }, `message dropped: ${reason}`),
    );
  }
}

/** What a stranger wrote, short and without control characters. */
function printable(text: string): string {
  return text.slice(0, 120).replace(/[^\x20-\x7e]/g, '?');
}
