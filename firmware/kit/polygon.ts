/** Which cells of a grid a polygon covers. */

/** x, y as parts of the width and the height, 0 to 1, from the upper left. */
export type Point = readonly [x: number, y: number];

/** Cells of one row: from (included) to (not included). */
export interface RowSpan {
  readonly y: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The cells whose middle lies inside (even-odd rule). With `touching`, every cell that has anything of it, the outline
 * included, and also what an outline that crosses itself surrounds (nonzero rule, as it is drawn on a screen): what is
 * to be hidden must be hidden wholly.
 */
export function rowSpans(
  points: readonly Point[],
  grid: { width: number; height: number },
  options: { touching?: boolean } = {},
): RowSpan[] {
  const { width, height } = grid;
  const { touching = false } = options;
  const spans: RowSpan[] = [];
  const cells = new Uint8Array(width);
  for (let y = 0; y < height; y++) {
    cells.fill(0);
    // A cell without any of the outline lies inside or outside as its middle does.
    coverLine(points, (y + 0.5) / height, cells, touching);
    if (touching) coverOutline(points, y, cells, grid);
    for (let x = cells.indexOf(1); x >= 0;) {
      const end = cells.indexOf(0, x);
      const to = end < 0 ? width : end;
      spans.push({ y, from: x, to });
      x = cells.indexOf(1, to);
    }
  }
  return spans;
}

function coverLine(points: readonly Point[], line: number, cells: Uint8Array, touching: boolean): void {
  const crossings: { at: number; turn: 1 | -1 }[] = [];
  points.forEach(([x1, y1], i) => {
    const [x2, y2] = points[(i + 1) % points.length]!;
    if (y1 > line === y2 > line) return;
    crossings.push({ at: x1 + ((line - y1) / (y2 - y1)) * (x2 - x1), turn: y1 < y2 ? 1 : -1 });
  });
  crossings.sort((a, b) => a.at - b.at);
  let winding = 0;
  for (let i = 0; i + 1 < crossings.length; i++) {
    winding += crossings[i]!.turn;
    if (touching ? winding === 0 : i % 2 === 1) continue;
    const [left, right] = [crossings[i]!.at * cells.length, crossings[i + 1]!.at * cells.length];
    const from = touching ? Math.floor(left) : Math.ceil(left - 0.5);
    const to = touching ? Math.ceil(right) : Math.ceil(right - 0.5);
    cells.fill(1, Math.max(0, from), Math.max(0, Math.min(cells.length, to)));
  }
}

/** Every cell of row `y` that an edge runs through. */
function coverOutline(
  points: readonly Point[],
  y: number,
  cells: Uint8Array,
  { width, height }: { width: number; height: number },
): void {
  points.forEach((start, i) => {
    const end = points[(i + 1) % points.length]!;
    const [upper, lower] = start[1] <= end[1] ? [start, end] : [end, start];
    const [upperRow, lowerRow] = [upper[1] * height, lower[1] * height];
    if (upperRow > y + 1 || lowerRow < y) return;
    const xAt = (row: number) =>
      upper[0] + ((row - upperRow) / (lowerRow - upperRow)) * (lower[0] - upper[0]);
    // Its own ends as they are: nearly level, an edge has no slope that one could reckon with.
    const ends = [upperRow >= y ? upper[0] : xAt(y), lowerRow <= y + 1 ? lower[0] : xAt(y + 1)];
    const from = Math.floor(Math.min(...ends) * width);
    const to = Math.floor(Math.max(...ends) * width) + 1;
    cells.fill(1, Math.max(0, from), Math.max(0, Math.min(width, to)));
  });
}
