/** What is to be done about the release that this device should run: pure. */
import { otherSlot, type Booted, type SlotName } from '../boot/boot-control.ts';
import type { Release } from '../trust/release.ts';
import { blockedUntilMs } from './failures.ts';
import { recordOf } from './learned.ts';
import type { HeldRelease } from './parts.ts';
import { AGENT_VERSION, type AgentState, type Job } from './state.ts';
import type { AgentEvent } from './table.ts';

export interface Circumstances {
  state: AgentState;
  booted: Booted;
  /** Slots that may start, as the boot loader knows them. */
  order: readonly SlotName[];
  running: HeldRelease;
  /** What the slot that does not run holds. */
  held: HeldRelease | null;
  securityFloor: number;
  /** Id of this device's hardware. */
  hardware: string;
  /** Somebody said "now". */
  isAsked: boolean;
  nowMs: number;
  /** UUID for a new job. */
  newId: () => string;
}

/** @param release null: no release is listed for this device */
export function decide(release: Release | null, around: Circumstances): AgentEvent {
  const { state, booted, running, isAsked, nowMs } = around;
  if (!release) return { type: 'nothing' };
  const wrong = refusalOf(release, around);
  if (wrong) return refused(release, wrong, around);
  const isRunning = release.version === running.version;
  if (isRunning && !needsRepair(release, around)) return { type: 'nothing' };
  const job = jobFor(release, isRunning ? 'repair' : 'update', around);
  const isBlocked = blockedUntilMs(state.failures, release.image.rootHash, nowMs) > nowMs;
  if (isBlocked && !isAsked) return { type: 'waits' };
  return { type: 'found', job: { ...job, isAsked: job.isAsked || isAsked, slot: otherSlot(booted.slot) } };
}

/** A device that stands on one leg gets its other one back. */
function needsRepair({ image }: Release, { booted, order, running, held }: Circumstances): boolean {
  if (running.rootHash !== image.rootHash) return false; // not what runs, though it bears its name
  const isFirst = order[0] === booted.slot; // otherwise the first could not start
  return held === null || !isFirst || !order.includes(otherSlot(booted.slot));
}

interface Refusal {
  code: string;
  reason: string;
}

function refusalOf(release: Release, around: Circumstances): Refusal | null {
  const { version, hardware, minAgent, securityVersion } = release;
  if (!hardware.includes(around.hardware))
    return {
      code: 'wrong-hardware',
      reason: `Version ${version} is for ${hardware.join(', ')}, and this is ${around.hardware}.`,
    };
  if (minAgent > AGENT_VERSION)
    return {
      code: 'agent-too-old',
      reason: `Version ${version} asks for update engine ${minAgent}, and this is ${AGENT_VERSION}: another version has to come first.`,
    };
  const floor = Math.max(around.securityFloor, around.running.securityVersion);
  if (securityVersion < floor)
    return {
      code: 'security-floor',
      reason: `Version ${version} has security version ${securityVersion}, and this device takes none below ${floor}.`,
    };
  return null;
}

function refused(release: Release, { code, reason }: Refusal, around: Circumstances): AgentEvent {
  const key = `${code} ${release.image.rootHash}`;
  if (around.state.refused === key) return { type: 'no-answer', code, reason };
  const job = jobFor(release, 'update', { ...around, state: { ...around.state, job: null } });
  return { type: 'refused', key, report: recordOf(job, 'refused', { code, reason, atMs: around.nowMs }) };
}

/** The job that is on its way already goes on as it was: people have been told of it, and may have said something. */
export function jobFor(release: Release, kind: Job['kind'], around: Circumstances): Job {
  const { state, booted, running, nowMs, newId } = around;
  const known = state.job;
  if (known && known.kind === kind && known.release.image.rootHash === release.image.rootHash)
    return { ...known, release: { ...release, hardware: [...release.hardware] } };
  return {
    ...{ id: newId(), kind, release: { ...release, hardware: [...release.hardware] } },
    ...{ from: running.version, fromRootHash: running.rootHash, slot: otherSlot(booted.slot) },
    isSecurity: release.securityVersion > running.securityVersion,
    ...{ offeredMs: nowMs, isTold: false, isAsked: false, isBegun: false },
    ...{ postponements: 0, postponedUntilMs: 0, startedMs: 0, baseline: null },
    ...{ isStaged: false, trialStarts: 0, verdict: null },
    ...{ blocksKept: 0, blocksCopied: 0, blocksFetched: 0, fetchedBytes: 0, writtenBytes: 0 },
  };
}

/** What is known of a release that stands in a slot, enough for a job. */
export function releaseIn({ version, securityVersion, rootHash }: HeldRelease, hardware: string): Release {
  return {
    ...{ path: '', version, securityVersion, hardware: [hardware], minAgent: 1 },
    image: { rootHash, salt: '', dataBlocks: 1, bootBlocks: 0 },
  };
}
