/** What a board writes on its console: the last lines at hand, all of it in a file that stays small. */
import { appendFileSync, renameSync, rmSync } from 'node:fs';

const FILE_LIMIT_BYTES = 1024 * 1024;
const KEPT_LINES = 200;

export class BoardConsole {
  readonly lines: string[] = [];
  #bytes = 0;

  /** @param file begins empty; the part before last is dropped when it has grown past 1 MiB, the last is `.1` */
  constructor(
    private readonly file: string,
    private readonly onLine?: (line: string) => void,
  ) {
    rmSync(file, { force: true });
    rmSync(`${file}.1`, { force: true });
  }

  write(line: string): void {
    this.lines.push(line);
    if (this.lines.length > KEPT_LINES) this.lines.shift();
    try {
      if (this.#bytes > FILE_LIMIT_BYTES) {
        renameSync(this.file, `${this.file}.1`);
        this.#bytes = 0;
      }
      appendFileSync(this.file, `${line}\n`);
      this.#bytes += line.length + 1;
    } catch {
      // A full disk must not take the board down.
    }
    this.onLine?.(line);
  }
}
