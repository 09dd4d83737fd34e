/**
 * Keeps one media process alive while pictures are wanted, and the lens in step with it: opened before the process
 * is told of the camera, closed after it has ended.
 */
import type { Clock, Timer } from '#kit/clock.ts';
import type { Logger } from '#kit/log.ts';
import { Backoff } from '#kit/retry.ts';
import type { Order } from './control.ts';
import { Halts } from './halts.ts';
import type { LensWatch } from './lens.ts';
import { MediaChild, type Command } from './media-child.ts';
import { RestartPolicy } from './restart-policy.ts';
import type { WireMessage } from './wire.ts';

export interface KeeperOptions {
  command: Command;
  lens: LensWatch | undefined;
  clock: Clock;
  log: Logger;
  /** The first word to every process. */
  startOrder: () => Extract<Order, { order: 'start' }>;
  /** From the present process; nothing of an earlier one. */
  onMessage: (message: WireMessage) => void;
  /** A process is about to be started. */
  onBegin: () => void;
  /** A process has begun its work: the lens is open. */
  onSpawned: () => void;
  /** The present process has ended by itself; another one follows. @param pictures of the main stream it gave */
  onGone: (why: string, pictures: number) => void;
  /** The lens may not open; it is tried again. */
  onLensRefused: (error: unknown) => void;
}

/** Silence of a process that should be running: its own watch speaks after 3 s, so it hangs, ms. */
const SILENT_MS = 5000;
/** A camera's pipeline is made anew within this, beside everything else on a small processor, ms. */
const REMAKE_MS = 5000;
/** To come up the first time on a machine GStreamer has not seen yet it scans its plugins, ms. */
const START_LIMIT_MS = 25_000;
/** A lens that may not be opened is asked about again after this, ms. */
const LENS_BACKOFF = { firstMs: 500, maxMs: 10_000 };

/** One process and what is known of it. */
interface Life {
  child: MediaChild;
  startedMs: number;
  /** It has told that its encoders stand. */
  started: boolean;
  pictures: number;
  pictureMs: number;
}

export class Keeper {
  readonly #options: KeeperOptions;
  readonly #restartPolicy: RestartPolicy;
  readonly #lensBackoff = new Backoff(LENS_BACKOFF);
  #wanted = false;
  /** The lens is about to open for a new process. */
  #beginning: { wanted: boolean } | undefined;
  #life: Life | undefined;
  #again: Timer | undefined;
  readonly #halts: Halts;
  /** Resolves when no process of before holds the camera any more. */
  #closed: Promise<void> = Promise.resolve();

  constructor(options: KeeperOptions) {
    this.#options = options;
    this.#halts = new Halts(options.clock.monotonicMs());
    this.#restartPolicy = new RestartPolicy({ nowMs: () => options.clock.monotonicMs() });
  }

  /** The present process, or null. */
  get child(): MediaChild | null {
    return this.#life?.child ?? null;
  }

  /** Resolves when everything that was ended has ended. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  /** Makes what is (a process or none) follow what is wanted. */
  follow(wanted: boolean): void {
    this.#wanted = wanted;
    if (wanted) {
      if (!this.#life && !this.#again && !this.#beginning) this.#begin();
      return;
    }
    this.#again?.cancel();
    this.#again = undefined;
    if (this.#beginning) this.#beginning.wanted = false;
    this.#beginning = undefined;
    this.#end();
  }

  /** Ends the process in good order and starts another. */
  renew(): void {
    if (!this.#life) return;
    this.#end();
    this.#begin();
  }

  /** The process has told that its encoders stand. */
  started(): void {
    if (this.#life) this.#life.started = true;
  }

  /** The process has given a picture of the main stream. */
  pictureCame(): void {
    const life = this.#life;
    if (!life) return;
    life.pictures++;
    life.pictureMs = this.#options.clock.monotonicMs();
  }

  /** The process makes its pipeline anew: pictures may pause for it. */
  pauses(): void {
    if (this.#life) this.#life.pictureMs = this.#options.clock.monotonicMs() + REMAKE_MS;
  }

  /**
   * A process that lives and says nothing is ended; one that has told its fault is left to its own retries. To be
   * called several times a second.
   */
  checkSilence(running: boolean): void {
    const nowMs = this.#options.clock.monotonicMs();
    const haltedMs = this.#halts.look(nowMs);
    const life = this.#life;
    if (!life) return;
    life.pictureMs += haltedMs;
    life.startedMs += haltedMs;
    const silentMs = nowMs - life.pictureMs;
    if (running && silentMs > SILENT_MS) {
      life.child.kill(`no picture for ${(silentMs / 1000).toFixed(1)} s`);
    } else if (!life.started && nowMs - life.startedMs > START_LIMIT_MS) {
      life.child.kill('it did not start in time');
    }
  }

  /** Opens the lens once the last process has let go of it, and then starts a new one. */
  #begin(): void {
    const { lens, onBegin, onLensRefused } = this.#options;
    const begin = (this.#beginning = { wanted: true });
    onBegin();
    const opened = this.#closed.then(() => lens?.opening());
    this.#closed = opened.then(
      () => (begin.wanted ? undefined : this.#lensClosed()),
      () => undefined,
    );
    opened.then(
      () => {
        if (!begin.wanted) return;
        this.#beginning = undefined;
        this.#lensBackoff.succeeded();
        this.#spawn();
      },
      (error: unknown) => {
        if (!begin.wanted) return;
        this.#beginning = undefined;
        this.#beginIn(this.#lensBackoff.nextMs());
        onLensRefused(error);
      },
    );
  }

  #spawn(): void {
    const { clock, log, command, startOrder, onMessage, onSpawned } = this.#options;
    const life: Life = {
      startedMs: clock.monotonicMs(),
      started: false,
      pictures: 0,
      pictureMs: 0,
      child: new MediaChild({
        command,
        log,
        onMessage: (message) => this.#life === life && onMessage(message),
        onGone: (why) => this.#life === life && this.#onGone(life, why),
      }),
    };
    this.#life = life;
    life.child.send(startOrder());
    onSpawned();
  }

  #onGone(life: Life, why: string): void {
    const { log, onGone } = this.#options;
    this.#life = undefined;
    this.#lensClosed();
    const waitMs = this.#restartPolicy.nextMs(life.pictures);
    log.warn({ why, waitMs: Math.round(waitMs), pictures: life.pictures }, 'media process ended');
    this.#beginIn(waitMs);
    onGone(why, life.pictures);
  }

  /** Ends the process; nothing it still says or does concerns anybody. */
  #end(): void {
    const life = this.#life;
    this.#life = undefined;
    if (!life) return;
    const ended = life.child.stop().then(() => this.#lensClosed());
    this.#closed = Promise.all([this.#closed, ended]).then(() => undefined);
  }

  #beginIn(waitMs: number): void {
    this.#again = this.#options.clock.after(waitMs, () => {
      this.#again = undefined;
      this.follow(this.#wanted);
    });
  }

  #lensClosed(): void {
    try {
      this.#options.lens?.closed();
    } catch (error) {
      this.#options.log.error({ err: error }, 'the light of the lens does not go out');
    }
  }
}
