/** Keeps one session with the broker open: tries again with growing waits, for as long as it runs. */
import { sleep, type Clock } from '#kit/clock.ts';
import type { Logger } from '#kit/log.ts';
import { Backoff, type BackoffOptions } from '#kit/retry.ts';
import { LinkProblem, problemOf } from './link-problem.ts';
import type { MqttSession, MqttVersion } from './mqtt-session.ts';

/** The first wait is under half a second; a fleet comes back spread over a minute. */
export const DEFAULT_BACKOFF: BackoffOptions = { firstMs: 500, maxMs: 60_000 };
/** A session that lived this long was a success. A broker that accepts and closes at once is none. */
const STABLE_MS = 10_000;

export interface LinkConnectionOptions {
  open: (version: MqttVersion, signal: AbortSignal) => Promise<MqttSession>;
  onUp: (session: MqttSession) => void;
  /** `wasUp`: a session has ended, as opposed to a try that failed. */
  onDown: (problem: LinkProblem, wasUp: boolean) => void;
  clock: Clock;
  log: Logger;
  backoff?: BackoffOptions;
}

export class LinkConnection {
  readonly #options: LinkConnectionOptions;
  readonly #backoff: Backoff;
  #version: MqttVersion = 5;
  #hasWorked = false;
  #stopping = new AbortController();
  #isStopping = false;
  #session: MqttSession | null = null;
  #running: Promise<void> = Promise.resolve();
  #turnMs: number | null = null;

  constructor(options: LinkConnectionOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.backoff ?? DEFAULT_BACKOFF);
  }

  /** Its sign of life, monotonic ms: now while a session is open, else when it last tried; null before. */
  get lastTurnMs(): number | null {
    return this.#session ? this.#options.clock.monotonicMs() : this.#turnMs;
  }

  start(): void {
    this.#isStopping = false;
    this.#stopping = new AbortController();
    this.#running = this.#run(this.#stopping.signal);
  }

  /**
   * Ends the tries and the session.
   * @param farewell runs first, on the session there is, if there is one
   */
  async stop(farewell?: (session: MqttSession) => Promise<void>): Promise<void> {
    this.#isStopping = true;
    if (this.#session) await farewell?.(this.#session);
    this.#stopping.abort(new LinkProblem('stopped', 'Stopped.'));
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, log, onUp, onDown } = this.#options;
    while (!this.#isStopping) {
      let openedMs: number | undefined;
      let problem: LinkProblem;
      this.#turnMs = clock.monotonicMs();
      try {
        const session = await this.#options.open(this.#version, signal);
        openedMs = clock.monotonicMs();
        this.#hasWorked = true;
        this.#session = session;
        onUp(session);
        problem = await session.ended;
      } catch (error) {
        problem = problemOf(error as Error);
        this.#chooseVersion(problem);
      }
      this.#session = null;
      if (openedMs !== undefined && clock.monotonicMs() - openedMs >= STABLE_MS) this.#backoff.succeeded();
      onDown(problem, openedMs !== undefined);
      if (this.#isStopping) return;
      const waitMs = this.#backoff.nextMs();
      log.debug({ waitMs: Math.round(waitMs), tries: this.#backoff.failures }, 'next try');
      await sleep(clock, waitMs, signal).catch(() => undefined);
    }
  }

  /** Brokers that know MQTT 3.1.1 only refuse version 5 with a code, or just hang up. */
  #chooseVersion({ kind }: LinkProblem): void {
    const mayBeTheVersion = kind === 'version' || (kind === 'closed' && !this.#hasWorked);
    if (mayBeTheVersion) this.#version = this.#version === 5 ? 4 : 5;
  }
}
