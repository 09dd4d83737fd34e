/**
 * The update agent: keeps the device at the release it should run, and disturbs nobody who does not want it.
 *
 * It goes round: the work of the present phase (work.ts) gives an event, the event leads to the next phase (table.ts), and
 * that is stored before its work begins. So it may be killed anywhere and goes on right (resume.ts).
 */
import { sleep } from '#kit/clock.ts';
import { PupsentryError, asError, explain } from '#kit/errors.ts';
import { Generations } from '#kit/generations.ts';
import { Backoff } from '#kit/retry.ts';
import type { Service } from '#kit/service.ts';
import { otherSlot, type BootState } from '../boot/boot-control.ts';
import { Desk, type AgentOptions } from './desk.ts';
import { blockedUntilMs } from './failures.ts';
import { jobBack, jobTo } from './going-back.ts';
import { POSTPONE, postponement } from './moment.ts';
import { bootNews, resume, TRYING } from './resume.ts';
import { FRESH, readState, writeState, type AgentState, type Phase, type UpdateReport } from './state.ts';
import { updateStatus, type UpdateStatus } from './status.ts';
import { step, type AgentEvent } from './table.ts';
import { WORK } from './work.ts';

/** After a work or a save that failed, ms. */
const RETRY = { firstMs: 10_000, maxMs: 10 * 60_000 };
/** Their work begins only when they are stored. In a trial the boot loader's memory is enough: a full disk must not end it. */
const STORED_FIRST: readonly Phase[] = [
  'offered',
  'invalidate',
  'reconcile',
  'read-back',
  'staged',
  'reboot',
];
/** Their work is to wait: whatever people say is news for it. */
const WAITING: readonly Phase[] = ['idle', 'offered', 'staged', 'back-off'];

/** People have said something: the work of the phase begins anew. */
class Interrupted extends Error {}

export class UpdateAgent implements Service {
  readonly name = 'updates';
  readonly #options: AgentOptions;
  readonly #memory: Generations;
  readonly #desk: Desk;
  readonly #retry: Backoff;
  readonly #listeners = new Set<() => void>();
  #state: AgentState = FRESH;
  #saved = '';
  #changing: Promise<unknown> = Promise.resolve();
  #stopping = new AbortController();
  #work = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #endWishes: () => void = () => undefined;

  constructor(options: AgentOptions) {
    this.#options = options;
    this.#memory = new Generations({ folder: options.folder, name: 'agent' });
    this.#desk = new Desk(options);
    this.#retry = new Backoff({ ...RETRY, random: options.random });
  }

