/** What resets a stuck machine, and the table that finds its driver. */
import { PupsentryError } from '#kit/errors.ts';
import type { Service } from '#kit/service.ts';
import type { BoardParts } from '../board-schema.ts';
import { SimulatedWatchdog } from './simulated-watchdog.ts';

/** `start` arms it, `stop` disarms it (magic close, Documentation/watchdog/watchdog-api.rst). */
export interface Watchdog extends Service {
  /** What the hardware was set to, which may differ from what was asked for, seconds. */
  readonly timeoutSeconds: number;
  /** Gives the machine another `timeoutSeconds`. @throws PupsentryError "watchdog-failed" */
  feed(): void;
}

const DRIVERS: { [K in BoardParts['watchdog']['kind']]: () => Watchdog | null } = {
  none: () => null,
  simulated: () => new SimulatedWatchdog(),
  device: () => {
    throw new PupsentryError('watchdog-driver-missing', 'not yet');
  },
};

export function openWatchdog(profile: BoardParts['watchdog']): Watchdog | null {
  return DRIVERS[profile.kind]();
}
