/**
 * A device for the update agent without disk, network and kernel: what survives a restart stands here, and each start makes
 * a new agent on it. A life can be ended at any edge: what it asks for after that never happens.
 */
import { setImmediate } from 'node:timers/promises';
import { FakeClock } from '#kit/clock.ts';
import { FakeDisk } from '#kit/fake-disk.ts';
import type { JournalFile, JournalFolder } from '#kit/journal-folder.ts';
import { silentLogger, type Logger } from '#kit/log.ts';
import {
  otherSlot,
  type BootControl,
  type Booted,
  type BootState,
  type SlotName,
} from '../boot/boot-control.ts';
import {
  DEFAULT_BOOT_STATE,
  afterConfirm,
  afterInvalidate,
  afterReject,
  afterStage,
  nextStart,
} from '../boot/boot-rule.ts';
import type { Release } from '../trust/release.ts';
import { UpdateAgent } from './agent.ts';
import { BLOCKS, fakeRelease, heldOf, progressOf } from './fake-release.ts';
import type { HeldRelease, InstallProgress, Releases, Sign, Wishes } from './parts.ts';
import type { UpdateReport } from './state.ts';

export type Death = 'daemon' | 'power';

/** One run of the daemon. */
interface Life {
  agent: UpdateAgent;
  isOver: boolean;
}

export class FakeDevice {
  readonly clock: FakeClock;
  disk = new FakeDisk();
  bootState: BootState = { order: ['A', 'B'], trial: null, failed: null };
  booted: Booted = { slot: 'A', isTrial: false, isFailsafe: false };
  readonly held: Record<SlotName, HeldRelease | null> = { A: heldOf(fakeRelease('1.0.0')), B: null };
  /** What the mirrors say: a release, none, or an error. */
  newest: Release | null | Error = null;
  /** Real ones, instead of the mirrors that say `newest`. */
  releases: Releases | null = null;
  securityFloor = 0;
  /** Versions that do not boot, or are not healthy. */
  readonly panics = new Set<string>();
  readonly signs: { picture: Sign; recorder: Sign; cloud: Sign } = {
    picture: 'works',
    recorder: 'works',
    cloud: 'works',
  };
  /** Versions under which the camera gives no picture. */
  readonly blind = new Set<string>();
  /** What the next installations throw. */
  readonly installFailures: Error[] = [];
  wishes: Wishes = { auto: true, isInWindow: true, isMetered: false };
  busy = '';
  /** The boot loader loses its memory at each start. */
  isForgetful = false;
  /** Versions whose trial costs the boot loader its memory. */
  readonly erases = new Set<string>();
  /** Nothing sound is stored for the boot loader. */
  isBootLost = false;
  reportFailure: Error | null = null;
  readonly reports: UpdateReport[] = [];
  /** What must never happen, and did. */
  readonly violations: string[] = [];
  /** What happens around it meanwhile. */
  whileInstalling: () => unknown = () => undefined;
  /** By each installation. */
  writtenBytes = 900 * 4096;
  installs = 0;
  checks = 0;
  reboots = 0;
  /** Edges so far in all lives, and the one at which this life ends. */
  edges = 0;
  dieAt = Infinity;
  dieAs: 'before' | 'after' = 'before';
  log: Logger = silentLogger();
  readonly #wishListeners = new Set<() => void>();
  #life: Life | null = null;
  #isRebooting = false;

  constructor(options: { clock?: FakeClock } = {}) {
    this.clock = options.clock ?? new FakeClock(Date.now());
  }

  get agent(): UpdateAgent {
    return this.#life!.agent;
  }

  /** Its last life has ended, and the next has not begun. */
  get isDead(): boolean {
    return this.#life?.isOver ?? true;
  }

  get running(): HeldRelease {
    return this.held[this.booted.slot]!;
  }

