/**
 * Where the agent goes on after a restart of the daemon or of the machine: pure.
 *
 * What the boot loader knows stands above what the agent remembers: its memory may be older, damaged or gone. What was
 * being installed is looked up again, so that nothing is installed that is not signed and wanted now.
 */
import { otherSlot, type Booted, type BootState } from '../boot/boot-control.ts';
import type { HeldRelease } from './parts.ts';
import { FORGOT, type AgentState, type Job, type Phase } from './state.ts';

/** The machine was to try a release, and came back with no word of it, this many times: it is given up. */
export const MAX_SILENT_REBOOTS = 3;

/** What the boot loader says of the last trial. */
export type BootNews =
  /** This system is on trial. */
  | 'on-trial'
  /** It was, and is good; the boot loader knows. */
  | 'confirmed'
  /** It was, and is not; the other one starts next. */
  | 'rejected'
  /** The other one was, and has failed. */
  | 'fell-back'
  /** The other one is next. */
  | 'pending'
  | 'none'
  /** It remembers nothing: it has started what it starts then, whatever that is. */
  | 'lost';

/** @param state null when the boot loader remembers nothing */
export function bootNews(booted: Booted, state: BootState | null): BootNews {
  if (!state) return booted.isTrial ? 'on-trial' : 'lost';
  const { order, trial, failed } = state;
  if (booted.isTrial) {
    if (trial?.slot === booted.slot) return 'on-trial';
    if (failed === booted.slot) return 'rejected';
    return order[0] === booted.slot ? 'confirmed' : 'on-trial';
  }
  if (trial && trial.slot !== booted.slot) return 'pending';
  return failed === otherSlot(booted.slot) ? 'fell-back' : 'none';
}

export interface Found {
  booted: Booted;
  news: BootNews;
  running: HeldRelease;
  /** What the slot that does not run holds. */
  held: HeldRelease | null;
  /** A job for a trial that nothing is remembered of. */
  unknownJob: () => Job;
}

/** A release is being tried, or was to be. */
export const TRYING: readonly Phase[] = ['reboot', 'trial', 'health', 'confirmed', 'rolled-back'];

/** @returns the state to go on from */
export function resume(state: AgentState, found: Found): AgentState {
  const { booted, news, unknownJob } = found;
  const isTrying = state.job !== null && TRYING.includes(state.phase);
  const isHere = isTrying && state.job!.slot === booted.slot;
  switch (news) {
    case 'on-trial':
      return isHere ? onTrial(state) : { ...state, phase: 'trial', job: unknownJob() };
    case 'rejected':
      return { ...state, phase: 'rolled-back', job: isHere ? state.job : unknownJob() };
    case 'confirmed':
      return isHere ? { ...state, phase: 'confirmed' } : settled(state, found);
    case 'fell-back':
      if (!isTrying || isHere || state.job!.kind === 'repair') return settled(state, found);
      // What failed may be an earlier trial, when this one was not begun.
      return state.phase === 'reboot' && !state.job!.isStaged ? state : { ...state, phase: 'rolled-back' };
    case 'pending':
      return isTrying && !isHere ? { ...state, phase: 'reboot' } : settled(state, found);
    case 'lost':
      if (isUnproven(state, found)) return onTrial(stillHere(state));
      return leftBefore(state, found) ?? (isTrying ? withoutWord(state, isHere) : settled(state, found));
    case 'none':
      return isTrying ? withoutWord(state, isHere) : settled(state, found);
  }
}

/** What runs is what was being installed, and it has not been confirmed yet. */
function isUnproven({ job }: AgentState, { booted, running }: Found): boolean {
  if (!job || job.kind === 'repair') return false;
  return job.slot === booted.slot && job.release.image.rootHash === running.rootHash;
}

/** What runs has failed its trial or was left by hand, and the other slot holds what was chosen instead. @returns the way there */
function leftBefore(state: AgentState, { running, held, unknownJob }: Found): AgentState | null {
  const failure = state.failures.find(({ rootHash }) => rootHash === running.rootHash);
  if (!failure || !held || failure.code === FORGOT) return null;
  const { trials, untilMs, code, reason } = failure;
  if (trials === 0 && untilMs !== null) return null;
  return { ...state, phase: 'rolled-back', job: { ...unknownJob(), verdict: { code, reason } } };
}

/** Nobody else knows by now that it was to be left. */
function stillHere(state: AgentState): AgentState {
  const job = state.job!;
  if (state.phase !== 'rolled-back') return state;
  return { ...state, job: { ...job, trialStarts: job.trialStarts + 1 } };
}

/** What the job has brought runs. */
function onTrial(state: AgentState): AgentState {
  switch (state.phase) {
    case 'confirmed':
    case 'rolled-back':
      return state; // the verdict is known
    case 'trial':
    case 'health':
      return { ...state, phase: 'trial' };
    default:
      return { ...state, phase: 'trial', job: { ...state.job!, trialStarts: 0 } };
  }
}

/** The boot loader says nothing of a trial that was to be. */
function withoutWord(state: AgentState, isHere: boolean): AgentState {
  const job = state.job!;
  if (isHere || job.kind === 'repair') return { ...state, phase: 'confirmed' };
  const trialStarts = job.trialStarts + 1;
  if (state.phase === 'reboot' && trialStarts <= MAX_SILENT_REBOOTS)
    return { ...state, job: { ...job, trialStarts } };
  const verdict = job.verdict ?? {
    code: FORGOT,
    reason: 'The boot loader did not try the new version, and does not say why.',
  };
  return { ...state, phase: 'rolled-back', job: { ...job, verdict } };
}

/** No trial is under way. */
function settled(state: AgentState, { held }: Found): AgentState {
  const { phase, job } = state;
  switch (phase) {
    case 'report':
      return state.report ? state : { ...state, phase: 'idle' };
    case 'back-off':
      return state;
    case 'invalidate':
    case 'reconcile':
    case 'read-back':
      return { ...state, phase: 'check' };
    case 'staged':
      return held && held.rootHash === job?.release.image.rootHash ? state : { ...state, phase: 'check' };
    default:
      return { ...state, phase: 'idle' };
  }
}
