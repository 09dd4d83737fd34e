/** The zones of a picture between the text of the setting and what is drawn. */

/** Parts of the picture's width and height, 0 to 1, from its upper left corner. */
export type Point = readonly [x: number, y: number];

/** motion: changes count here; ignore: they do not; privacy: black for everyone. */
export type ZoneUse = 'motion' | 'ignore' | 'privacy';

export interface Zone {
  readonly name: string;
  readonly use: ZoneUse;
  /** 3 to 12 corners, in order. */
  readonly points: readonly Point[];
}

/** As the device has it (firmware/settings/zones.ts). */
export const MAX_ZONES = 8;
export const MIN_CORNERS = 3;
export const MAX_CORNERS = 12;
export const MAX_NAME = 40;
/** Part of the picture; what is smaller is a slip of the finger. */
const MIN_AREA = 0.0005;

const USES: readonly unknown[] = ['motion', 'ignore', 'privacy'] satisfies ZoneUse[];

/** @returns null for a text that is no list of zones */
export function zonesOf(text: string): Zone[] | null {
  if (text.trim() === '') return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every(isZone) ? list : null;
  } catch {
    return null;
  }
}

/** As the device wants it; empty without zones. */
export function zonesText(zones: readonly Zone[]): string {
  if (zones.length === 0) return '';
  return JSON.stringify(zones.map(({ name, use, points }) => ({ name: name.trim(), use, points })));
}

/** What keeps the zones from being saved, as a sentence; null when nothing does. */
export function zonesProblem(zones: readonly Zone[]): string | null {
  const names = zones.map(({ name }) => name.trim());
  if (names.includes('')) return 'A zone has no name.';
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) return `Two zones are called “${twice}”.`;
  const flat = zones.find(({ points }) => areaOf(points) < MIN_AREA);
  return flat ? `${flat.name} is too small to count.` : null;
}

/** @returns the topmost zone (drawn last) at a point, -1 when there is none */
export function zoneAt(zones: readonly Zone[], at: Point): number {
  return zones.findLastIndex(({ points }) => isInside(points, at));
}

/** Part of the picture, by the shoelace formula. */
function areaOf(points: readonly Point[]): number {
  const twice = points.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = points[(i + 1) % points.length]!;
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

/** Even-odd, as the device fills zones. */
function isInside(points: readonly Point[], [x, y]: Point): boolean {
  return points.reduce((inside, [x1, y1], i) => {
    const [x2, y2] = points[(i + 1) % points.length]!;
    const crosses = y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1);
    return crosses ? !inside : inside;
  }, false);
}

function isZone(entry: unknown): entry is Zone {
  const { name, use, points } = Object(entry) as Partial<Zone>;
  return typeof name === 'string' && USES.includes(use) && Array.isArray(points) && points.every(isPoint);
}

function isPoint(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'number');
}
