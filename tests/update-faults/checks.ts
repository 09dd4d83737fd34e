/** What is looked at while a simulated device lives. */
import type { Booted, SlotName } from '#ota/boot/boot-control.ts';
import { MAX_GAP_SHARE } from '#ota/install/limits.ts';
import type { SimulatedImage } from './images.ts';
import type { Setting } from './setting.ts';
import type { World } from './world.ts';

/** Something that must never happen. */
export class Fault extends Error {
  override name = 'Fault';
}

export const sameBytes = (a: Buffer, b: Buffer) => a === b || a.equals(b);

/** @returns what starts. @throws Fault when it must not */
export function checkStart(start: Booted | null, world: World, setting: Setting): Booted {
  if (!start) throw new Fault('nothing starts');
  const { slot, isTrial, isFailsafe } = start;
  if (isFailsafe) throw new Fault(`slot ${slot} starts because no other one can`);
  const image = setting.imageOf(world.label(slot));
  if (!image) throw new Fault(`slot ${slot} starts, and what is in it was never verified`);
  if (!isTrial && setting.isBad(image))
    throw new Fault(`a bad release starts in slot ${slot}, and not on trial`);
  return start;
}

/**
 * Before an installation: counts what has to be fetched.
 * @returns to be called with what was fetched, blocks. @throws Fault when that is more, but for what bridges gaps
 */
export function checkFetched(
  world: World,
  slot: SlotName,
  image: SimulatedImage,
  running: SimulatedImage | null,
): (fetched: number) => void {
  const lent = new Set(running?.hashes);
  const needed = image.blocks.filter(
    (block, i) => !sameBytes(block, world.block(slot, i)) && !lent.has(image.hashes[i]!),
  ).length;
  return (fetched) => {
    if (fetched > needed * (1 + MAX_GAP_SHARE))
      throw new Fault(`${fetched} blocks fetched, ${needed} were missing`);
  };
}
