/** The infrared filter before the sensor, as the rest of the firmware sees it, and the table that finds its driver. */
import type { Service } from '#kit/service.ts';
import type { BoardParts } from '../board-schema.ts';
import { GpioIrCut } from './gpio-ir-cut.ts';
import { SimulatedIrCut } from './simulated-ir-cut.ts';

/** in: day, infrared is kept out. out: night. */
export type FilterPlace = 'in' | 'out';

export interface IrCut extends Service {
  /** Where it was last moved to; null before. */
  readonly place: FilterPlace | null;
  /**
   * Resolves when it has moved. One move at a time: the last one asked for wins.
   * @throws PupsentryError "ir-cut-failed" naming chip and line
   */
  move(to: FilterPlace): Promise<void>;
}

type Profile = BoardParts['irCut'];

const DRIVERS: { [K in Profile['kind']]: (profile: Extract<Profile, { kind: K }>) => IrCut | null } = {
  none: () => null,
  simulated: () => new SimulatedIrCut(),
  gpio: (profile) => new GpioIrCut(profile),
  'gpio-pulse': (profile) => new GpioIrCut(profile),
};

/** @returns the driver of the board's filter, or null when it has none; whether it is there, `start` tells */
export function openIrCut(profile: Profile): IrCut | null {
  const open = DRIVERS[profile.kind] as (profile: Profile) => IrCut | null;
  return open(profile);
}
