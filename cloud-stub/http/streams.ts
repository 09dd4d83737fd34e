/** Server-sent events: the feed, to every browser that listens (WHATWG HTML, 9.2). */
import type { ServerResponse } from 'node:http';
import type { Clock, Timer } from '#kit/clock.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { SignedIn } from '../accounts/accounts.ts';
import type { Feed, News } from '../feed.ts';

const HEARTBEAT_MS = 15_000;
/** A browser that leaves more than this unread is dropped; it connects again and fetches the lists. */
const MAX_UNREAD_BYTES = 1024 * 1024;
const MAX_STREAMS = 500;
const MAX_STREAMS_PER_SESSION = 20;
/** How long a browser waits before it connects again. */
const RETRY_MS = 1000;

interface Stream {
  response: ServerResponse;
  who: SignedIn;
}

export class Streams implements Service {
  readonly name = 'streams';
  readonly #feed: Feed;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #streams = new Set<Stream>();
  #unsubscribe: (() => void) | undefined;
  #heartbeat: Timer | undefined;

  constructor(options: { feed: Feed; clock: Clock; log: Logger }) {
    this.#feed = options.feed;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  start(): Promise<void> {
    this.#unsubscribe = this.#feed.subscribe((news) => this.#deliver(news));
    this.#heartbeat = this.#clock.every(HEARTBEAT_MS, () => {
      for (const stream of this.#streams) this.#write(stream, ':\n\n');
    });
    return Promise.resolve();
  }

  get count(): number {
    return this.#streams.size;
  }

  /** @returns false when there are too many already; nothing has been written then */
  open(who: SignedIn, response: ServerResponse, headers: Record<string, string>): boolean {
    const own = [...this.#streams].filter((stream) => stream.who.sessionId === who.sessionId);
    if (this.#streams.size >= MAX_STREAMS || own.length >= MAX_STREAMS_PER_SESSION) return false;
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const stream = { response, who };
    this.#streams.add(stream);
    response.on('close', () => this.#streams.delete(stream));
    response.on('error', () => this.#streams.delete(stream));
    response.write(`retry: ${RETRY_MS}\n\n`);
    return true;
  }

  /** Ends the streams of a session that has been signed out. */
  closeSession(sessionId: string): void {
    for (const stream of this.#streams) {
      if (stream.who.sessionId === sessionId) stream.response.end();
    }
  }

  stop(): Promise<void> {
    this.#unsubscribe?.();
    this.#heartbeat?.cancel();
    for (const { response } of this.#streams) response.end();
    this.#streams.clear();
    return Promise.resolve();
  }

  #deliver({ householdId, sessionId, message }: News): void {
    let text: string | undefined;
    for (const stream of this.#streams) {
      if (stream.who.householdId !== householdId) continue;
      if (sessionId !== undefined && stream.who.sessionId !== sessionId) continue;
      text ??= `event: ${message.type}\ndata: ${JSON.stringify(message.data)}\n\n`;
      this.#write(stream, text);
    }
  }

  #write(stream: Stream, text: string): void {
    stream.response.write(text);
    if (stream.response.writableLength <= MAX_UNREAD_BYTES) return;
    this.#log.info('a browser that does not read is dropped');
    this.#streams.delete(stream);
    stream.response.destroy();
  }
}
