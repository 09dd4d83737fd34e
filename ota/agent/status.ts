/** What people see of updates. */
import type { SlotName } from '../boot/boot-control.ts';
import type { Desk, Problem } from './desk.ts';
import { postponedUntilMs, type Hindrance } from './moment.ts';
import type { InstallProgress } from './parts.ts';
import type { AgentState, Failure, Job, Phase } from './state.ts';

export interface UpdateStatus {
  phase: Phase;
  slot: SlotName;
  /** The slot that should have started could not. */
  isFailsafe: boolean;
  version: string;
  securityVersion: number;
  /** On its way, or on trial; null when there is none. */
  update: Offer | null;
  /** Why it waits; null when it does not. */
  waitsFor: Hindrance | null;
  /** Who is being looked after; empty when nobody is. */
  busy: string;
  /** While it is installed. */
  progress: InstallProgress | null;
  /** What went wrong last; null when nothing did. */
  problem: Problem | null;
  /** When the mirrors last answered, wall clock ms; null: not since the start. */
  checkedMs: number | null;
  /** When they are asked next, wall clock ms; null while something is on its way. */
  nextCheckMs: number | null;
  /** Releases that have failed here. */
  failures: readonly Failure[];
  /** Of all updates so far: bytes written to the slots, and to the boot loader's memory since the start. */
  wearBytes: number;
}

export interface Offer extends Pick<
  Job,
  'id' | 'kind' | 'isSecurity' | 'offeredMs' | 'isAsked' | 'postponements'
> {
  version: string;
  from: string;
  /** Wall clock ms; 0: not postponed. */
  postponedUntilMs: number;
}

export function updateStatus(desk: Desk, state: AgentState): UpdateStatus {
  const { boot, running, host, clock } = desk.options;
  const { phase, job, failures } = state;
  const nowMs = clock.nowMs();
  const isResting = phase === 'idle' || phase === 'back-off' || phase === 'offered';
  return {
    phase,
    slot: boot.booted.slot,
    isFailsafe: boot.booted.isFailsafe,
    version: running.version,
    securityVersion: running.securityVersion,
    update: job && offerOf(job, nowMs),
    waitsFor: desk.waitsFor,
    busy: host.busy(),
    progress: desk.progress,
    problem: desk.problem,
    checkedMs: desk.checkedMs,
    nextCheckMs: isResting ? nowMs + Math.max(0, desk.checkDueMs - clock.monotonicMs()) : null,
    failures,
    wearBytes: state.wearBytes + boot.writtenBytes,
  };
}

function offerOf(job: Job, nowMs: number): Offer {
  const { id, kind, isSecurity, offeredMs, isAsked, postponements, from, release } = job;
  const untilMs = postponedUntilMs(job, nowMs);
  return {
    ...{ id, kind, isSecurity, offeredMs, isAsked, postponements, from, version: release.version },
    postponedUntilMs: untilMs > nowMs ? untilMs : 0,
  };
}
