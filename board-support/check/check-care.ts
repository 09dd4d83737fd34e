/** What looks after the machine: watchdog, Wi-Fi, temperature, light sensor. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Board, BoardParts } from '../board.ts';
import { listWatchdogs } from '../drivers/watchdogs.ts';
import { findWirelessInterface } from '../drivers/wifi/wireless-interface.ts';
import { about, type Finding } from './finding.ts';
import { isOurs, nameUsers, namesIn, textOf, usersOf, type Surroundings } from './surroundings.ts';

type Care = Pick<Board, 'watchdog' | 'wifi' | 'temperature' | 'nightSense'>;

export function checkCare(board: Care, around: Surroundings): Finding[] {
  return [
    ...checkLightSensor(board.nightSense, around),
    ...checkWatchdog(board.watchdog, around),
    ...checkWifi(board.wifi, around),
    ...checkTemperature(board.temperature, around),
  ];
}

function checkLightSensor(sense: BoardParts['nightSense'], around: Surroundings): Finding[] {
  if (sense.kind !== 'iio') return [];
  const names = namesIn(around, 'sys/bus/iio/devices').flatMap(
    (entry) => textOf(around, 'sys/bus/iio/devices', entry, 'name') ?? [],
  );
  const sensor = about('Light sensor');
  return [
    names.includes(sense.name)
      ? sensor.ok(sense.name)
      : sensor.missing(`There is no light sensor "${sense.name}".`, others('Sensors', names)),
  ];
}

function checkWatchdog(profile: BoardParts['watchdog'], around: Surroundings): Finding[] {
  if (profile.kind === 'none') return [];
  const watchdog = about('Watchdog');
  if (profile.kind === 'simulated') return [watchdog.ok('simulated')];
  const all = listWatchdogs(around);
  // Without CONFIG_WATCHDOG_SYSFS the identity shows only to whoever opens it, and opening arms it.
  const silent = all.length > 0 && all.every(({ identity }) => identity === null);
  const found = silent && all.length === 1 ? all[0] : all.find((one) => one.identity === profile.identity);
  if (!found) {
    const names = all.map(({ name, identity }) => (identity ? `"${identity}"` : name));
    return [
      silent
        ? watchdog.unseen(
            `The kernel does not tell which of ${names.join(', ')} is "${profile.identity}".`,
            'Build the kernel with CONFIG_WATCHDOG_SYSFS.',
          )
        : watchdog.missing(`There is no watchdog "${profile.identity}".`, others('Watchdogs', names)),
    ];
  }
  const path = `/dev/${found.name}`;
  const name = found.identity
    ? `${found.identity} (${path})`
    : `${path}, the only one (this kernel tells no identity)`;
  if (!namesIn(around, 'dev').includes(found.name))
    return [watchdog.missing(`There is no ${path}.`, 'Let the kernel or udev make it (CONFIG_DEVTMPFS).')];
  // The first one has a second name.
  const paths = found.name === 'watchdog0' ? [path, '/dev/watchdog'] : [path];
  const users = paths.flatMap((one) => usersOf(around, one));
  const strangers = users.filter((user) => !isOurs(user.name));
  if (strangers.length > 0)
    return [
      watchdog['in use'](
        `${name} is in use by ${nameUsers(strangers)}.`,
        'Let that program leave it to pupsentryd: one program alone can feed a watchdog.',
      ),
    ];
  return [watchdog.ok(name + (users.length > 0 ? `, in use by ${nameUsers(users)}` : ''))];
}

function checkWifi(profile: BoardParts['wifi'], around: Surroundings): Finding[] {
  if (profile.kind === 'none') return [];
  const wifi = about('Wi-Fi');
  if (profile.kind === 'simulated') return [wifi.ok('simulated')];
  let name: string;
  try {
    name = findWirelessInterface({ driver: profile.driver }, join(around.root, 'sys/class/net')).name;
  } catch (error) {
    return [wifi.error('missing', error)];
  }
  const socket = join(profile.socketFolder, name);
  if (isSocket(join(around.root, socket))) return [wifi.ok(`${name} (${profile.driver}), ${socket}`)];
  return [
    wifi.missing(
      `${name} (${profile.driver}) is there, but no wpa_supplicant: there is no ${socket}.`,
      `Start wpa_supplicant -i ${name} with ctrl_interface=${profile.socketFolder} in its configuration.`,
    ),
  ];
}

function checkTemperature(profile: BoardParts['temperature'], around: Surroundings): Finding[] {
  if (profile.kind === 'none') return [];
  const zones = namesIn(around, 'sys/class/thermal').flatMap((entry) => {
    const type = textOf(around, 'sys/class/thermal', entry, 'type');
    return type && entry.startsWith('thermal_zone') ? [{ entry, type }] : [];
  });
  const temperature = about('Temperature');
  const zone = zones.find(({ type }) => type === profile.zone);
  if (!zone) {
    const types = zones.map(({ type }) => type);
    return [temperature.missing(`There is no thermal zone "${profile.zone}".`, others('Zones', types))];
  }
  const milli = Number(textOf(around, 'sys/class/thermal', zone.entry, 'temp') ?? NaN);
  return [
    Number.isFinite(milli)
      ? temperature.ok(`${profile.zone}, ${(milli / 1000).toFixed(1)} °C`)
      : temperature.differs(
          `The thermal zone "${profile.zone}" gives no value.`,
          'See the kernel log (dmesg).',
        ),
  ];
}

const others = (what: string, names: string[]) =>
  names.length > 0
    ? `${what} here: ${names.join(', ')}.`
    : 'Load its driver (see dmesg), or say "none" in the board profile.';

function isSocket(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSocket() ?? false;
}
