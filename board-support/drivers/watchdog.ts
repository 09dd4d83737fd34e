/** What resets a stuck machine, and the table that finds its driver. */
import type { Service } from '#kit/service.ts';
import type { BoardParts } from '../board-schema.ts';
import { SimulatedWatchdog } from './simulated-watchdog.ts';
import { WatchdogDevice } from './watchdog-device.ts';

/** `start` arms it, `stop` disarms it (magic close, Documentation/watchdog/watchdog-api.rst). */
export interface Watchdog extends Service {
  /** What the hardware was set to, which may differ from what was asked for, seconds. */
  readonly timeoutSeconds: number;
  /** Gives the machine another `timeoutSeconds`. @throws PupsentryError "watchdog-failed" */
  feed(): void;
}

type Profile = BoardParts['watchdog'];

const DRIVERS: { [K in Profile['kind']]: (profile: Extract<Profile, { kind: K }>) => Watchdog | null } = {
  none: () => null,
  simulated: () => new SimulatedWatchdog(),
  device: (profile) => new WatchdogDevice(profile),
};

/** @returns the driver of the board's watchdog, or null when it has none; whether it is there, `start` tells */
export function openWatchdog(profile: Profile): Watchdog | null {
  const open = DRIVERS[profile.kind] as (profile: Profile) => Watchdog | null;
  return open(profile);
}
