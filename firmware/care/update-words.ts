/** Updates in the words of the contract (protocol/pupsentry.proto). */
import { v1 } from '#protocol/messages.ts';
import type { Outcome, UpdateReport } from '#ota/agent/state.ts';
import type { UpdateStatus } from '#ota/agent/status.ts';
import type { NoUpdates } from './updates.ts';

/** So small a step of progress is news, percent. */
const STEP_PERCENT = 5;

const OUTCOMES: Record<Outcome, v1.UpdateOutcome> = {
  offered: v1.UpdateOutcome.UPDATE_OUTCOME_OFFERED,
  updated: v1.UpdateOutcome.UPDATE_OUTCOME_UPDATED,
  repaired: v1.UpdateOutcome.UPDATE_OUTCOME_REPAIRED,
  'went-back': v1.UpdateOutcome.UPDATE_OUTCOME_WENT_BACK,
  'rolled-back': v1.UpdateOutcome.UPDATE_OUTCOME_ROLLED_BACK,
  failed: v1.UpdateOutcome.UPDATE_OUTCOME_FAILED,
  refused: v1.UpdateOutcome.UPDATE_OUTCOME_REFUSED,
};
/** What people are told of; the rest is for support. */
const FOR_PEOPLE: readonly Outcome[] = ['offered', 'updated', 'went-back', 'rolled-back'];

/** @returns null where there are no updates */
export function updateState(status: UpdateStatus | NoUpdates): v1.IUpdateState | null {
  if (!('phase' in status)) return null;
  const { phase, version, update, progress, waitsFor, problem, slot } = status;
  const done = progress ? progress.blocksDone / Math.max(1, progress.blocksTotal) : 0;
  return {
    ...{ phase, version, slot, waitsFor: waitsFor ?? '' },
    offered: update?.version ?? '',
    security: update?.isSecurity ?? false,
    progressPercent: Math.floor((done * 100) / STEP_PERCENT) * STEP_PERCENT,
    code: problem?.code ?? '',
    message: problem?.message ?? '',
  };
}

/** @param isWelcome people want to hear of updates */
export function updateEvent(report: UpdateReport, isWelcome: boolean): v1.IEvent {
  const { id, outcome, version, from, isSecurity, startedMs, endedMs, code, reason } = report;
  const { blocksKept, blocksCopied, blocksFetched, fetchedBytes, writtenBytes } = report;
  const isOver = outcome !== 'offered';
  return {
    id,
    kind: v1.EventKind.EVENT_KIND_UPDATE,
    phase: isOver ? v1.EventPhase.EVENT_PHASE_ENDED : v1.EventPhase.EVENT_PHASE_STARTED,
    startedMs: Math.round(startedMs),
    endedMs: isOver ? Math.round(endedMs) : 0,
    quiet: !isWelcome || !FOR_PEOPLE.includes(outcome),
    update: {
      ...{ outcome: OUTCOMES[outcome], version, from, security: isSecurity, code, reason },
      ...{ blocksKept, blocksCopied, blocksFetched, fetchedBytes, writtenBytes },
    },
  };
}
