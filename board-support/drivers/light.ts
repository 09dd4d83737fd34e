/** A light as the rest of the firmware sees it, and the table that finds its driver. */
import type { Service } from '#kit/service.ts';
import type { BoardParts } from '../board-schema.ts';
import { GpioLight } from './gpio-light.ts';
import { SimulatedLight } from './simulated-light.ts';
import { SysfsLight } from './sysfs-light.ts';

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

type Profile = BoardParts['light'];

const DRIVERS: { [K in Profile['kind']]: (profile: Extract<Profile, { kind: K }>) => Light | null } = {
  none: () => null,
  simulated: () => new SimulatedLight(),
  sysfs: (profile) => new SysfsLight(profile),
  gpio: (profile) => new GpioLight(profile),
};

/** @returns the driver of one of the board's lights, or null when it has none; whether it is there, `start` tells */
export function openLight(profile: Profile): Light | null {
  const open = DRIVERS[profile.kind] as (profile: Profile) => Light | null;
  return open(profile);
}
