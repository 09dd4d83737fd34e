/** Tables and lists for a terminal of limited width. */
import { fit, harmless, widthOf, wrap, type Paint, type Terminal } from './terminal.ts';

export interface Column {
  title: string;
  align?: 'left' | 'right';
}

export interface Cell {
  text: string;
  paint?: Paint;
}

const GAP = 2;
const LEAST_WIDTH = 6;

/** Writes a table; where it is too wide its widest columns give way. */
export function printTable(terminal: Terminal, columns: Column[], rows: (string | Cell)[][]): void {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)));
  const widths = columns.map(({ title }, i) =>
    Math.max(widthOf(title), ...cells.map((row) => widthOf(harmless(row[i]!.text)))),
  );
  const room = terminal.columns - GAP * (columns.length - 1);
  for (let excess = sum(widths) - room; excess > 0; excess--) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= LEAST_WIDTH) break;
    widths[widest]!--;
  }
  const print = (row: Cell[]) => {
    const parts = row.map((cell, i) => {
      const text = fit(harmless(cell.text), widths[i]!);
      const space = ' '.repeat(widths[i]! - widthOf(text));
      const painted = cell.paint ? terminal.paint(cell.paint, text) : text;
      if (columns[i]!.align === 'right') return space + painted;
      return i === row.length - 1 ? painted : painted + space;
    });
    terminal.line(parts.join(' '.repeat(GAP)).trimEnd());
  };
  print(columns.map(({ title }) => ({ text: title.toUpperCase(), paint: 'dim' })));
  for (const row of cells) print(row);
}

/** Writes names and what they are, one below the other; long texts go on below themselves. */
export function printPairs(terminal: Terminal, pairs: [name: string, text: string, paint?: Paint][]): void {
  const width = Math.max(...pairs.map(([name]) => widthOf(name))) + GAP;
  for (const [name, text, paint] of pairs) {
    wrap(harmless(text), terminal.columns - width - GAP).forEach((line, i) => {
      const painted = paint ? terminal.paint(paint, line) : line;
      terminal.line(`  ${terminal.paint('dim', i === 0 ? name.padEnd(width) : ' '.repeat(width))}${painted}`);
    });
  }
}

function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
