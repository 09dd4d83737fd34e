/** Finds the radio's network interface by its name or its driver: numbers change with the order of plugging. */
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';

export interface WirelessInterface {
  /** Such as "wlan0". */
  name: string;
  /** Kernel driver, such as "brcmfmac"; absent for interfaces without a device behind them. */
  driver?: string;
}

/** @returns the interfaces that cfg80211 made, by name */
export function wirelessInterfaces(root = '/sys/class/net'): WirelessInterface[] {
  let names: string[];
  try {
    names = readdirSync(root);
  } catch {
    return [];
  }
  return names
    .filter((name) => existsSync(join(root, name, 'phy80211')))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((name) => {
      try {
        return { name, driver: basename(readlinkSync(join(root, name, 'device', 'driver'))) };
      } catch {
        return { name };
      }
    });
}

/**
 * @returns the first wireless interface that fits what is asked for
 * @throws PupsentryError "wifi-down" saying which there are
 */
export function findWirelessInterface(
  wanted: { interface?: string; driver?: string },
  root = '/sys/class/net',
): WirelessInterface {
  const there = wirelessInterfaces(root);
  const found = there.find(
    ({ name, driver }) =>
      (wanted.interface === undefined || name === wanted.interface) &&
      (wanted.driver === undefined || driver === wanted.driver),
  );
  if (found) return found;
  const what = [
    wanted.interface !== undefined && `named "${wanted.interface}"`,
    wanted.driver !== undefined && `of the driver "${wanted.driver}"`,
  ].filter(Boolean);
  const list = there.map(({ name, driver }) => `${name} (${driver ?? 'no driver'})`).join(', ');
  throw new PupsentryError(
    'wifi-down',
    `There is no Wi-Fi interface ${what.join(' and ')}.`.replace(' .', '.'),
    list
      ? `There is ${list}: name one of them in the board profile.`
      : 'Check that the radio is plugged in and its kernel driver and firmware are there (dmesg).',
  );
}
