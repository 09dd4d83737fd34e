/** Drawing zones, as a table from what a hand does to what is drawn. Knows no screen. */
import { MAX_CORNERS, MAX_ZONES, MIN_CORNERS, type Point, type Zone, type ZoneUse } from './zone-list.ts';

export interface Drawing {
  readonly zones: readonly Zone[];
  /** The zone whose corners can be moved. */
  readonly chosen: number | null;
  /** The corner that was touched last. */
  readonly corner: number | null;
  /** Corners so far of a zone that is not closed yet. */
  readonly draft: readonly Point[] | null;
  /** The one deleted last, and where it stood. */
  readonly deleted: { readonly zone: Zone; readonly at: number } | null;
}

/** Corners are those of the draft, or else of the chosen zone. What cannot be done changes nothing. */
export type Stroke =
  | { type: 'draftBegun' }
  | { type: 'draftGivenUp' }
  | { type: 'draftClosed' }
  | { type: 'cornerPlaced'; at: Point }
  | { type: 'cornerTouched'; corner: number }
  | { type: 'cornerMoved'; corner: number; to: Point }
  | { type: 'cornerRemoved'; corner: number }
  | { type: 'cornerInserted' }
  | { type: 'boxAdded' }
  | { type: 'zoneChosen'; zone: number | null }
  /** from: its corners when the hand took hold of it. */
  | { type: 'zoneMoved'; from: readonly Point[]; by: Point }
  | { type: 'zoneRenamed'; name: string }
  | { type: 'useChanged'; use: ZoneUse }
  | { type: 'zoneDeleted' }
  | { type: 'deletionUndone' };

const BOX: readonly Point[] = [
  [0.3, 0.35],
  [0.7, 0.35],
  [0.7, 0.8],
  [0.3, 0.8],
];

export function drawingOf(zones: readonly Zone[]): Drawing {
  return { zones, chosen: null, corner: null, draft: null, deleted: null };
}

export function cornersOf({ zones, chosen, draft }: Drawing): readonly Point[] {
  return draft ?? (chosen === null ? [] : (zones[chosen]?.points ?? []));
}

export function canAddZone({ zones, draft }: Drawing): boolean {
  return draft === null && zones.length < MAX_ZONES;
}

export function draw(drawing: Drawing, stroke: Stroke): Drawing {
  const { zones, draft, deleted } = drawing;
  switch (stroke.type) {
    case 'draftBegun':
      return canAddZone(drawing) ? { ...drawing, chosen: null, corner: null, draft: [] } : drawing;
    case 'draftGivenUp':
      return { ...drawing, corner: null, draft: null };
    case 'draftClosed':
      return draft && draft.length >= MIN_CORNERS ? withZone(drawing, draft) : drawing;
    case 'boxAdded':
      return canAddZone(drawing) ? withZone(drawing, BOX) : drawing;
    case 'cornerPlaced':
      return draft && draft.length < MAX_CORNERS
        ? { ...drawing, draft: [...draft, inPicture(stroke.at)], corner: draft.length }
        : drawing;
    case 'cornerTouched':
      return stroke.corner < cornersOf(drawing).length ? { ...drawing, corner: stroke.corner } : drawing;
    case 'cornerMoved':
      return withCorners(drawing, (corners) =>
        corners.map((corner, i) => (i === stroke.corner ? inPicture(stroke.to) : corner)),
      );
    case 'cornerRemoved': {
      const count = cornersOf(drawing).length;
      if (count <= (draft ? 0 : MIN_CORNERS)) return drawing;
      const changed = withCorners(drawing, (corners) => corners.filter((_, i) => i !== stroke.corner));
      return { ...changed, corner: count > 1 ? Math.min(stroke.corner, count - 2) : null };
    }
    case 'cornerInserted':
      return draft ? drawing : withCorners(drawing, splitLongestSide);
    case 'zoneChosen':
      return draft ? drawing : { ...drawing, chosen: stroke.zone, corner: null };
    case 'zoneMoved':
      return draft ? drawing : withCorners(drawing, () => shifted(stroke.from, stroke.by));
    case 'zoneRenamed':
      return withChosen(drawing, (zone) => ({ ...zone, name: stroke.name }));
    case 'useChanged':
      return withChosen(drawing, (zone) => ({ ...zone, use: stroke.use }));
    case 'zoneDeleted': {
      const at = drawing.chosen;
      const zone = at === null ? undefined : zones[at];
      if (at === null || !zone) return drawing;
      return { ...drawing, zones: zones.toSpliced(at, 1), chosen: null, corner: null, deleted: { zone, at } };
    }
    case 'deletionUndone':
      if (!deleted || draft || zones.length >= MAX_ZONES) return drawing;
      return {
        ...drawing,
        zones: zones.toSpliced(deleted.at, 0, deleted.zone),
        chosen: deleted.at,
        corner: null,
        deleted: null,
      };
  }
}

function withZone(drawing: Drawing, points: readonly Point[]): Drawing {
  const { zones } = drawing;
  const zone: Zone = { name: freeName(zones), use: 'motion', points };
  return { ...drawing, zones: [...zones, zone], chosen: zones.length, corner: null, draft: null };
}

function withChosen(drawing: Drawing, change: (zone: Zone) => Zone): Drawing {
  const { zones, chosen } = drawing;
  const zone = chosen === null ? undefined : zones[chosen];
  return chosen === null || !zone ? drawing : { ...drawing, zones: zones.with(chosen, change(zone)) };
}

function withCorners(drawing: Drawing, change: (corners: readonly Point[]) => readonly Point[]): Drawing {
  if (drawing.draft) return { ...drawing, draft: change(drawing.draft) };
  return withChosen(drawing, (zone) => ({ ...zone, points: change(zone.points) }));
}

function freeName(zones: readonly Zone[]): string {
  for (let number = 1; ; number++) {
    const name = `Zone ${number}`;
    if (!zones.some((zone) => zone.name.trim() === name)) return name;
  }
}

function splitLongestSide(corners: readonly Point[]): readonly Point[] {
  if (corners.length >= MAX_CORNERS) return corners;
  const sides = corners.map(([x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % corners.length]!;
    return {
      length: Math.hypot(nextX - x, nextY - y),
      middle: inPicture([(x + nextX) / 2, (y + nextY) / 2]),
    };
  });
  const longest = sides.reduce((best, side, i) => (side.length > sides[best]!.length ? i : best), 0);
  return corners.toSpliced(longest + 1, 0, sides[longest]!.middle);
}

/** As far as the picture goes: the shape stays as it is. */
function shifted(corners: readonly Point[], [byX, byY]: Point): readonly Point[] {
  const bounded = (axis: 0 | 1, by: number) => {
    const values = corners.map((corner) => corner[axis]);
    return Math.min(1 - Math.max(...values), Math.max(-Math.min(...values), by));
  };
  const [x, y] = [bounded(0, byX), bounded(1, byY)];
  return corners.map((corner) => inPicture([corner[0] + x, corner[1] + y]));
}

/** Within the picture, to a thousandth of it: about a pixel, and short as text. */
function inPicture([x, y]: Point): Point {
  const part = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
  return [part(x), part(y)];
}
