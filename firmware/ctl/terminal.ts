/** What pupsentryctl writes on: colours where they are wanted, nothing that could steer the terminal. */

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
export type Paint = keyof typeof CODES;

export interface TerminalOptions {
  write: (text: string | Uint8Array) => void;
  writeError: (text: string) => void;
  isTty: boolean;
  /** The standard error is one too. */
  errorIsTty?: boolean;
  /** Characters a line holds. */
  columns: number;
  colour: boolean;
}

export class Terminal {
  readonly isTty: boolean;
  readonly columns: number;
  readonly #options: TerminalOptions;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.isTty = options.isTty;
    this.columns = Math.min(200, Math.max(40, options.columns));
  }

  line(text = ''): void {
    this.#options.write(text + '\n');
  }

  json(value: unknown): void {
    this.#options.write(JSON.stringify(value, null, this.isTty ? 2 : undefined) + '\n');
  }

  /** One document of a series. */
  jsonLine(value: unknown): void {
    this.#options.write(JSON.stringify(value) + '\n');
  }

  bytes(data: Uint8Array): void {
    this.#options.write(data);
  }

  error(text: string): void {
    this.#options.writeError(text + '\n');
  }

  /** One line that the next one writes over, for those who wait at a terminal; an empty one clears it. */
  progress(text: string): void {
    if (this.#options.errorIsTty) this.#options.writeError(`\r\x1b[K${fit(text, this.columns - 1)}`);
  }

  paint(how: Paint, text: string): string {
    return this.#options.colour ? `\x1b[${CODES[how]}m${text}\x1b[0m` : text;
  }
}

/**
 * @returns text from a device, a log or a file without control characters, so that it can neither colour
 *   nor steer the terminal (C0 and C1, and the marks that turn the direction of writing)
 */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}

/** @returns how many columns a text takes: wide East Asian characters and pictographs take two, colours none */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text.replace(/\x1b\[\d+m/g, '')) {
    if (/\p{Mn}|\p{Me}|\u200d|\ufe0f/u.test(char)) continue;
    const wide =
      /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;
    width += wide.test(char) ? 2 : 1;
  }
  return width;
}

/** Cuts to a width, with an ellipsis for what is gone. The text has no colours yet. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const char of text) {
    if (widthOf(kept + char) > width - 1) break;
    kept += char;
  }
  return kept + '…';
}

/** Breaks at spaces. @returns lines of at most `width` columns where words allow */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
