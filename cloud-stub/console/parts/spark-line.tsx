/** Box of the drawing; it stretches to its place. */
const WIDTH = 100;
const HEIGHT = 34;
const PAD = 3;

export interface SparkLineProps {
  points: readonly { atMs: number; value: number }[];
  /** For who cannot see it: "Temperature, 41 to 50 in 12 min". */
  label: string;
  format(value: number): string;
}

/** A line over time with its highest and lowest value beside it. */
export function SparkLine({ points, label, format }: SparkLineProps) {
  const values = points.map((p) => p.value);
  const low = Math.min(...values);
  const high = Math.max(...values);
  // What looks the same in figures is flat in the line: no mountains out of noise.
  const moves = points.length > 1 && format(high) !== format(low);
  const first = points[0]?.atMs ?? 0;
  const spanMs = (points.at(-1)?.atMs ?? 0) - first;
  const x = (atMs: number) => (spanMs > 0 ? ((atMs - first) / spanMs) * WIDTH : WIDTH);
  const y = (value: number) =>
    moves ? HEIGHT - PAD - ((value - low) / (high - low)) * (HEIGHT - 2 * PAD) : HEIGHT / 2;
  const path = points.map((p) => `${x(p.atMs).toFixed(1)} ${y(p.value).toFixed(1)}`).join('L');
  return (
    <div class="sparkrow" role="img" aria-label={label}>
      <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <line x1="0" x2={WIDTH} y1={HEIGHT - 1} y2={HEIGHT - 1} />
        {points.length > 1 && <path d={`M${path}`} />}
      </svg>
      <span class="axis" aria-hidden="true">
        {moves && (
          <>
            <span>{format(high)}</span>
            <span>{format(low)}</span>
          </>
        )}
      </span>
    </div>
  );
}
