/** Bytes to lines, none longer than a limit. */
import { StringDecoder } from 'node:string_decoder';

export class LineSplitter {
  #rest = '';
  readonly #decoder = new StringDecoder('utf8');

  /** @param limit longest line, characters; what is longer comes in pieces, or throws when `strict` */
  constructor(
    private readonly limit: number,
    private readonly onLine: (line: string) => void,
    private readonly strict = false,
  ) {}

  push(chunk: Buffer): void {
    const parts = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = parts.pop()!;
    for (const line of parts) this.#pass(line);
    while (this.#rest.length > this.limit) {
      if (this.strict) throw new Error(`a line is longer than ${this.limit} characters`);
      this.onLine(this.#rest.slice(0, this.limit));
      this.#rest = this.#rest.slice(this.limit);
    }
  }

  /** What is left when no more comes. */
  end(): void {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (rest !== '') this.#pass(rest);
  }

  #pass(line: string): void {
    if (line.length <= this.limit) return this.onLine(line);
    if (this.strict) throw new Error(`a line is longer than ${this.limit} characters`);
    for (let at = 0; at < line.length; at += this.limit) this.onLine(line.slice(at, at + this.limit));
  }
}
