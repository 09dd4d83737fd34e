/** What the agent does in each phase of its table. Every work may be done again after it was cut off. */
import { randomUUID } from 'node:crypto';
import { sleep } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import { otherSlot } from '../boot/boot-control.ts';
import { decide } from './decide.ts';
import type { Desk, Work } from './desk.ts';
import { judge, takeBaseline } from './health.ts';
import { install, whyOf } from './installing.ts';
import { recordOf } from './learned.ts';
import { hindranceOf } from './moment.ts';
import { MAX_SILENT_REBOOTS } from './resume.ts';
import type { AgentState, Job, Phase, UpdateReport } from './state.ts';
import type { AgentEvent } from './table.ts';

/** How often it is looked whether the moment has come, ms. */
const LOOK_MS = 20_000;
/** A machine that has not restarted by then is told again, ms. */
const REBOOT_LIMIT_MS = 5 * 60_000;
/** Starts of the daemon during one trial; with more, it keeps ending. */
export const MAX_TRIAL_STARTS = 5;
/** Codes that say nothing but that there is no way to a mirror, or no room here: not worth a report. */
const NO_LINE: ReadonlySet<string> = new Set([
  ...['source-unreachable', 'source-slow', 'source-failed', 'trust-not-saved'],
]);

const untilCheck: Work = async ({ desk, signal }) => {
  const { clock } = desk.options;
  await sleep(clock, Math.max(0, desk.checkDueMs - clock.monotonicMs()), signal);
  return { type: 'check' };
};

const check: Work = async ({ desk, state, signal }) => {
  const { releases, clock, checkEveryMs, boot, slots, running, hardware } = desk.options;
  try {
    const release = await releases.newest(signal);
    const held = await slots.held(otherSlot(boot.booted.slot));
    const { order } = await boot.read();
    desk.checkBackoff.succeeded();
    desk.checkAfter(checkEveryMs);
    Object.assign(desk, { checkedMs: clock.nowMs(), problem: null });
    const { securityFloor } = releases;
    const { isAsked } = desk;
    const event = decide(release, {
      ...{ state, booted: boot.booted, order, running, held, securityFloor, hardware, isAsked },
      ...{ nowMs: clock.nowMs(), newId: randomUUID },
    });
    if (event.type === 'refused') desk.problem = { code: event.report.code, message: event.report.reason };
    if (event.type === 'no-answer') desk.problem = { code: event.code, message: event.reason };
    return event;
  } catch (error) {
    signal.throwIfAborted();
    const waitMs = desk.checkBackoff.nextMs();
    desk.checkAfter({ least: waitMs, most: waitMs });
    return noAnswer(desk, state, error);
  } finally {
    if (!signal.aborted) desk.isAsked = false;
  }
};

/** What cannot be believed is told once; that there is no line, never. */
function noAnswer(desk: Desk, state: AgentState, error: unknown): AgentEvent {
  const { running, clock } = desk.options;
  const { code, reason } = whyOf(error);
  desk.problem = { code, message: reason };
  if (NO_LINE.has(code) || state.refused === code) return { type: 'no-answer', code, reason };
  const atMs = clock.nowMs();
  const report: UpdateReport = {
    ...{ id: randomUUID(), outcome: 'refused', version: '', from: running.version, isSecurity: false },
    ...{ startedMs: atMs, endedMs: atMs, blocksKept: 0, blocksCopied: 0, blocksFetched: 0 },
    ...{ fetchedBytes: 0, writtenBytes: 0, code: code.slice(0, 100), reason: reason.slice(0, 500) },
  };
  return { type: 'refused', report, key: code };
}

const offered: Work = async ({ desk, state, signal, changed }) => {
  const { host, clock } = desk.options;
  const job = state.job!;
  if (!job.isTold && job.kind === 'update') {
    const told = { code: '', reason: '', atMs: clock.nowMs() };
    try {
      await host.report(recordOf(job, 'offered', told));
      return { type: 'told' };
    } catch (error) {
      desk.problem = { code: whyOf(error).code, message: whyOf(error).reason }; // told at the next look
    }
  }
  if (desk.isCheckDue) return { type: 'check' };
  if (!isMoment(desk, job, { isFetched: false, changed })) return look(desk, signal);
  return { type: 'go', atMs: clock.nowMs(), baseline: null };
};

