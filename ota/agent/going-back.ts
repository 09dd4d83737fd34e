/** Jobs that no mirror gave: for a trial that nothing is remembered of, and for the way back to the other slot. */
import { randomUUID } from 'node:crypto';
import { PupsentryError } from '#kit/errors.ts';
import { otherSlot, type SlotName } from '../boot/boot-control.ts';
import { jobFor, releaseIn } from './decide.ts';
import type { AgentOptions } from './desk.ts';
import type { HeldRelease } from './parts.ts';
import { FRESH, type Job } from './state.ts';

/** @returns a job as if the release in that slot had been offered and taken */
export function jobTo(options: AgentOptions, to: HeldRelease, slot: SlotName): Job {
  const { boot, running, releases, hardware, clock } = options;
  const job = jobFor(releaseIn(to, hardware), 'update', {
    ...{ state: FRESH, booted: boot.booted, order: [], running, held: null, hardware, isAsked: false },
    ...{ securityFloor: releases.securityFloor, nowMs: clock.nowMs(), newId: randomUUID },
  });
  return { ...job, slot, isTold: true };
}

/** @throws PupsentryError "nothing-to-go-back-to", "security-floor" */
export async function jobBack(options: AgentOptions): Promise<Job> {
  const { boot, slots, running, releases } = options;
  const other = otherSlot(boot.booted.slot);
  const held = await slots.held(other);
  const { order, failed } = await boot.read();
  if (!held || failed === other || !order.includes(other))
    throw new PupsentryError(
      'nothing-to-go-back-to',
      'The other slot holds no version that is known to run here.',
    );
  const floor = Math.max(releases.securityFloor, running.securityVersion);
  if (held.securityVersion < floor)
    throw new PupsentryError(
      'security-floor',
      `Version ${held.version} has a security hole that was closed since: there is no way back to it.`,
    );
  return { ...jobTo(options, held, other), kind: 'back', isAsked: true, isBegun: true };
}