  wish(wishes: Partial<Wishes>): void {
    this.wishes = { ...this.wishes, ...wishes };
    for (const listener of this.#wishListeners) listener();
  }

  /** Starts the daemon on what is there. */
  async start(): Promise<void> {
    this.#isRebooting = false;
    const life: Life = { isOver: false, agent: undefined as unknown as UpdateAgent };
    this.#life = life;
    this.#wishListeners.clear();
    life.agent = new UpdateAgent({
      ...this.#parts(life),
      ...{ folder: this.#folder(life), hardware: 'virtual', running: this.running },
      ...{ clock: this.clock, log: this.log, random: () => 0.5 },
    });
    await Promise.race([life.agent.start(), this.#ends(life)]);
  }

  async stop(): Promise<void> {
    const life = this.#life;
    if (!life || life.isOver) return;
    await life.agent.stop();
    life.isOver = true;
  }

  /** The daemon or the power is gone at once; then the boot loader and the daemon start. */
  async dieAndStart(death: Death, random: () => number): Promise<void> {
    this.#end(this.#life!);
    this.dieAt = Infinity;
    if (death === 'power' || this.#isRebooting) {
      if (death === 'power') this.disk = this.disk.afterPowerCut(random);
      this.boot();
    }
    await this.start();
  }

  /** What the boot loader does; a system that panics is started again until another one is chosen. */
  boot(): void {
    for (let tries = 0; tries < 10; tries++) {
      if (this.isForgetful) this.loseBootState();
      const sound = { A: this.held.A !== null, B: this.held.B !== null };
      const { start, write } = nextStart(this.isBootLost ? null : this.bootState, sound);
      if (write) this.bootState = write;
      if (!start) throw new Error('nothing can start');
      this.booted = start;
      if (start.isTrial && this.erases.has(this.running.version)) this.loseBootState();
      if (!this.panics.has(this.running.version)) return;
    }
    throw new Error('every start panics');
  }

  loseBootState(): void {
    this.bootState = DEFAULT_BOOT_STATE;
    this.isBootLost = true;
  }

  /** Lets time pass until something is so, restarting the machine when the agent asks for it. */
  async until(isSo: () => boolean, hours = 48): Promise<void> {
    const endMs = this.clock.monotonicMs() + hours * 3_600_000;
    while (!isSo()) {
      if (this.isDead) return;
      if (this.clock.monotonicMs() > endMs) throw new Error(`not so after ${hours} h`);
      // A real line takes real time.
      const isOnLine = this.releases !== null && this.agent.status().phase === 'check';
      await (isOnLine ? setImmediate() : this.clock.advance(15_000));
      if (this.#isRebooting && !this.isDead) await this.restart();
    }
  }

  /** An orderly restart of the machine. */
  async restart(): Promise<void> {
    await this.stop();
    this.boot();
    await this.start();
  }

  #ends(life: Life): Promise<void> {
    return new Promise((resolve) => this.#enders.set(life, resolve));
  }
  readonly #enders = new Map<Life, () => void>();

  #end(life: Life): void {
    if (life.isOver) return;
    life.isOver = true;
    void life.agent.stop(); // its timers go; it can do nothing any more
    this.#enders.get(life)?.();
    this.#enders.delete(life);
  }

  /** One thing that the agent does to the world: dies before it, or when it is done and nobody knows. */
  async #edge<T>(life: Life, work: () => T | Promise<T>): Promise<T> {
    if (life.isOver) return never();
    const isLast = ++this.edges === this.dieAt;
    if (isLast && this.dieAs === 'before') return this.#die(life);
    const done = await work();
    return isLast ? this.#die(life) : done;
  }

  #die(life: Life): Promise<never> {
    this.#end(life);
    return never();
  }

  #parts(life: Life) {
    const floor = () => this.securityFloor;
    const edge: Edge = (work) => this.#edge(life, work);
    return {
      releases: this.releases ?? {
        newest: async () => {
          await edge(() => this.checks++);
          if (this.newest instanceof Error) throw this.newest;
          return this.newest;
        },
        get securityFloor() {
          return floor();
        },
        raiseSecurityFloor: (version: number) =>
          edge(() => void (this.securityFloor = Math.max(this.securityFloor, version))),
      },
      boot: this.#bootControl(edge),
      slots: { held: (slot: SlotName) => Promise.resolve(this.held[slot]) },
      installer: {
        install: (release: Release, options: InstallOptions) => this.#install(release, options, edge),
      },
      host: {
        busy: () => this.busy,
        wishes: () => this.wishes,
        onWishesChanged: (listener: () => void) => {
          this.#wishListeners.add(listener);
          return () => void this.#wishListeners.delete(listener);
        },
        report: (report: UpdateReport) =>
          edge(() => {
            if (this.reportFailure) throw this.reportFailure;
            this.reports.push(report);
          }),
        reboot: () => {
          if (life.isOver) return;
          this.reboots++;
          this.#isRebooting = true;
        },
      },
      signs: {
        picture: (): Sign => (this.blind.has(this.running.version) ? 'broken' : this.signs.picture),
        recorder: () => edge(() => this.signs.recorder),
        cloud: () => this.signs.cloud,
      },
    };
  }

  #bootControl(edge: Edge): BootControl {
    const change = (next: () => BootState) =>
      edge(() => {
        this.bootState = next();
        this.isBootLost = false;
      });
    return {
      booted: this.booted,
      writtenBytes: 0,
      read: () => Promise.resolve(this.bootState),
      isLost: () => Promise.resolve(this.isBootLost),
      invalidate: (slot) => change(() => afterInvalidate(this.bootState, slot)),
      stage: (slot) => {
        if (!this.held[slot]) this.violations.push(`${slot} was staged without a label`);
        return change(() => afterStage(slot));
      },
      confirm: () => change(() => afterConfirm(this.bootState, this.booted.slot)),
      reject: () => change(() => afterReject(this.bootState, this.booted.slot)),
    };
  }

  async #install(
    release: Release,
    { signal, onProgress }: InstallOptions,
    edge: Edge,
  ): Promise<InstallProgress> {
    const slot = otherSlot(this.booted.slot);
    if (this.bootState.order.includes(slot)) this.violations.push(`${slot} is written and may start`);
    const failure = this.installFailures.shift();
    this.installs++;
    const { writtenBytes } = this;
    await edge(() => void (this.held[slot] = null));
    onProgress({ ...progressOf('reconcile', 400), writtenBytes });
    await this.whileInstalling();
    await edge(() => undefined);
    if (failure) throw failure;
    signal.throwIfAborted();
    onProgress({ ...progressOf('read-back', 0), writtenBytes });
    await edge(() => undefined);
    signal.throwIfAborted();
    await edge(() => void (this.held[slot] = heldOf(release)));
    return { ...progressOf('read-back', BLOCKS), writtenBytes };
  }

  #folder(life: Life): JournalFolder {
    const { disk } = this;
    const edge: Edge = (work) => this.#edge(life, work);
    const file = (real: JournalFile): JournalFile => ({
      ...real,
      write: (data, position) => edge(() => real.write(data, position)),
      sync: () => edge(() => real.sync()),
    });
    return {
      open: () => disk.open(),
      file: async (name) => file(await disk.file(name)),
      remove: (name) => disk.remove(name),
      sync: () => edge(() => disk.sync()),
    };
  }
}

type Edge = <T>(work: () => T | Promise<T>) => Promise<T>;

interface InstallOptions {
  signal: AbortSignal;
  onProgress: (progress: InstallProgress) => void;
}

const never = () => new Promise<never>(() => undefined);
