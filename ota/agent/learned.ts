/** What the agent remembers of an event besides its phase (table.ts): pure. */
import { withFailure, withoutFailure, type FailedTry } from './failures.ts';
import { FORGOT, MAX_HISTORY, type AgentState, type Job, type Outcome, type UpdateReport } from './state.ts';
import type { AgentEvent } from './table.ts';

export function learned(state: AgentState, event: AgentEvent): Partial<AgentState> {
  const { job } = state;
  const withJob = (news: Partial<Job>) => ({ job: job && { ...job, ...news } });
  switch (event.type) {
    case 'found':
    case 'back':
      return { job: event.job, refused: '' };
    case 'nothing':
      return { job: null, refused: '' };
    case 'refused':
      return {
        job: null,
        report: event.report,
        refused: event.key,
        history: withRecord(state.history, event.report),
      };
    case 'told':
      return withJob({ isTold: true });
    case 'asked':
      return withJob({ isAsked: true, postponedUntilMs: 0 });
    case 'postponed':
      return withJob({
        ...{ isAsked: false, isBegun: false, postponedUntilMs: event.untilMs },
        postponements: (job?.postponements ?? 0) + 1,
      });
    case 'go':
      return withJob({
        isBegun: true,
        startedMs: job?.startedMs || event.atMs,
        ...(event.baseline && { baseline: event.baseline }),
      });
    case 'wrote':
    case 'written':
    case 'installed':
      return figured(state, event.figures);
    case 'staged':
      return withJob({ isStaged: true });
    case 'started':
      return withJob({ trialStarts: (job?.trialStarts ?? 0) + 1 });
    case 'unhealthy':
      return withJob({ verdict: { code: event.code, reason: event.reason }, trialStarts: 0 });
    case 'failed':
      return failed({ ...state, ...(event.figures && figured(state, event.figures)) }, event);
    case 'confirmed':
      return confirmed(state, event.atMs);
    case 'fell-back':
      return givenUp(state, 'rolled-back', { ...(job?.verdict ?? NO_WORD), ...event });
    case 'stuck':
      return givenUp(state, 'failed', { ...STUCK, ...event });
    case 'reported':
      return { report: null };
    default:
      return {};
  }
}

/** @param figures of the whole job, all its tries together */
function figured({ job, wearBytes }: AgentState, figures: Partial<Job>): Partial<AgentState> {
  if (!job) return {};
  const written = Math.max(0, (figures.writtenBytes ?? job.writtenBytes) - job.writtenBytes);
  return { job: { ...job, ...figures }, wearBytes: wearBytes + written };
}

function failed(state: AgentState, event: Extract<AgentEvent, { type: 'failed' }>): Partial<AgentState> {
  const { job } = state;
  if (!job) return {};
  const report = recordOf(job, 'failed', event);
  return {
    ...{ job, wearBytes: state.wearBytes, report, history: withRecord(state.history, report) },
    failures: withFailure(state.failures, tryOf(job, 'install', event)),
  };
}

function confirmed({ job, history, failures }: AgentState, atMs: number): Partial<AgentState> {
  if (!job) return {};
  const outcome = ({ update: 'updated', repair: 'repaired', back: 'went-back' } as const)[job.kind];
  const report = recordOf(job, outcome, { code: '', reason: '', atMs });
  const rest = withoutFailure(failures, job.release.image.rootHash);
  const left: FailedTry = {
    ...{ kind: 'went-back', rootHash: job.fromRootHash, version: job.from, atMs, random: 0 },
    ...{ code: 'went-back', reason: 'Somebody went back from it by hand.' },
  };
  return {
    ...{ job: null, report, history: withRecord(history, report) },
    failures: job.kind === 'back' ? withFailure(rest, left) : rest,
  };
}

/** When the new system could not even say why. */
const NO_WORD = { code: 'did-not-start', reason: 'The new version did not start.' };

/** When the boot loader cannot be told to leave it. */
const STUCK = {
  code: FORGOT,
  reason: 'The new version is not healthy, and the boot loader forgets to start the old one.',
};

function givenUp(
  { job, history, failures }: AgentState,
  outcome: Outcome,
  why: Why & { random: number },
): Partial<AgentState> {
  if (!job) return {};
  const report = recordOf(job, outcome, why);
  return {
    ...{ job: null, report, history: withRecord(history, report) },
    failures: withFailure(failures, tryOf(job, why.code === 'went-back' ? 'went-back' : 'trial', why)),
  };
}

type Why = { code: string; reason: string; atMs: number };

function tryOf(job: Job, kind: FailedTry['kind'], why: Why & { random: number }): FailedTry {
  const { version, image } = job.release;
  const { code, reason, atMs, random } = why;
  return { kind, rootHash: image.rootHash, version, code, reason, atMs, random };
}

/** @returns what is told of a job, for the history and for the cloud */
export function recordOf(job: Job, outcome: Outcome, { code, reason, atMs }: Why): UpdateReport {
  const { id, from, isSecurity, blocksKept, blocksCopied, blocksFetched, fetchedBytes, writtenBytes } = job;
  return {
    ...{ id, outcome, version: job.release.version, from, isSecurity },
    ...{ startedMs: job.startedMs || job.offeredMs, endedMs: atMs },
    ...{ blocksKept, blocksCopied, blocksFetched, fetchedBytes, writtenBytes },
    ...{ code: code.slice(0, 100), reason: reason.slice(0, 500) },
  };
}

/** @returns the history with this record, which takes the place of an earlier one about the same job */
function withRecord(history: readonly UpdateReport[], record: UpdateReport): UpdateReport[] {
  return [record, ...history.filter(({ id }) => id !== record.id)].slice(0, MAX_HISTORY);
}
