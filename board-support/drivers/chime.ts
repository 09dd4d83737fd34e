/** What is heard at home when somebody rings, and the table that finds its driver. */
import type { Service } from '#kit/service.ts';
import type { BoardParts } from '../board-schema.ts';
import { GpioChime } from './gpio-chime.ts';
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

const DRIVERS: {
  [K in ChimeProfile['kind']]: (profile: Extract<ChimeProfile, { kind: K }>) => Chime | null;
} = {
  none: () => null,
  simulated: () => new SimulatedChime(),
  gpio: (profile) => new GpioChime(profile),
};

/** @returns the driver of the board's chime, or null when it has none; whether it is there, `start` tells */
export function openChime(profile: ChimeProfile): Chime | null {
  const open = DRIVERS[profile.kind] as (profile: ChimeProfile) => Chime | null;
  return open(profile);
}
