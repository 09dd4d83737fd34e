/** Keeps pictures from leaving that entered before the privacy zones changed. */
import type { Board } from '#board/board.ts';

export type Exit = 'main' | 'sub' | 'grey' | 'still';

const SECOND_NS = 1_000_000_000;

export class PictureGate {
  /** How much younger a picture may look when it leaves, ns: `videorate` gives it the time of the beat it stands for. */
  readonly #slackNs: Readonly<Record<Exit, bigint>>;
  /** What entered up to this time is old; null: nothing is. */
  #oldNs: bigint | null = null;
  #shut = false;

  constructor({ sub, grey }: Pick<Board['video'], 'sub' | 'grey'>) {
    // A picture is dropped or given the next beat, at most one after the last, so never later than one period;
    // the grey ones go through two such steps. Twice as much, to be sure.
    const beats = (...rates: number[]) =>
      BigInt(rates.reduce((sum, fps) => sum + Math.ceil((2 * SECOND_NS) / fps), 0));
    this.#slackNs = { main: 0n, still: 0n, sub: beats(sub.fps), grey: beats(sub.fps, grey.fps) };
  }

  /** Pictures that have entered up to this running time (ns) do not leave any more. */
  outdate(untilNs: bigint): void {
    this.#oldNs = untilNs;
  }

  /** Nothing leaves any more. */
  shut(): void {
    this.#shut = true;
  }

  /** @param timeNs running time of what is about to leave */
  passes(exit: Exit, timeNs: bigint | null): boolean {
    if (this.#shut) return false;
    if (this.#oldNs === null) return true;
    return timeNs !== null && timeNs > this.#oldNs + this.#slackNs[exit];
  }
}
