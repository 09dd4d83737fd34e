/** The temperature of a thermal zone that the board names (Documentation/driver-api/thermal/sysfs-api.rst). */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PupsentryError } from '#kit/errors.ts';

/** A sensor that reads outside of this is broken or unplugged, °C. */
const SANE_C = { least: -40, most: 150 };

/**
 * @param type what the zone's `type` says, such as "cpu-thermal"
 * @param options.root of the file system; another one for tests
 * @returns °C
 * @throws PupsentryError "temperature-missing" listing the zones there are, "temperature-unreadable"
 */
export async function readZoneCelsius(type: string, options: { root?: string } = {}): Promise<number> {
  const folder = join(options.root ?? '/', 'sys/class/thermal');
  const names = await readdir(folder).catch(() => [] as string[]);
  const types: string[] = [];
  for (const name of names.filter((entry) => /^thermal_zone\d+$/.test(entry)).sort()) {
    const found = await textOf(join(folder, name, 'type'));
    if (found !== type) {
      if (found) types.push(found);
      continue;
    }
    const text = await textOf(join(folder, name, 'temp'));
    const celsius = text ? Number(text) / 1000 : NaN;
    if (celsius > SANE_C.least && celsius < SANE_C.most) return celsius;
    throw new PupsentryError(
      'temperature-unreadable',
      `The thermal zone "${type}" gives no sound value (${text ?? 'unreadable'}).`,
      'See what the kernel says with "dmesg".',
    );
  }
  throw new PupsentryError(
    'temperature-missing',
    `There is no thermal zone "${type}".`,
    types.length > 0
      ? `There are: ${types.join(', ')}. Correct the board profile.`
      : 'The kernel has no thermal zone: say "none" in the board profile.',
  );
}

async function textOf(path: string): Promise<string | null> {
  return (await readFile(path, 'utf8').catch(() => null))?.trim() ?? null;
}
