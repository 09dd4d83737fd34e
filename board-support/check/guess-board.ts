/** Which board this machine is, by what its device tree says. */
import type { Board } from '../board.ts';
import { compatibleStrings } from './check-machine.ts';
import type { Surroundings } from './surroundings.ts';

/** @returns the board whose `compatible` comes first in the device tree (the most special one), or null */
export function guessBoard(boards: readonly Board[], around: Pick<Surroundings, 'root'>): Board | null {
  for (const here of compatibleStrings(around)) {
    const found = boards.find(({ machine }) => machine.compatible.includes(here));
    if (found) return found;
  }
  return null;
}
