/**
 * What starts next: the rule that every boot loader of ours keeps to (docs/decisions/0014-update-engine.md, "At each start"),
 * and the changes that the running system makes. Pure; the boot script of U-Boot says the same in its own words.
 */
import { SLOTS, TRIAL_TRIES, otherSlot, type Booted, type BootState, type SlotName } from './boot-control.ts';

/** What is believed where nothing can be read, and of a device fresh from the factory. */
export const DEFAULT_BOOT_STATE: BootState = { order: SLOTS, trial: null, failed: null };

export interface NextStart {
  /** Null: nothing can start; wait and try again. */
  start: Booted | null;
  /** To be stored before the slot starts; null: nothing changes. */
  write: BootState | null;
}

/**
 * @param state null when nothing sound is stored
 * @param hasLabel whether a slot's label is sound, and its boot part loads
 */
export function nextStart(state: BootState | null, hasLabel: Readonly<Record<SlotName, boolean>>): NextStart {
  const trial = state?.trial;
  if (!state || !trial) return { start: firstStart(state ?? DEFAULT_BOOT_STATE, hasLabel), write: null };
  if (trial.triesLeft > 0 && hasLabel[trial.slot]) {
    const write = { ...state, trial: { slot: trial.slot, triesLeft: trial.triesLeft - 1 } };
    return { start: { slot: trial.slot, isTrial: true, isFailsafe: false }, write };
  }
  const write = afterFailure(state, trial.slot);
  return { start: firstStart(write, hasLabel), write };
}

/** Steps 4 to 6: without a trial. */
function firstStart({ order }: BootState, hasLabel: Readonly<Record<SlotName, boolean>>): Booted | null {
  const first = order.find((slot) => hasLabel[slot]);
  if (first) return { slot: first, isTrial: false, isFailsafe: false };
  const any = SLOTS.find((slot) => hasLabel[slot]);
  return any ? { slot: any, isTrial: false, isFailsafe: true } : null;
}

/** Slots are two: an order without one of them is the other one. */
const afterFailure = (state: BootState, slot: SlotName): BootState => ({
  ...state,
  order: [otherSlot(slot)],
  trial: null,
  failed: slot,
});

/** Before the slot that does not run is written. */
export const afterInvalidate = (state: BootState, slot: SlotName): BootState => ({
  order: [otherSlot(slot)],
  trial: null,
  failed: state.failed,
});

export const afterStage = (slot: SlotName): BootState => ({
  order: [otherSlot(slot)],
  trial: { slot, triesLeft: TRIAL_TRIES },
  failed: null,
});

export const afterConfirm = (state: BootState, slot: SlotName): BootState => ({
  ...state,
  order: [slot, otherSlot(slot)],
  trial: null,
});

/** @param running what is given up when nothing is stored of a trial */
export const afterReject = (state: BootState, running: SlotName): BootState =>
  afterFailure(state, state.trial?.slot ?? running);

/** The names of our variables in U-Boot's environment. */
export const BOOT_VARIABLES = {
  order: 'boot_order',
  trial: 'boot_trial',
  tries: 'boot_tries',
  failed: 'boot_failed',
} as const;

/** As U-Boot's script reads them: what it does not know counts as missing. */
export function bootStateOf(variables: ReadonlyMap<string, string>): BootState {
  const slotIn = (name: string) => slotNamed(variables.get(name));
  const order = (variables.get(BOOT_VARIABLES.order) ?? '').split(' ').map(slotNamed);
  const known = [...new Set(order.filter((slot) => slot !== null))];
  const trial = slotIn(BOOT_VARIABLES.trial);
  return {
    order: known.length > 0 ? known : DEFAULT_BOOT_STATE.order,
    trial: trial && { slot: trial, triesLeft: triesNamed(variables.get(BOOT_VARIABLES.tries)) },
    failed: slotIn(BOOT_VARIABLES.failed),
  };
}

/** @returns the variables with ours changed, and all others kept */
export function withBootState(
  variables: ReadonlyMap<string, string>,
  { order, trial, failed }: BootState,
): Map<string, string> {
  const changed = new Map(variables);
  const put = (name: string, value: string | undefined) =>
    value === undefined ? changed.delete(name) : changed.set(name, value);
  put(BOOT_VARIABLES.order, order.join(' '));
  put(BOOT_VARIABLES.trial, trial?.slot);
  put(BOOT_VARIABLES.tries, trial?.triesLeft.toString());
  put(BOOT_VARIABLES.failed, failed ?? undefined);
  return changed;
}

const slotNamed = (text: string | undefined): SlotName | null => SLOTS.find((slot) => slot === text) ?? null;

const triesNamed = (text: string | undefined): number => (/^[1-3]$/.test(text ?? '') ? Number(text) : 0);
