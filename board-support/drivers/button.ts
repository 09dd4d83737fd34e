/** The bell button as the rest of the firmware sees it, and the table that finds its driver. */
import type { PupsentryError } from '#kit/errors.ts';
import type { Service } from '#kit/service.ts';
import type { BoardParts } from '../board-schema.ts';
import { GpioButton } from './gpio-button.ts';
import { KeyButton } from './key-button.ts';
import { SimulatedButton } from './simulated-button.ts';

/**
 * @param pressed the state after the edge, contact bounce included
 * @param atMonotonicUs when the edge was seen, CLOCK_MONOTONIC, microseconds
 */
export type EdgeListener = (pressed: boolean, atMonotonicUs: number) => void;

export interface ButtonInput extends Service {
  /** @returns a function that ends it */
  onEdge(listener: EdgeListener): () => void;
  /**
   * Calls back once when the button's device is gone: there will be no more edges until it is opened anew.
   * Absent where that cannot happen.
   * @returns a function that ends it
   */
  onLost?(listener: (reason: PupsentryError) => void): () => void;
}

type Profile = BoardParts['button'];

const DRIVERS: { [K in Profile['kind']]: (profile: Extract<Profile, { kind: K }>) => ButtonInput | null } = {
  none: () => null,
  simulated: () => new SimulatedButton(),
  gpio: (profile) => new GpioButton(profile),
  key: (profile) => new KeyButton(profile),
};

/** @returns the driver of the board's button, or null when it has none; whether it is there, `start` tells */
export function openButton(profile: Profile): ButtonInput | null {
  const open = DRIVERS[profile.kind] as (profile: Profile) => ButtonInput | null;
  return open(profile);
}
