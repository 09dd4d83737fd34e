/** What must hold of a device whenever the power went. */
import { TRIAL_TRIES, SLOTS, type SlotName } from '#ota/boot/boot-control.ts';
import type { nextStart } from '#ota/boot/boot-rule.ts';
import { bootStateOf, DEFAULT_BOOT_STATE, type NextStart } from '#ota/boot/boot-rule.ts';
import type { Variables } from '#ota/boot/environment.ts';
import { checkStart, Fault, sameBytes } from './checks.ts';
import { Device, textOf, type Parts } from './device.ts';
import type { Ledger } from './ledger.ts';
import type { Setting } from './setting.ts';
import type { World } from './world.ts';

/** After a power cut, before anything runs. What was found is what the ledger holds from then on. @throws Fault */
export async function judge(world: World, ledger: Ledger, setting: Setting, parts: Parts): Promise<void> {
  const device = new Device({ world, ledger, setting, parts });
  const variables = await device.environment.read();
  const trust = JSON.stringify(await device.trust.load());
  const agent = (await device.memory.load())?.toString() ?? '';
  const held = SLOTS.map((slot) => [`slot ${slot}`, heldBy(world, slot, setting)] as const);
  for (const [name, found] of [
    ['boot', textOf(variables)],
    ['trust', trust],
    ['agent', agent],
    ['household', world.household.state],
    ...held,
  ] as const) {
    const wrong = ledger.settle(name, found);
    if (wrong) throw new Fault(wrong);
  }
  checkStarts(world, setting, variables, parts.bootRule);
}

/** @returns the root hash of what a slot's label promises, '' without a label. @throws Fault when the slot breaks the promise */
function heldBy(world: World, slot: SlotName, setting: Setting): string {
  const label = world.label(slot);
  if (!label) return '';
  const image = setting.imageOf(label);
  if (!image) throw new Fault(`slot ${slot} has a label that nobody wrote`);
  const wrong = image.blocks.findIndex((block, i) => !sameBytes(block, world.block(slot, i)));
  if (wrong >= 0) throw new Fault(`slot ${slot} may start, and block ${wrong} of it is not what was signed`);
  return image.release.image.rootHash;
}

/** Power cycles: without a trial nothing is written and the same slot starts; a trial ends after its tries. */
function checkStarts(
  world: World,
  setting: Setting,
  variables: Variables | null,
  rule: typeof nextStart,
): void {
  const hasLabel = { A: world.label('A') !== null, B: world.label('B') !== null };
  let state = variables && bootStateOf(variables);
  if (!hasLabel[(state ?? DEFAULT_BOOT_STATE).order[0]!])
    throw new Fault('the slot that starts first has no label');
  let last: NextStart | null = null;
  for (let starts = 0; starts < TRIAL_TRIES + 3; starts++) {
    const next = rule(state, hasLabel);
    const { isTrial } = checkStart(next.start, world, setting);
    if (isTrial && starts >= TRIAL_TRIES) throw new Fault('a trial does not end');
    if (next.write && !state?.trial) throw new Fault('the boot loader writes outside of a trial');
    if (last && !last.write && next.start!.slot !== last.start!.slot)
      throw new Fault('power cycles switch slots');
    last = next;
    state = next.write ?? state;
  }
}

/** When everything has been done. @throws Fault */
export async function judgeEnd(device: Device): Promise<void> {
  const { world, ledger, setting } = device;
  const state = bootStateOf((await device.environment.read()) ?? new Map());
  const expected = setting.expected;
  const first = setting.imageOf(world.label(state.order[0]!));
  if (state.trial) throw new Fault(`slot ${state.trial.slot} is still on trial`);
  if (first !== expected.runs)
    throw new Fault(`${first?.release.version} runs in the end, not ${expected.runs.release.version}`);
  if ((state.failed !== null) !== expected.hasFailed) throw new Fault(`failed in the end: ${state.failed}`);
  for (const [name, value] of Object.entries(expected.kept))
    if (!ledger.kept(name).includes(value)) throw new Fault(`${name} in the end: ${ledger.kept(name)}`);
}
