/**
 * One piece of hardware that may be missing, busy or broken without taking anything else with it: its
 * driver is started, tried again after a failure with growing waits, and told anew what it should show.
 */
import type { Clock, Timer } from '#kit/clock.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { Backoff } from '#kit/retry.ts';
import type { Service } from '#kit/service.ts';
import type { FaultList } from './faults.ts';

/** First wait after a failure, and the longest one, ms. */
const RETRY = { firstMs: 1000, maxMs: 60_000 };
/** A driver that has worked for this long has mended; one that fails sooner waits longer each time, ms. */
const MENDED_MS = 60_000;
/** No driver takes longer to start unless it is stuck, ms. */
const START_LIMIT_MS = 5000;

/** Something done with a driver; what it throws is a fault of the part. */
export type Work<T> = (driver: T) => void | Promise<void>;

export interface PartOptions<T> {
  /** Names it in faults, such as "ir-cut". */
  component: string;
  /** Makes a driver, anew for every try; null when the board has none. What it throws is a fault. */
  open: () => T | null;
  /** Called with every driver before it is started: the place to listen to it. */
  prepare?: (driver: T) => void;
  faults: FaultList;
  onFaultsChanged: () => void;
  clock: Clock;
  log: Logger;
  random?: () => number;
}

export class Part<T extends Service> implements Service {
  readonly name: string;
  readonly #options: PartOptions<T>;
  readonly #backoff: Backoff;
  #wanted = false;
  #isAbsent = false;
  /** The one that works. */
  #driver: T | null = null;
  #upMs = 0;
  #keep: Work<T> | null = null;
  #retry: Timer | null = null;
  #attempt: Promise<void> = Promise.resolve();
  #stopping = new AbortController();
  #stopped: Promise<void> = Promise.resolve();

  constructor(options: PartOptions<T>) {
    this.#options = options;
    this.name = options.component;
    this.#backoff = new Backoff({ ...RETRY, random: options.random });
  }

  /** The driver while it works, else null. */
  get driver(): T | null {
    return this.#driver;
  }

  /** The board has none. Known once it has been started. */
  get isAbsent(): boolean {
    return this.#isAbsent;
  }

  /** Why it does not work, as its fault says; null while it works and where there is none. */
  get problem(): PupsentryError | null {
    const { faults } = this.#options;
    const fault = faults.all.find(({ component }) => component === this.name);
    return fault ? new PupsentryError(fault.code, fault.message, fault.remedy) : null;
  }

  /** Tries once and goes on trying by itself. Never rejects. */
  async start(): Promise<void> {
    this.#wanted = true;
    await this.#stopped;
    if (!this.#wanted) return;
    this.#stopping = new AbortController();
    await this.#try();
  }

  stop(): Promise<void> {
    this.#wanted = false;
    this.#retry?.cancel();
    this.#stopping.abort(new Error(`${this.name} stops`));
    return (this.#stopped = this.#stopOnce());
  }

  async #stopOnce(): Promise<void> {
    await this.#attempt;
    const driver = this.#driver;
    this.#driver = null;
    if (driver) await this.#release(driver);
    if (this.#options.faults.mend(this.name)) this.#options.onFaultsChanged();
  }

  /**
   * Does something now, and again whenever the driver has been started anew: what a light shows, where a
   * filter stands. The last one given counts. Resolves with whether it is done.
   */
  keep(work: Work<T>): Promise<boolean> {
    this.#keep = work;
    return this.once(work);
  }

  /** Does something now or not at all. Resolves with whether it is done; takes effect before it returns if it can. */
  async once(work: Work<T>): Promise<boolean> {
    const driver = this.#driver;
    if (!driver) return false;
    try {
      const doing = work(driver);
      if (doing) await doing;
      return true;
    } catch (error) {
      if (this.#driver === driver) await this.#failed(driver, error);
      return false;
    }
  }

  #try(): Promise<void> {
    return (this.#attempt = this.#tryOnce());
  }

  async #tryOnce(): Promise<void> {
    const { open, prepare, faults, onFaultsChanged, clock, log } = this.#options;
    let driver: T | null = null;
    try {
      driver = open();
      this.#isAbsent = driver === null;
      if (!driver) return;
      prepare?.(driver);
      await this.#inTime(driver.start(this.#stopping.signal));
      if (this.#stopping.signal.aborted) return await this.#release(driver);
    } catch (error) {
      return await this.#failed(driver, error);
    }
    this.#driver = driver;
    this.#upMs = clock.monotonicMs();
    if (this.#keep && !(await this.once(this.#keep))) return;
    if (!faults.mend(this.name)) return;
    log.info({ component: this.name }, 'works again');
    onFaultsChanged();
  }

  async #inTime(start: Promise<void>): Promise<void> {
    let timer: Timer | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = this.#options.clock.after(START_LIMIT_MS, () =>
        reject(new Error(`it did not start within ${START_LIMIT_MS / 1000} s`)),
      );
    });
    try {
      await Promise.race([start, limit]);
    } finally {
      timer!.cancel();
    }
  }

  async #failed(driver: T | null, error: unknown): Promise<void> {
    const { faults, onFaultsChanged, clock, log } = this.#options;
    if (driver && this.#driver === driver) {
      this.#driver = null;
      if (clock.monotonicMs() - this.#upMs >= MENDED_MS) this.#backoff.succeeded();
    }
    if (driver) await this.#release(driver);
    if (!this.#wanted || this.#stopping.signal.aborted) return;
    const known = error instanceof PupsentryError ? error : null;
    const fault = {
      component: this.name,
      code: known?.code ?? `${this.name}-failed`,
      message: known?.message ?? `The ${this.name} failed: ${explain(error)}.`,
      remedy: known?.remedy || 'It is tried again by itself; "pupsentryctl board check" says what is there.',
      sinceMs: clock.nowMs(),
    };
    if (faults.raise(fault)) {
      log.warn({ component: this.name, code: fault.code }, `${fault.message} ${fault.remedy}`);
      onFaultsChanged();
    }
    this.#retry?.cancel();
    this.#retry = clock.after(this.#backoff.nextMs(), () => void this.#try());
  }

  async #release(driver: T): Promise<void> {
    try {
      await driver.stop();
    } catch (error) {
      this.#options.log.debug({ component: this.name }, `did not stop cleanly: ${explain(error)}`);
    }
  }
}
