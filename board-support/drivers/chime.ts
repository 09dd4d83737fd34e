/** What is heard at home when somebody rings, and the table that finds its driver. */
import { PupsentryError } from '#kit/errors.ts';
import type { Service } from '#kit/service.ts';
import type { BoardParts } from '../board-schema.ts';
import { SimulatedChime } from './simulated-chime.ts';

export interface Chime extends Service {
  /**
   * Sounds once; while it sounds, asking again does nothing. Resolves when it is quiet again.
   * @throws PupsentryError "chime-failed"
   */
  sound(): Promise<void>;
}

/** The speaker belongs to the media process: its chime is not a driver of ours. */
export type ChimeProfile = Exclude<BoardParts['chime'], { kind: 'speaker' }>;

const DRIVERS: { [K in ChimeProfile['kind']]: () => Chime | null } = {
  none: () => null,
  simulated: () => new SimulatedChime(),
  gpio: () => {
    throw new PupsentryError('chime-driver-missing', 'not yet');
  },
};

export function openChime(profile: ChimeProfile): Chime | null {
  return DRIVERS[profile.kind]();
}
