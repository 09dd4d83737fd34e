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
 * The cells whose middle lies inside (even-odd rule); with `touching`, every cell that the outline may touch too:
 * what is to be hidden must be hidden wholly.
 */
export function rowSpans(
  points: readonly Point[],
  grid: { width: number; height: number },
  options: { touching?: boolean } = {},
): RowSpan[] {
  const { width, height } = grid;
  const { touching = false } = options;
  const spans: RowSpan[] = [];
  for (let y = 0; y < height; y++) {
    // Three lines through a cell that is to be covered when touched, else the one through its middle.
    const cells = new Uint8Array(width);
    for (const at of touching ? [0, 0.5, 1] : [0.5]) coverLine(points, (y + at) / height, cells, touching);
    if (touching) coverOutline(points, y, cells, grid);
    for (let x = 0; x < width;) {
      while (x < width && !cells[x]) x++;
      const from = x;
      while (x < width && cells[x]) x++;
      if (x > from) spans.push({ y, from, to: x });
    }
  }
  return spans;
}

function coverLine(points: readonly Point[], line: number, cells: Uint8Array, touching: boolean): void {
  const crossings: number[] = [];
  points.forEach(([x1, y1], i) => {
    const [x2, y2] = points[(i + 1) % points.length]!;
    if (y1 > line === y2 > line) return;
    crossings.push(x1 + ((line - y1) / (y2 - y1)) * (x2 - x1));
  });
  crossings.sort((a, b) => a - b);
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const [left, right] = [crossings[i]! * cells.length, crossings[i + 1]! * cells.length];
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
    const top = Math.max(upper[1] * height, y);
    const bottom = Math.min(lower[1] * height, y + 1);
    if (top > bottom) return;
    const slope = lower[1] === upper[1] ? 0 : (lower[0] - upper[0]) / ((lower[1] - upper[1]) * height);
    const xAt = (row: number) => (upper[0] + slope * (row - upper[1] * height)) * width;
    const ends = lower[1] === upper[1] ? [upper[0] * width, lower[0] * width] : [xAt(top), xAt(bottom)];
    const from = Math.floor(Math.min(...ends));
    const to = Math.floor(Math.max(...ends)) + 1;
    cells.fill(1, Math.max(0, from), Math.max(0, Math.min(width, to)));
  });
}