  /** Reads what it remembers and what the boot loader knows; goes on by itself from there. */
  async start(): Promise<void> {
    const { boot, slots, running, host, log } = this.#options;
    this.#stopping = new AbortController();
    const { booted } = boot;
    const remembered = await this.#remembered();
    const held = await slots.held(otherSlot(booted.slot)).catch(() => null);
    const news = bootNews(booted, await this.#bootState());
    const unknownJob = () => jobTo(this.#options, running, booted.slot);
    this.#state = resume(remembered, { booted, news, running, held, unknownJob });
    log.info({ phase: this.#state.phase, slot: booted.slot, version: running.version, news }, 'updates');
    this.#endWishes = host.onWishesChanged(() => this.#lookAgain());
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#endWishes();
    this.#stopping.abort(new Error('the update agent stops'));
    this.#work.abort(this.#stopping.signal.reason);
    await this.#running;
  }

  status(): UpdateStatus {
    return updateStatus(this.#desk, this.#state);
  }

  /** @returns the last updates, newest first */
  history(): readonly UpdateReport[] {
    return this.#state.history;
  }

  /** Calls back when `status()` has changed. @returns a function that ends it */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The cloud is there: remembered, for the health gate. */
  sawCloud(): void {
    this.#state = { ...this.#state, cloudMs: this.#options.clock.nowMs() }; // stored with the next step
  }

  /** Asks the mirrors now; installs when the household's wishes allow it. */
  async check(): Promise<void> {
    await this.#event({ type: 'check' });
  }

  /**
   * Installs what there is as soon as nobody is disturbed by it, whatever the window says.
   * @throws PupsentryError "update-on-trial"
   */
  async now(): Promise<void> {
    if (TRYING.includes(this.#state.phase))
      throw new PupsentryError(
        'update-on-trial',
        'A new version is being tried at this moment.',
        'It is known within half an hour whether it stays.',
      );
    if (await this.#event({ type: 'asked' })) return;
    this.#desk.isAsked = true;
    await this.#event({ type: 'check' });
  }

  /**
   * @param hours 0 for a day
   * @returns until when, wall clock ms
   * @throws PupsentryError "nothing-to-postpone", "postponed-enough"
   */
  async postpone(hours = 0): Promise<number> {
    const { job, phase } = this.#state;
    const isWaiting = phase === 'offered' || phase === 'staged';
    if (!job || !isWaiting || job.kind === 'repair')
      throw new PupsentryError('nothing-to-postpone', 'No update is waiting.');
    const nowMs = this.#options.clock.nowMs();
    const untilMs = postponement(job, hours || POSTPONE.byDefaultHours, nowMs);
    await this.#event({ type: 'postponed', untilMs });
    return untilMs;
  }

  /**
   * Goes back to the version in the other slot; that one is then tried and confirmed as an update is.
   * @returns the version
   * @throws PupsentryError "nothing-to-go-back-to", "security-floor", "update-running"
   */
  async goBack(): Promise<string> {
    if (this.#isOnTrial) {
      const reason = 'Somebody went back from it by hand.';
      await this.#event({ type: 'unhealthy', code: 'went-back', reason });
      return this.#state.job?.from ?? '';
    }
    const job = await jobBack(this.#options);
    if (await this.#event({ type: 'back', job })) return job.release.version;
    throw new PupsentryError('update-running', 'An update is on its way.', 'Wait until it is done.');
  }

  get #isOnTrial(): boolean {
    return ['trial', 'health'].includes(this.#state.phase);
  }

  /** @returns null when the boot loader remembers nothing, or nobody can tell what */
  async #bootState(): Promise<BootState | null> {
    const { boot, log } = this.#options;
    try {
      return (await boot.isLost()) ? null : await boot.read();
    } catch (error) {
      log.error({ err: error }, "the boot loader's memory cannot be read");
      return null;
    }
  }

  async #remembered(): Promise<AgentState> {
    const { log } = this.#options;
    try {
      const bytes = await this.#memory.load();
      const state = bytes && readState(bytes);
      if (bytes && !state) log.warn('what the update agent remembered cannot be read: it begins anew');
      this.#saved = state ? bytes!.toString() : '';
      return state ?? FRESH;
    } catch (error) {
      log.error({ err: error }, 'what the update agent remembers cannot be read');
      return FRESH;
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      this.#work = new AbortController();
      try {
        await this.#round(this.#work.signal);
        this.#retry.succeeded();
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Interrupted) continue;
        await this.#wait(error);
      }
    }
  }

  async #round(signal: AbortSignal): Promise<void> {
    const state = this.#state;
    const { phase } = state;
    const event = await WORK[phase]({
      ...{ desk: this.#desk, state, signal, changed: () => this.#tell() },
      tell: async (news) => void (await this.#change(news)),
    });
    const now = this.#state.phase;
    const isSamePhase = now === phase || (phase === 'reconcile' && now === 'read-back');
    if (event && isSamePhase) await this.#change(event);
  }

  /** Something failed that has no place in the table, such as a disk that is full: it is told, and tried again. */
  async #wait(error: unknown): Promise<void> {
    const { clock, log } = this.#options;
    const code = error instanceof PupsentryError ? error.code : 'internal';
    this.#desk.problem = { code, message: explain(error) };
    log.warn({ phase: this.#state.phase, err: asError(error) }, `updates wait: ${explain(error)}`);
    this.#tell();
    this.#work = new AbortController();
    await sleep(clock, this.#retry.nextMs(), this.#work.signal).catch(() => undefined);
  }

  /** Of a command. @returns whether the table has a place for it */
  async #event(event: AgentEvent): Promise<boolean> {
    const before = this.#state.phase;
    const changed = await this.#change(event);
    if (this.#state.phase !== before) this.#work.abort(new Interrupted('a command has changed the phase'));
    else if (changed) this.#lookAgain();
    return changed;
  }

  #lookAgain(): void {
    if (WAITING.includes(this.#state.phase)) this.#work.abort(new Interrupted('the wishes have changed'));
  }

  /** One change after the other, each stored before it counts. @throws PupsentryError "updates-unsaved" */
  #change(event: AgentEvent): Promise<boolean> {
    const changed = this.#changing.then(() => this.#changeOnce(event));
    this.#changing = changed.catch(() => undefined);
    return changed;
  }

  async #changeOnce(event: AgentEvent): Promise<boolean> {
    const { log } = this.#options;
    const next = step(this.#state, event);
    if (next === this.#state) return false;
    await this.#save(next);
    const { phase } = this.#state;
    this.#state = { ...next, cloudMs: this.#state.cloudMs };
    if (event.type === 'failed' && next.job) {
      const { rootHash } = next.job.release.image;
      this.#desk.checkBy(blockedUntilMs(next.failures, rootHash, this.#options.clock.nowMs()));
    }
    if (phase !== next.phase) {
      this.#desk.waitsFor = null;
      const { job } = next;
      const about = {
        from: phase,
        to: next.phase,
        event: event.type,
        ...('code' in event && { code: event.code }),
      };
      log.info({ ...about, ...(job && { version: job.release.version }) }, 'update');
    }
    this.#tell();
    return true;
  }

  /** Looking for updates is not worth a write: after a restart it looks anyhow. */
  async #save(state: AgentState): Promise<void> {
    const phase = state.phase === 'check' ? 'idle' : state.phase;
    const bytes = writeState({ ...state, phase });
    if (bytes.toString() === this.#saved) return;
    try {
      await this.#memory.save(bytes);
      this.#saved = bytes.toString();
    } catch (cause) {
      const problem = new PupsentryError(
        'updates-unsaved',
        `The state of updates cannot be stored: ${explain(cause)}.`,
        'Check the storage: it is full, read-only or failing.',
        { cause },
      );
      if (STORED_FIRST.includes(state.phase)) throw problem;
      this.#desk.problem = { code: problem.code, message: explain(problem) };
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
