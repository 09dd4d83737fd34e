/** Sends the outbox over whatever session there is, in order. */
import { withDelay, LATE_AFTER_MS } from '#protocol/codec.ts';
import { DELIVERY } from '#protocol/topics.ts';
import type { Logger } from '#kit/log.ts';
import { LinkProblem } from './link-problem.ts';
import type { MqttSession } from './mqtt-session.ts';
import type { Outbox, OutboxMessage } from './outbox.ts';

/** Messages sent and not yet acknowledged. */
const MAX_IN_FLIGHT = 16;
/** Their bytes: pictures go one or a few at a time. */
const MAX_IN_FLIGHT_BYTES = 1024 * 1024;

export class OutboxDrain {
  readonly #outbox: Outbox;
  readonly #topic: string;
  readonly #log: Logger;
  #session: MqttSession | null = null;
  #inFlight = 0;
  #inFlightBytes = 0;
  #isPumping = false;
  #hasMore = false;

  constructor(options: { outbox: Outbox; topic: string; log: Logger }) {
    this.#outbox = options.outbox;
    this.#topic = options.topic;
    this.#log = options.log;
    this.#outbox.onAdded = () => void this.#pump();
  }

  /** Sends over this session from now on, beginning with what the last one left unacknowledged. */
  attach(session: MqttSession): void {
    this.#session = session;
    this.#inFlight = 0;
    this.#inFlightBytes = 0;
    void this.#pump();
  }

  detach(): void {
    this.#session = null;
    this.#outbox.rewind();
  }

  /** One at a time; a call while it runs makes it look again. */
  async #pump(): Promise<void> {
    this.#hasMore = true;
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (this.#hasMore) {
      this.#hasMore = false;
      await this.#sendWhilePossible();
    }
    this.#isPumping = false;
  }

  async #sendWhilePossible(): Promise<void> {
    while (this.#session && this.#inFlight < MAX_IN_FLIGHT && this.#inFlightBytes < MAX_IN_FLIGHT_BYTES) {
      const session = this.#session;
      const message = await this.#outbox.take();
      if (!message) return;
      // Meanwhile the session may have gone; the outbox has then taken the message back.
      if (session === this.#session) void this.#send(session, message);
    }
  }

  async #send(session: MqttSession, { envelope, age, done }: OutboxMessage): Promise<void> {
    const isLate = !age.isExact || age.ms > LATE_AFTER_MS;
    this.#inFlight++;
    this.#inFlightBytes += envelope.length;
    try {
      await session.publish(this.#topic, withDelay(envelope, age.ms, isLate), DELIVERY['up/event']);
      done();
    } catch (error) {
      if (session !== this.#session) return;
      if (error instanceof LinkProblem && error.kind === 'message-refused') {
        this.#log.error(
          { err: error, bytes: envelope.length },
          'link: the broker will never take this event',
        );
        done();
      } else {
        // Refused for now (a quota, an access list): nothing behind it may overtake it.
        session.abort(error as LinkProblem);
        return;
      }
    }
    if (session !== this.#session) return;
    this.#inFlight--;
    this.#inFlightBytes -= envelope.length;
    void this.#pump();
  }
}
