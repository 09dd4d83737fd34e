/** Zones of the picture that the household has drawn: where to look, where not to look, what nobody may see. */
import { PupsentryError } from '#kit/errors.ts';
import type { Point } from '#kit/polygon.ts';

/**
 * motion: changes count here alone (where no zone is for motion, everywhere). ignore: changes do not count here.
 * privacy: black before anything is encoded, stored or looked at.
 */
export const ZONE_USES = ['motion', 'ignore', 'privacy'] as const;
export type ZoneUse = (typeof ZONE_USES)[number];

export interface Zone {
  readonly name: string;
  readonly use: ZoneUse;
  /** 3 to 12 corners. */
  readonly points: readonly Point[];
}

export const MAX_ZONES = 8;
export const MIN_POINTS = 3;
export const MAX_POINTS = 12;
const MAX_NAME = 40;

const wrong = (reason: string) =>
  new PupsentryError(
    'zones-invalid',
    reason,
    'Example: [{"name":"Path","use":"motion","points":[[0.1,0.4],[0.9,0.4],[0.9,1],[0.1,1]]}]',
  );

/**
 * @param text JSON, a list of {"name", "use", "points": [[x, y], …]} with x and y from 0 to 1; empty: no zones
 * @throws PupsentryError "zones-invalid" that says which zone and what is wrong with it
 */
export function parseZones(text: string): Zone[] {
  if (text.trim() === '') return [];
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (cause) {
    throw wrong(`The zones are not JSON: ${(cause as Error).message}.`);
  }
  if (!Array.isArray(list)) throw wrong('The zones are not a list.');
  if (list.length > MAX_ZONES) throw wrong(`There are ${list.length} zones; at most ${MAX_ZONES} can be.`);
  const zones = list.map((entry, i) => parseZone(entry, `Zone ${i + 1}`));
  const twice = zones.find(({ name }, i) => zones.findIndex((other) => other.name === name) < i);
  if (twice) throw wrong(`Two zones are called "${twice.name}".`);
  return zones;
}

/** @returns what is wrong with them, for the schema of the settings, or null */
export function complaintOfZones(text: string): string | null {
  try {
    parseZones(text);
    return null;
  } catch (error) {
    return (error as Error).message.replace(/\.$/, '');
  }
}

function parseZone(entry: unknown, which: string): Zone {
  if (typeof entry !== 'object' || entry === null) throw wrong(`${which} is no object.`);
  const { name, use, points, ...rest } = entry as Record<string, unknown>;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw wrong(`${which} has an unknown field "${unknown}".`);
  if (typeof name !== 'string' || name.trim() === '' || name.length > MAX_NAME)
    throw wrong(`${which} needs a name of 1 to ${MAX_NAME} characters.`);
  if (!ZONE_USES.includes(use as ZoneUse))
    throw wrong(`${which} ("${name}") needs a use: ${ZONE_USES.join(', ')}.`);
  if (!Array.isArray(points) || points.length < MIN_POINTS || points.length > MAX_POINTS)
    throw wrong(`${which} ("${name}") needs ${MIN_POINTS} to ${MAX_POINTS} points.`);
  if (!points.every(isPoint))
    throw wrong(`${which} ("${name}") has a point that is not [x, y] with both from 0 to 1.`);
  return { name, use: use as ZoneUse, points: points.map(([x, y]) => [x, y] as const) };
}

function isPoint(value: unknown): value is Point {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((part) => typeof part === 'number' && part >= 0 && part <= 1)
  );
}