const staged: Work = async ({ desk, state, signal, changed }) => {
  const { releases, signs, clock, checkEveryMs } = desk.options;
  const job = state.job!;
  if (job.kind === 'update' && desk.isCheckDue) {
    desk.checkAfter(checkEveryMs);
    const newest = await releases.newest(signal).catch(() => undefined);
    signal.throwIfAborted();
    if (newest !== undefined && newest?.image.rootHash !== job.release.image.rootHash)
      return { type: 'withdrawn' };
  }
  if (!isMoment(desk, job, { isFetched: true, changed })) return look(desk, signal);
  const nowMs = clock.nowMs();
  const baseline = await takeBaseline({ signs, cloudMs: state.cloudMs, nowMs, signal });
  // Somebody may have rung meanwhile.
  if (!isMoment(desk, job, { isFetched: true, changed })) return null;
  return { type: 'go', atMs: nowMs, baseline };
};

function isMoment(
  desk: Desk,
  job: Job,
  { isFetched, changed }: { isFetched: boolean; changed: () => void },
): boolean {
  const { host, clock } = desk.options;
  const busy = host.busy();
  const around = { wishes: host.wishes(), busy, nowMs: clock.nowMs(), isFetched };
  const hindrance = hindranceOf(job, around);
  if (hindrance !== desk.waitsFor) {
    desk.waitsFor = hindrance;
    changed();
  }
  return hindrance === null;
}

async function look(desk: Desk, signal: AbortSignal): Promise<null> {
  await sleep(desk.options.clock, LOOK_MS, signal);
  return null;
}

const invalidate: Work = ({ desk, state }) =>
  orFailed(desk, async () => {
    checkFloor(desk, state.job!);
    await desk.options.boot.invalidate(state.job!.slot);
    return { type: 'invalidated' };
  });

const reboot: Work = async ({ desk, state, signal, tell }) => {
  const { boot, host, clock } = desk.options;
  const job = state.job!;
  const failed = await orFailed(desk, async () => {
    checkFloor(desk, job);
    const { trial } = await boot.read();
    if (trial?.slot !== job.slot) await boot.stage(job.slot);
    return null;
  });
  if (failed) return failed;
  await tell({ type: 'staged' });
  host.reboot();
  await sleep(clock, REBOOT_LIMIT_MS, signal);
  return null;
};

/** By every path: whatever the agent remembers or was told. */
function checkFloor({ options }: Desk, { release }: Job): void {
  const floor = Math.max(options.releases.securityFloor, options.running.securityVersion);
  const { version, securityVersion } = release;
  if (securityVersion >= floor) return;
  throw new PupsentryError(
    'security-floor',
    `Version ${version} has security version ${securityVersion}, and this device takes none below ${floor}.`,
  );
}

async function orFailed(desk: Desk, work: () => Promise<AgentEvent | null>): Promise<AgentEvent | null> {
  const { clock, random } = desk.options;
  try {
    return await work();
  } catch (error) {
    return { type: 'failed', ...whyOf(error), atMs: clock.nowMs(), random: random() };
  }
}

const trial: Work = async ({ state }) => {
  if (state.job!.trialStarts < MAX_TRIAL_STARTS) return { type: 'started' };
  return {
    type: 'unhealthy',
    code: 'keeps-ending',
    reason: 'The new version keeps ending and being started again.',
  };
};

const health: Work = async ({ desk, state, signal }) => {
  const { signs, clock } = desk.options;
  const { healthy, ...why } = await judge({ signs, baseline: state.job!.baseline, clock, signal });
  return healthy ? { type: 'healthy' } : { type: 'unhealthy', ...why };
};

const confirmed: Work = async ({ desk, state }) => {
  const { boot, releases, clock } = desk.options;
  const job = state.job!;
  await boot.confirm();
  if (job.kind !== 'repair') await releases.raiseSecurityFloor(job.release.securityVersion);
  return { type: 'confirmed', atMs: clock.nowMs() };
};

const rolledBack: Work = async ({ desk, state, signal, tell }) => {
  const { boot, host, clock, random } = desk.options;
  const { slot, trialStarts } = state.job!;
  const when = { atMs: clock.nowMs(), random: random() };
  if (boot.booted.slot !== slot) return { type: 'fell-back', ...when };
  if (trialStarts > MAX_SILENT_REBOOTS) return { type: 'stuck', ...when };
  await boot.reject();
  await tell({ type: 'rejected' });
  host.reboot();
  await sleep(clock, REBOOT_LIMIT_MS, signal);
  return null;
};

const report: Work = async ({ desk, state }) => {
  if (state.report) await desk.options.host.report(state.report);
  return { type: 'reported' };
};

export const WORK: Readonly<Record<Phase, Work>> = {
  ...{ idle: untilCheck, check, offered, invalidate, reconcile: install, 'read-back': install },
  ...{ staged, reboot, trial, health, confirmed, 'rolled-back': rolledBack, report, 'back-off': untilCheck },
};
