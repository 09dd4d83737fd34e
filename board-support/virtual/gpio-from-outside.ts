/** A hand on the buttons and an eye on the outputs: the simulated lines of the virtual board, by name. */
import { PupsentryError } from '#kit/errors.ts';
import type { GuestProcess } from './guest-process.ts';

const NAMES = '/sys/firmware/devicetree/base/gpio-sim/bank0/gpio-line-names';
const CHIP = '/sys/devices/platform/gpio-sim';
/**
 * Looks at file $1 every 5 ms until it says $2. Nothing is started for a look: a new process may take longer than a
 * pulse. What waits is bash itself, on a pipe where nothing comes.
 */
const WATCH =
  'coproc cat; echo watching; until read -r v <"$1" && [ "$v" = "$2" ]; do read -t 0.005 -u "${COPROC[0]}"; done; kill $!';

/** What it needs of the board. */
export interface BoardFiles {
  readFile(path: string): Promise<Buffer>;
  writeFile(path: string, content: string): Promise<void>;
  run(command: string): Promise<{ stdout: string }>;
  spawn(argv: readonly string[]): GuestProcess;
}

export class GpioFromOutside {
  #lines: Promise<Map<string, string>> | undefined;

  constructor(private readonly board: BoardFiles) {}

  /** Pulls an input as a resistor or a finger would. A button is pressed by "down": its line is active low. */
  async pull(line: string, to: 'up' | 'down'): Promise<void> {
    await this.board.writeFile(await this.pullFile(line), `pull-${to}`);
  }

  /** For programs on the board itself: the file that takes "pull-up" and "pull-down". */
  async pullFile(line: string): Promise<string> {
    return `${await this.#folder(line)}/pull`;
  }

  /** What is on the line now: 1 is high. */
  async value(line: string): Promise<0 | 1> {
    const text = (await this.board.readFile(`${await this.#folder(line)}/value`)).toString().trim();
    return text === '1' ? 1 : 0;
  }

  /** Waits until the line has a value. @throws PupsentryError "line-differs" when it has not within the limit */
  async until(line: string, value: 0 | 1, limitMs: number): Promise<void> {
    const seen = await this.watch(line, value, limitMs);
    await seen();
  }

  /**
   * Begins to look at a line every few milliseconds, on the board itself: a pulse of 20 ms is not missed.
   * @returns when it looks: what waits until the line has had the value
   * @throws PupsentryError "line-differs" from what waits, when it has not within the limit
   */
  async watch(line: string, value: 0 | 1, limitMs: number): Promise<() => Promise<void>> {
    const file = `${await this.#folder(line)}/value`;
    const seconds = String(limitMs / 1000);
    const watcher = this.board.spawn(['timeout', seconds, 'bash', '-c', WATCH, 'watch', file, String(value)]);
    await watcher.line(/^watching$/);
    return async () => {
      if ((await watcher.exit).code === 0) return;
      throw new PupsentryError('line-differs', `The line ${line} has not been ${value} in ${seconds} s.`);
    };
  }

  async #folder(line: string): Promise<string> {
    this.#lines ??= this.#find();
    const lines = await this.#lines;
    const folder = lines.get(line);
    if (!folder) {
      throw new PupsentryError(
        'no-line',
        `The virtual board has no line "${line}".`,
        `It has ${[...lines.keys()].join(', ')}.`,
      );
    }
    return folder;
  }

  async #find(): Promise<Map<string, string>> {
    const names = (await this.board.readFile(NAMES)).toString().split('\0').filter(Boolean);
    const chip = (await this.board.run(`echo ${CHIP}/gpiochip*`)).stdout.trim();
    return new Map(names.map((name, offset) => [name, `${chip}/sim_gpio${offset}`]));
  }
}
