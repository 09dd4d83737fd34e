/** The GPIO chips of the machine and their lines, found by what they are called. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';
import type { GpioLineProfile } from '../../board-schema.ts';
import { codeOf, openDevice, type DeviceFile } from '../ioctl.ts';
import { lineTitle } from './lines.ts';
import { bytesOf, decode, encode, FLAGS, LONGEST_NAME, REQUESTS } from './uapi.ts';

/** More lines than any chip of our boards has; the schema's offsets end here too. */
const MOST_LINES = 1024;
/** Names that a sentence still lists. */
const MOST_NAMES = 40;

export interface GpioLineInfo {
  offset: number;
  /** '' when the device tree gives it none. */
  name: string;
  /** Who has it: a driver of the kernel or a program; '' when free or unnamed. */
  consumer: string;
  isUsed: boolean;
  isOutput: boolean;
}

export interface GpioChip {
  /** Such as "gpiochip0": another boot may give it to another chip. */
  name: string;
  label: string;
  lines: GpioLineInfo[];
}

/**
 * Every chip with every line, for people.
 * @throws PupsentryError "gpio-not-allowed" when there are chips and none may be opened
 */
export function listChips(devFolder = '/dev'): GpioChip[] {
  return withChips(devFolder, (chips) =>
    chips.map(({ name, label, file, lineCount }) => ({
      name,
      label,
      lines: Array.from({ length: lineCount }, (_, offset) => readLine(file, offset)),
    })),
  );
}

/**
 * @returns the chip's device, to be closed, and the line's offset on it
 * @throws PupsentryError "gpio-chip-missing", "gpio-line-missing", "gpio-not-allowed"
 */
export function findLine(
  wanted: Pick<GpioLineProfile, 'chip' | 'line'>,
  devFolder = '/dev',
): { file: DeviceFile; offset: number } {
  return withChips(devFolder, (chips, refused) => {
    const label = wanted.chip.slice(0, LONGEST_NAME);
    const labelled = chips.filter((chip) => chip.label === label);
    const candidates = labelled.length > 0 ? labelled : chips.filter(({ name }) => name === wanted.chip);
    if (candidates.length === 0) throw refused ? notAllowed(refused) : chipMissing(wanted, chips);
    const found = candidates.flatMap((chip) => {
      const offset = offsetOf(chip, wanted.line);
      return offset === null ? [] : [{ chip, offset }];
    });
    if (found.length === 0) throw lineMissing(wanted, candidates);
    if (found.length > 1) {
      throw new PupsentryError(
        'gpio-chip-missing',
        `There are ${found.length} GPIO chips labelled "${wanted.chip}" that have the line ${wanted.line}.`,
        'Give the line a name of its own in the device tree, and that name in the board profile.',
      );
    }
    const { chip, offset } = found[0]!;
    return { file: openDevice(chip.file.path, { write: true }), offset };
  });
}

interface OpenChip {
  name: string;
  label: string;
  lineCount: number;
  file: DeviceFile;
}

/** Opens all chips, for the time of `use`, which is told of one that may not be opened, if any. */
function withChips<T>(devFolder: string, use: (chips: OpenChip[], refused: string) => T): T {
  const chips: OpenChip[] = [];
  let refused = '';
  try {
    for (const path of chipPaths(devFolder)) {
      try {
        chips.push(openChip(path));
      } catch (error) {
        // Gone since it was listed, or not for us: the others may do.
        if (['EACCES', 'EPERM'].includes(codeOf(error))) refused ||= path;
      }
    }
    if (refused && chips.length === 0) throw notAllowed(refused);
    return use(chips, refused);
  } finally {
    for (const { file } of chips) file.close();
  }
}

/** Links are other names of a chip that is listed anyway. */
function chipPaths(devFolder: string): string[] {
  return readdirSync(devFolder, { withFileTypes: true })
    .filter((entry) => /^gpiochip\d+$/.test(entry.name) && !entry.isSymbolicLink())
    .map(({ name }) => join(devFolder, name))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

function openChip(path: string): OpenChip {
  const file = openDevice(path, { write: true });
  try {
    const info = Buffer.alloc(bytesOf('chipInfo'));
    file.ioctl(REQUESTS.getChipInfo, info);
    const { name, label, lines } = decode('chipInfo', info);
    return { name, label, lineCount: Math.min(lines, MOST_LINES), file };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** @throws DeviceError */
export function readLine(chip: DeviceFile, offset: number): GpioLineInfo {
  const info = encode('lineInfo', { offset });
  chip.ioctl(REQUESTS.getLineInfo, info);
  const { name, consumer, flags } = decode('lineInfo', info);
  const has = (flag: number) => (BigInt(flags) & BigInt(flag)) !== 0n;
  return { offset, name, consumer, isUsed: has(FLAGS.used), isOutput: has(FLAGS.output) };
}

function offsetOf(chip: OpenChip, line: string | number): number | null {
  if (typeof line === 'number') return line < chip.lineCount ? line : null;
  for (let offset = 0; offset < chip.lineCount; offset++) {
    if (readLine(chip.file, offset).name === line) return offset;
  }
  return null;
}

function chipMissing(wanted: Pick<GpioLineProfile, 'chip' | 'line'>, chips: OpenChip[]): PupsentryError {
  return new PupsentryError(
    'gpio-chip-missing',
    `There is no GPIO chip labelled "${wanted.chip}" (for the line ${wanted.line}).`,
    chips.length > 0
      ? `There are: ${list(chips.map(({ label, name }) => label || name))}. Correct the board profile.`
      : 'The kernel has no GPIO chip with a character device (/dev/gpiochip*): check its drivers and CONFIG_GPIO_CDEV.',
  );
}

function lineMissing(wanted: Pick<GpioLineProfile, 'chip' | 'line'>, chips: OpenChip[]): PupsentryError {
  const chip = chips[0]!;
  const names = Array.from({ length: chip.lineCount }, (_, offset) => readLine(chip.file, offset).name);
  const named = names.filter((name) => name !== '');
  const there = `It has ${chip.lineCount} lines` + (named.length > 0 ? `, named: ${list(named)}.` : '.');
  return new PupsentryError(
    'gpio-line-missing',
    `There is no GPIO line ${lineTitle(wanted)}.`,
    `${there} Correct the board profile.`,
  );
}

export function notAllowed(path: string, options?: ErrorOptions): PupsentryError {
  return new PupsentryError(
    'gpio-not-allowed',
    `The GPIO chip ${path} may not be used by this account.`,
    'Run as root, or as a member of the group that the file belongs to (often "gpio").',
    options,
  );
}

const list = (names: string[]) =>
  names.length > MOST_NAMES
    ? `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`
    : names.join(', ');
