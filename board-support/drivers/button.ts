/** The bell button as the rest of the firmware sees it, and the table that finds its driver. */
import { PupsentryError } from '#kit/errors.ts';
import type { Service } from '#kit/service.ts';
import type { BoardParts } from '../board-schema.ts';
import { SimulatedButton } from './simulated-button.ts';

/**
 * @param pressed the state after the edge, contact bounce included
 * @param atMonotonicUs when the edge was seen, CLOCK_MONOTONIC, microseconds
 */
export type EdgeListener = (pressed: boolean, atMonotonicUs: number) => void;

export interface ButtonInput extends Service {
  /** @returns a function that ends it */
  onEdge(listener: EdgeListener): () => void;
}

const DRIVERS: { [K in BoardParts['button']['kind']]: () => ButtonInput | null } = {
  none: () => null,
  simulated: () => new SimulatedButton(),
  gpio: () => {
    throw new PupsentryError(
      'button-driver-missing',
      'The board has its button on a GPIO line, and this build has no GPIO driver yet.',
      'Run with --board host, where the button is simulated.',
    );
  },
  key: () => {
    throw new PupsentryError('button-driver-missing', 'not yet');
  },
};

/**
 * @returns the driver of the board's button, or null when it has none
 * @throws PupsentryError "button-driver-missing"
 */
export function openButton(profile: BoardParts['button']): ButtonInput | null {
  return DRIVERS[profile.kind]();
}
