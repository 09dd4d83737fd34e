/** Why the machine last started, from what the kernel, the boot loader and the hardware have left for us to read. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listWatchdogs } from './watchdogs.ts';
import { BOOT_STATUS } from './watchdog-requests.ts';

const REASONS = ['power-on', 'watchdog', 'panic', 'restart'] as const;

export interface BootReason {
  /** restart: in an orderly way, by software. */
  reason: (typeof REASONS)[number] | 'unknown';
  /** What it was told by, for people. */
  evidence: string;
}

/** Where the kernel keeps its last words over a restart (Documentation/admin-guide/ramoops.rst). */
const PSTORE = 'sys/fs/pstore';

/**
 * Raspberry Pi: the power manager's reset status PM_RSTS as the boot loader found it, 32 bits, big-endian. Other
 * bits carry the number of the boot partition. The watchdog's bit says "not by power": an ordinary restart is done
 * by the watchdog too (drivers/watchdog/bcm2835_wdt.c, __bcm2835_restart).
 */
const RSTS = 'proc/device-tree/chosen/bootloader/rsts';
const RSTS_POWER_ON = 0x1000;
const RSTS_WATCHDOG = 0x20;

/**
 * The surest evidence first: a panic leaves its text and is often ended by the watchdog; the boot loader's word
 * (`pupsentry.boot=` on the kernel's command line) counts where the hardware says nothing.
 * @param options.root of the file system; another one for tests
 * @param options.bootStatus what an open watchdog says (WatchdogDevice), for kernels that tell it to nobody else
 */
export async function readBootReason(
  options: { root?: string; bootStatus?: number } = {},
): Promise<BootReason> {
  const root = options.root ?? '/';
  return (
    (await fromPanicText(root)) ??
    fromWatchdogs(root, options.bootStatus ?? 0) ??
    (await fromCommandLine(root)) ??
    (await fromRaspberryPi(root)) ?? {
      reason: 'unknown',
      evidence: 'neither a watchdog, nor the boot loader, nor a panic of the kernel left a word',
    }
  );
}

/** Removes the kernel's last words, once they have been told: they would be taken for those of the next start. */
export async function forgetPanic(options: { root?: string } = {}): Promise<void> {
  const root = options.root ?? '/';
  for (const name of await panicTexts(root)) await rm(join(root, PSTORE, name), { force: true });
}

async function fromPanicText(root: string): Promise<BootReason | null> {
  for (const name of await panicTexts(root)) {
    // Its first line says what for, such as "Panic#1 Part1"; an "Oops" alone did not end the kernel.
    const text = await readText(join(root, PSTORE, name));
    if (/^(Oops|Emergency|Shutdown|Restart|Halt|Poweroff)#/.test(text ?? '')) continue;
    return { reason: 'panic', evidence: `the kernel's last words are in /${PSTORE}/${name}` };
  }
  return null;
}

async function panicTexts(root: string): Promise<string[]> {
  const names = await readdir(join(root, PSTORE)).catch(() => [] as string[]);
  return names.filter((name) => name.startsWith('dmesg-')).sort();
}

function fromWatchdogs(root: string, openStatus: number): BootReason | null {
  if (openStatus & BOOT_STATUS.cardReset)
    return { reason: 'watchdog', evidence: 'the watchdog says that it reset the machine' };
  for (const { name, identity, bootStatus } of listWatchdogs({ root })) {
    if (bootStatus === null || (bootStatus & BOOT_STATUS.cardReset) === 0) continue;
    return {
      reason: 'watchdog',
      evidence: `the watchdog "${identity ?? name}" says that it reset the machine`,
    };
  }
  return null;
}

async function fromCommandLine(root: string): Promise<BootReason | null> {
  const words = ((await readText(join(root, 'proc/cmdline'))) ?? '').trim().split(/\s+/);
  // The last one counts, as everywhere on this line: boot loaders append.
  const said = words.findLast((word) => word.startsWith('pupsentry.boot='))?.slice('pupsentry.boot='.length);
  const reason = REASONS.find((known) => known === said);
  return reason ? { reason, evidence: `the boot loader says so (pupsentry.boot=${reason})` } : null;
}

async function fromRaspberryPi(root: string): Promise<BootReason | null> {
  const bytes = await readFile(join(root, RSTS)).catch(() => null);
  if (bytes?.length !== 4) return null;
  const status = bytes.readUInt32BE();
  const shown = `reset status 0x${status.toString(16)}`;
  if (status & RSTS_POWER_ON) return { reason: 'power-on', evidence: `${shown}: the power came on` };
  if (!(status & RSTS_WATCHDOG)) return null;
  return {
    reason: 'unknown',
    evidence: `${shown}: reset without loss of power, by the watchdog or by a restart, which looks the same`,
  };
}

function readText(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}
