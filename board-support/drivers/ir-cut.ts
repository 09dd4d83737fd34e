/** The infrared filter before the sensor, as the rest of the firmware sees it, and the table that finds its driver. */
import { PupsentryError } from '#kit/errors.ts';
import type { Service } from '#kit/service.ts';
import type { BoardParts } from '../board-schema.ts';
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

const missing = (): never => {
  throw new PupsentryError('ir-cut-driver-missing', 'not yet');
};

const DRIVERS: { [K in BoardParts['irCut']['kind']]: () => IrCut | null } = {
  none: () => null,
  simulated: () => new SimulatedIrCut(),
  gpio: missing,
  'gpio-pulse': missing,
};

export function openIrCut(profile: BoardParts['irCut']): IrCut | null {
  return DRIVERS[profile.kind]();
}
