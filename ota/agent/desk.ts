/** What the works of the phases (work.ts) share: the parts, what is remembered, and what is known of this run alone. */
import type { Clock } from '#kit/clock.ts';
import type { JournalFolder } from '#kit/journal-folder.ts';
import type { Logger } from '#kit/log.ts';
import { Backoff } from '#kit/retry.ts';
import type { BootControl } from '../boot/boot-control.ts';
import type { Hindrance } from './moment.ts';
import type { HeldRelease, Host, Installer, InstallProgress, Releases, Signs, Slots } from './parts.ts';
import type { AgentState } from './state.ts';
import type { AgentEvent } from './table.ts';

export interface AgentOptions {
  releases: Releases;
  installer: Installer;
  boot: BootControl;
  slots: Slots;
  host: Host;
  signs: Signs;
  /** Where the agent's memory stands. */
  folder: JournalFolder;
  /** Id of this device's hardware, as releases name it. */
  hardware: string;
  /** What runs. */
  running: HeldRelease;
  clock: Clock;
  log: Logger;
  /** Ends of the pause between two looks at the mirrors, ms; one by chance is taken. */
  checkEveryMs?: { least: number; most: number };
  /** The same for the first look after a start. */
  firstCheckMs?: { least: number; most: number };
  /** In [0, 1). */
  random?: () => number;
}

const MINUTE = 60_000;
const DEFAULTS = {
  checkEveryMs: { least: 4 * 60 * MINUTE, most: 8 * 60 * MINUTE },
  firstCheckMs: { least: MINUTE / 2, most: 5 * MINUTE },
  random: Math.random,
};

export interface Problem {
  /** Stable word for programs. */
  code: string;
  message: string;
}

/** Of this run: nothing of it is missed after a restart. */
export class Desk {
  readonly options: AgentOptions & typeof DEFAULTS;
  /** Of an installation under way. */
  progress: InstallProgress | null = null;
  waitsFor: Hindrance | null = null;
  problem: Problem | null = null;
  /** When the mirrors last answered, wall clock ms. */
  checkedMs: number | null = null;
  /** When it looks next, monotonic ms. */
  checkDueMs = 0;
  /** Somebody said "now". */
  isAsked = false;
  readonly checkBackoff: Backoff;

  constructor(options: AgentOptions) {
    this.options = { ...DEFAULTS, ...options };
    const { random } = this.options;
    this.checkBackoff = new Backoff({ firstMs: 5 * MINUTE, maxMs: 6 * 60 * MINUTE, random });
    this.checkAfter(this.options.firstCheckMs);
  }

  checkAfter({ least, most }: { least: number; most: number }): void {
    const { clock, random } = this.options;
    this.checkDueMs = clock.monotonicMs() + least + (most - least) * random();
  }

  /** Not later than that. @param atMs wall clock */
  checkBy(atMs: number): void {
    const { clock } = this.options;
    this.checkDueMs = Math.min(this.checkDueMs, clock.monotonicMs() + Math.max(0, atMs - clock.nowMs()));
  }

  get isCheckDue(): boolean {
    return this.options.clock.monotonicMs() >= this.checkDueMs;
  }
}

/** One phase's work: what it came to, or null when it has to be looked at again. Rejects with the signal's reason. */
export type Work = (at: {
  desk: Desk;
  state: AgentState;
  signal: AbortSignal;
  /** Stores what an event leads to while the work goes on. */
  tell: (event: AgentEvent) => Promise<void>;
  /** What people see has changed. */
  changed: () => void;
}) => Promise<AgentEvent | null>;
