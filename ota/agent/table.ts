/**
 * The update agent's state machine: a pure table, no clock and no I/O.
 *
 * Every phase has one piece of work (agent.ts), which may be done again after the agent was killed in the middle of it or
 * right behind it. What the work came to is an event, the event leads to the next phase, and that is stored before its
 * work begins. What becomes of a phase after a restart is in resume.ts.
 */
import { learned } from './learned.ts';
import type { AgentState, Baseline, Job, JobFigures, Outcome, Phase, UpdateReport } from './state.ts';

export type AgentEvent =
  /** It is time to look, or somebody asked. */
  | { type: 'check' }
  | { type: 'found'; job: Job }
  | { type: 'nothing' }
  /** The newest release has failed here and waits for its next try. */
  | { type: 'waits' }
  /** No answer from the mirrors, or one that is refused and was told already. */
  | { type: 'no-answer'; code: string; reason: string }
  /** What was found must not be installed. */
  | { type: 'refused'; report: UpdateReport; key: string }
  /** The cloud has been told of the offer. */
  | { type: 'told' }
  /** Somebody says "now". */
  | { type: 'asked' }
  | { type: 'postponed'; untilMs: number }
  /** The household lets it happen, and nobody is disturbed. */
  | { type: 'go'; atMs: number; baseline: Baseline | null }
  | { type: 'invalidated' }
  /** So much so far. */
  | { type: 'wrote'; figures: JobFigures }
  /** Everything stands in the slot; it is read back. */
  | { type: 'written'; figures: JobFigures }
  | { type: 'installed'; figures: JobFigures }
  /** The boot loader knows. */
  | { type: 'staged' }
  /** Another release is wanted by now. */
  | { type: 'withdrawn' }
  | { type: 'failed'; code: string; reason: string; atMs: number; random: number; figures?: JobFigures }
  /** Back to what the other slot holds. */
  | { type: 'back'; job: Job }
  | { type: 'started' }
  | { type: 'healthy' }
  | { type: 'unhealthy'; code: string; reason: string }
  | { type: 'confirmed'; atMs: number }
  /** The old system runs again. */
  | { type: 'fell-back'; atMs: number; random: number }
  /** The old system is to start. */
  | { type: 'rejected' }
  /** It does not: the boot loader forgets each time that it should. */
  | { type: 'stuck'; atMs: number; random: number }
  | { type: 'reported' };

export type EventType = AgentEvent['type'];
type Target = Phase | ((state: AgentState, event: AgentEvent) => Phase);

const GOOD: readonly Outcome[] = ['updated', 'repaired', 'went-back'];

/** What is not here does not happen: the event is dropped, and the phase stays. */
export const TABLE: Readonly<Record<Phase, Readonly<Partial<Record<EventType, Target>>>>> = {
  idle: { check: 'check', back: 'staged' },
  check: {
    ...{ found: 'offered', nothing: 'idle', waits: 'back-off', refused: 'report', 'no-answer': 'back-off' },
  },
  offered: {
    ...{ check: 'check', told: 'offered', asked: 'offered', postponed: 'offered' },
    ...{ go: 'invalidate', back: 'staged' },
  },
  invalidate: { asked: 'invalidate', invalidated: 'reconcile', failed: afterFailure },
  reconcile: {
    ...{ asked: 'reconcile', wrote: 'reconcile', written: 'read-back' },
    ...{ installed: afterInstall, failed: afterFailure },
  },
  'read-back': { asked: 'read-back', installed: afterInstall, failed: afterFailure },
  staged: { asked: 'staged', postponed: 'staged', withdrawn: 'check', go: 'reboot' },
  reboot: { staged: 'reboot', failed: afterFailure },
  trial: { started: 'health', unhealthy: 'rolled-back' },
  health: { healthy: 'confirmed', unhealthy: 'rolled-back' },
  confirmed: { confirmed: 'report' },
  'rolled-back': { rejected: 'rolled-back', 'fell-back': 'report', stuck: 'report' },
  report: { reported: ({ report }) => (report && GOOD.includes(report.outcome) ? 'idle' : 'back-off') },
  'back-off': { check: 'check', back: 'staged' },
};

/** @returns the state after the event; the same object when the table has no place for it */
export function step(state: AgentState, event: AgentEvent): AgentState {
  const target = TABLE[state.phase][event.type];
  if (!target) return state;
  const phase = typeof target === 'string' ? target : target(state, event);
  return { ...state, ...learned(state, event), phase };
}

/** A repair needs no trial: what it holds runs already. */
function afterInstall({ job }: AgentState): Phase {
  return job?.kind === 'repair' ? 'confirmed' : 'staged';
}

/** Tried again and again for the same reason, it is told once. */
function afterFailure({ job, history }: AgentState, event: AgentEvent): Phase {
  const last = history.find(({ id }) => id === job?.id);
  return event.type === 'failed' && last?.code === event.code ? 'back-off' : 'report';
}
