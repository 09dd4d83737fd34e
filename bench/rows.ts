/** The rows of bench/results.json and of docs/performance.md. */

export interface Row {
  id: string;
  /** What is measured, in words for the table. */
  what: string;
  unit: string;
  /** Median over the runs. */
  ours: number;
  /** What it is compared with; null for a figure that stands alone. */
  peer: string | null;
  theirs: number | null;
  /** ours / theirs. */
  ratio: number | null;
  /** The bound in words, such as "ratio <= 1.2" or "<= 200"; null without one. */
  aim: string | null;
  met: boolean | null;
  /** Every run, in order. */
  runs: { ours: number[]; theirs?: number[] };
}

export interface Group {
  /** For `make bench ONLY=name`. */
  name: string;
  /** What it does, for the progress line. */
  about: string;
  run(progress: (line: string) => void): Promise<Row[]>;
}

const round = (value: number) => Number(value.toPrecision(4));

/**
 * @param aim `ratio` or `value` at most, or `value` at least
 */
export function row(options: {
  id: string;
  what: string;
  unit: string;
  ours: number[];
  summary?: (runs: number[]) => number;
  peer?: string;
  theirs?: number[];
  aim?: { ratioAtMost?: number; atMost?: number; atLeast?: number };
}): Row {
  const summary = options.summary ?? middle;
  const ours = round(summary(options.ours));
  const theirs = options.theirs ? round(summary(options.theirs)) : null;
  const ratio = theirs ? round(ours / theirs) : null;
  const { ratioAtMost, atMost, atLeast } = options.aim ?? {};
  const bounds: [string, boolean][] = [];
  if (ratioAtMost !== undefined)
    bounds.push([`ratio <= ${ratioAtMost}`, ratio !== null && ratio <= ratioAtMost]);
  if (atMost !== undefined) bounds.push([`<= ${atMost}`, ours <= atMost]);
  if (atLeast !== undefined) bounds.push([`>= ${round(atLeast)}`, ours >= atLeast]);
  return {
    id: options.id,
    what: options.what,
    unit: options.unit,
    ours,
    peer: options.peer ?? null,
    theirs,
    ratio,
    aim: bounds.length > 0 ? bounds.map(([words]) => words).join(' and ') : null,
    met: bounds.length > 0 ? bounds.every(([, met]) => met) : null,
    runs: { ours: options.ours.map(round), ...(options.theirs && { theirs: options.theirs.map(round) }) },
  };
}

function middle(runs: number[]): number {
  const sorted = [...runs].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** The rows as a Markdown table. */
export function table(rows: Row[]): string {
  const cell = (value: number | null) => (value === null ? '' : String(value));
  const lines = rows.map((r) =>
    [
      `| ${r.what}`,
      r.unit,
      cell(r.ours),
      r.peer ?? '',
      cell(r.theirs),
      cell(r.ratio),
      r.aim ?? '',
      r.met === null ? '' : r.met ? 'yes' : '**no**',
      `\`${r.id}\` |`,
    ].join(' | '),
  );
  return [
    '| what | unit | ours | peer | theirs | ratio | aim | met | id |',
    '|---|---|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
