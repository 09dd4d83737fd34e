/** Updates in the words people use at a prompt. */
import type { Hindrance } from '#ota/agent/moment.ts';
import type { InstallProgress } from '#ota/agent/parts.ts';
import type { Outcome, Phase } from '#ota/agent/state.ts';
import type { UpdateStatus } from '#ota/agent/status.ts';
import type { UpdateAnswer } from '../answers.ts';
import { ago, count, dateTime, duration, size } from '../words.ts';

const PHASES: Record<Phase, string> = {
  idle: 'nothing to do',
  check: 'asking the update server',
  offered: 'an update waits',
  invalidate: 'the other slot is made ready',
  reconcile: 'the update is being installed',
  'read-back': 'what was installed is read back',
  staged: 'installed; the restart waits',
  reboot: 'restarting into the new version',
  trial: 'the new version is on trial',
  health: 'the new version is on trial',
  confirmed: 'the new version stays',
  'rolled-back': 'back to the version before',
  report: 'telling the cloud',
  'back-off': 'nothing to do for now',
};

const HINDRANCES: Record<Hindrance, string> = {
  consent: 'for your word: "pupsentryctl update now", or turn updates.auto on',
  postponed: 'until the time it was put off to',
  metered: 'for a line that costs nothing (updates.metered)',
  window: 'for its time of the week (updates.window)',
  busy: 'for quiet',
};

const OUTCOMES: Record<Outcome, string> = {
  offered: 'offered',
  updated: 'updated',
  repaired: 'slot repaired',
  'went-back': 'went back',
  'rolled-back': 'rolled back',
  failed: 'failed',
  refused: 'refused',
};

/** @returns "an update waits for its time of the week (updates.window)" */
export function phaseSentence({ phase, waitsFor, busy, progress }: UpdateStatus): string {
  const why = waitsFor === 'busy' && busy ? `${HINDRANCES.busy}: ${busy}` : waitsFor && HINDRANCES[waitsFor];
  if (progress) return `${PHASES[phase]}: ${progressWords(progress)}${why ? `; it waits ${why}` : ''}`;
  return why ? `${PHASES[phase]} ${why}` : PHASES[phase];
}

/** @returns "34 %, 5120 blocks kept, 900 copied, 12 fetched (48 KiB), 20 s left" */
export function progressWords(progress: InstallProgress): string {
  const { blocksDone, blocksTotal, blocksKept, blocksCopied, blocksFetched, fetchedBytes } = progress;
  const percent = Math.floor((blocksDone * 100) / Math.max(1, blocksTotal));
  const parts = [
    `${percent} %`,
    `${blocksKept} blocks kept, ${blocksCopied} copied, ${blocksFetched} fetched (${size(fetchedBytes)})`,
    progress.secondsLeft !== null && `${duration(progress.secondsLeft)} left`,
  ];
  return parts.filter((part) => part).join(', ');
}

/** @returns names and what they are, for a list */
export function updatePairs({ status, nowMs }: UpdateAnswer): [name: string, text: string][] {
  if (!('phase' in status)) return [['Updates', `${status.message} ${status.remedy}`.trim()]];
  const { update, problem, failures } = status;
  return [
    ['Runs', `${status.version}, slot ${status.slot}${status.isFailsafe ? ', which had to stand in' : ''}`],
    ['State', phaseSentence(status)],
    ...(update ? [['Update', offerWords(status, nowMs)] as [string, string]] : []),
    ...failures.map(({ version, reason, untilMs }): [string, string] => [
      'Failed',
      `${version}: ${reason} ${againWords(untilMs, nowMs)}`,
    ]),
    ...(problem ? [['Problem', problem.message] as [string, string]] : []),
    ['Server', serverWords(status, nowMs)],
    ['Written', `${size(status.wearBytes)} by all updates so far`],
  ];
}

function offerWords({ update }: UpdateStatus, nowMs: number): string {
  const { version, kind, isSecurity, isAsked, offeredMs, postponedUntilMs, postponements } = update!;
  const parts = [
    { update: version, repair: `${version} again, into the other slot`, back: `back to ${version}` }[kind],
    isSecurity && 'closes a security hole',
    `offered ${ago(offeredMs, nowMs)}`,
    isAsked && 'wanted now',
    postponedUntilMs > 0 && `put off until ${dateTime(postponedUntilMs)} (${count(postponements, 'time')})`,
  ];
  return parts.filter((part) => part).join(', ');
}

function againWords(untilMs: number | null, nowMs: number): string {
  if (untilMs === null) return 'Not tried again by itself.';
  return untilMs > nowMs ? `Tried again in ${duration((untilMs - nowMs) / 1000)}.` : 'Tried again next.';
}

function serverWords({ checkedMs, nextCheckMs }: UpdateStatus, nowMs: number): string {
  const last = checkedMs === null ? 'not answered yet' : `answered ${ago(checkedMs, nowMs)}`;
  return nextCheckMs === null ? last : `${last}, asked again in ${duration((nextCheckMs - nowMs) / 1000)}`;
}

export const outcomeWords = (outcome: Outcome): string => OUTCOMES[outcome];
