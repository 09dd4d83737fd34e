/** A light as the rest of the firmware sees it, and the table that finds its driver. */
import { PupsentryError } from '#kit/errors.ts';
import type { Service } from '#kit/service.ts';
import type { BoardParts } from '../board-schema.ts';
import { SimulatedLight } from './simulated-light.ts';

export type LightPattern =
  | { kind: 'off' }
  | { kind: 'on' }
  /** Times in ms. */
  | { kind: 'blink'; onMs: number; offMs: number };

/** Off after `stop`. */
export interface Light extends Service {
  readonly shown: LightPattern;
  /**
   * Takes effect before it returns.
   * @throws PupsentryError "light-failed" naming the light
   */
  show(pattern: LightPattern): void;
}

const DRIVERS: { [K in BoardParts['light']['kind']]: () => Light | null } = {
  none: () => null,
  simulated: () => new SimulatedLight(),
  sysfs: () => {
    throw new PupsentryError('light-driver-missing', 'not yet');
  },
  gpio: () => {
    throw new PupsentryError('light-driver-missing', 'not yet');
  },
};

/** @returns the driver of one of the board's lights, or null when it has none */
export function openLight(profile: BoardParts['light']): Light | null {
  return DRIVERS[profile.kind]();
}
