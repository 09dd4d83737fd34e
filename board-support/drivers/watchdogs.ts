/** The watchdogs of the machine, found by what they say they are. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import koffi from 'koffi';
import { PupsentryError } from '#kit/errors.ts';
import { codeOf, openDevice, type DeviceFile } from './ioctl.ts';
import { openedBy } from './process-name.ts';
import { REQUESTS, WATCHDOG_INFO } from './watchdog-requests.ts';

/** Written before closing, it disarms; closing without it leaves the watchdog running ("magic close"). */
export const MAGIC_CLOSE = 'V';

export interface WatchdogInfo {
  /** Such as "watchdog1", in /sys/class/watchdog and in /dev. */
  name: string;
  /** null where the kernel does not say (CONFIG_WATCHDOG_SYSFS). */
  identity: string | null;
  /** WDIOF_* of the last start of the machine; null where the kernel does not say. */
  bootStatus: number | null;
}

/** Reads only: no watchdog is armed by it. @param options.root of the file system; another one for tests */
export function listWatchdogs(options: { root?: string } = {}): WatchdogInfo[] {
  const folder = join(options.root ?? '/', 'sys/class/watchdog');
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names.sort().map((name) => {
    const bootStatus = textOf(join(folder, name, 'bootstatus'));
    return {
      name,
      identity: textOf(join(folder, name, 'identity')),
      bootStatus: bootStatus === null ? null : Number(bootStatus),
    };
  });
}

/**
 * Opens the watchdog of this identity, which arms it.
 *
 * A kernel without CONFIG_WATCHDOG_SYSFS tells the identity only once the device is open. Then the only watchdog of
 * the machine is opened and asked, and disarmed again if it is another; of several none is touched, because
 * some cannot be disarmed.
 * @throws PupsentryError "watchdog-missing" listing those there are, "watchdog-busy", "watchdog-not-allowed",
 *   "watchdog-failed"
 */
export function openWatchdogDevice(identity: string, options: { root?: string } = {}): DeviceFile {
  const all = listWatchdogs(options);
  const dev = join(options.root ?? '/', 'dev');
  const named = all.find((watchdog) => watchdog.identity === identity);
  if (named) return open(join(dev, named.name), identity);
  const [only] = all;
  if (!only || all.length > 1 || only.identity !== null) throw missing(identity, all);
  const file = open(join(dev, only.name), identity);
  let found: string;
  try {
    found = identityOf(file);
    if (found === identity) return file;
    file.write(MAGIC_CLOSE);
  } catch (cause) {
    file.close();
    throw failed(identity, cause);
  }
  file.close();
  throw missing(identity, [{ ...only, identity: found }]);
}

function open(path: string, identity: string): DeviceFile {
  try {
    return openDevice(path, { write: true });
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'EBUSY') throw busy(path, identity, cause);
    if (code === 'EACCES' || code === 'EPERM') {
      throw new PupsentryError(
        'watchdog-not-allowed',
        `The watchdog "${identity}" (${path}) may not be used by this account.`,
        'Run as root.',
        { cause },
      );
    }
    throw failed(identity, cause);
  }
}

function identityOf(file: DeviceFile): string {
  const info = Buffer.alloc(koffi.sizeof(WATCHDOG_INFO));
  file.ioctl(REQUESTS.getSupport, info);
  return (koffi.decode(info, WATCHDOG_INFO) as { identity: string }).identity;
}

function missing(identity: string, all: WatchdogInfo[]): PupsentryError {
  const silent = all.some((watchdog) => watchdog.identity === null);
  const there = all.map((watchdog) => `"${watchdog.identity ?? watchdog.name}"`).join(', ');
  let remedy = `There are: ${there}. Correct the board profile.`;
  if (all.length === 0) remedy = 'Load its driver, or say "none" in the board profile.';
  else if (silent)
    remedy = `There are: ${there}. Build the kernel with CONFIG_WATCHDOG_SYSFS, to tell which is which.`;
  return new PupsentryError('watchdog-missing', `There is no watchdog "${identity}".`, remedy);
}

function busy(path: string, identity: string, cause: unknown): PupsentryError {
  const users = openedBy(path).map(({ name, pid }) => `"${name}" (process ${pid})`);
  return new PupsentryError(
    'watchdog-busy',
    `The watchdog "${identity}" (${path}) is used by ${users.join(', ') || 'another program'}.`,
    'Let that program leave the watchdog to pupsentryd (BusyBox: no "watchdog" in inittab; systemd: RuntimeWatchdogSec=off).',
    { cause },
  );
}

export function failed(identity: string, cause: unknown): PupsentryError {
  return new PupsentryError(
    'watchdog-failed',
    `The watchdog "${identity}" does not obey (${codeOf(cause) || String(cause)}).`,
    'See what the kernel says with "dmesg".',
    { cause },
  );
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
