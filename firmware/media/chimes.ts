/** Orders the chime from a media process, and waits until it has been heard. */
import type { Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { ReportSchema, parseControl, type Report } from './control.ts';
import { MediaChild, type Command } from './media-child.ts';

/** To start a process, to play and to tell, ms. */
const LIMIT_MS = 10_000;

type Chimed = Extract<Report, { report: 'chimed' }>;

export interface ChimesOptions {
  /** Such as "alsa:hw:Speaker"; "none" on a board without one. */
  speaker: string;
  command: Command;
  clock: Clock;
  log: Logger;
}

export class Chimes {
  readonly #options: ChimesOptions;
  #playing: Promise<void> | null = null;
  #waiting: { id: number; chimed: (problem: Chimed['problem']) => void; gone: () => void } | null = null;
  #lastId = 0;

  constructor(options: ChimesOptions) {
    this.#options = options;
  }

  /**
   * Plays it, or joins the one that sounds now.
   * @param child the media process of this moment; without one a process of its own plays, without the camera
   * @throws PupsentryError "speaker-missing", "speaker-busy"
   */
  play(child: MediaChild | null): Promise<void> {
    return (this.#playing ??= this.#play(child).finally(() => (this.#playing = null)));
  }

  /** The media process has told how it went. */
  came({ requestId, problem }: Chimed): void {
    if (this.#waiting?.id === requestId) this.#waiting.chimed(problem);
  }

  /** The media process has ended: what it was to play is played by another. */
  gone(): void {
    this.#waiting?.gone();
  }

  async #play(child: MediaChild | null): Promise<void> {
    const { speaker, command, log } = this.#options;
    if (speaker === 'none') throw new PupsentryError('speaker-missing', 'This board has no speaker.');
    if (child && (await this.#by(child)) === 'heard') return;
    const own = new MediaChild({
      command,
      log,
      onMessage: (message) => {
        if (message.kind !== 'control') return;
        const report = parseControl(ReportSchema, message.control);
        if (report.report === 'chimed') this.came(report);
      },
      onGone: () => this.gone(),
    });
    try {
      if ((await this.#by(own)) === 'gone') throw silent('The process that plays the chime has ended.');
    } finally {
      void own.stop();
    }
  }

  #by(child: MediaChild): Promise<'heard' | 'gone'> {
    const { speaker, clock } = this.#options;
    const requestId = (this.#lastId = (this.#lastId + 1) >>> 0);
    return new Promise((resolve, reject) => {
      const end = () => {
        timer.cancel();
        this.#waiting = null;
      };
      const timer = clock.after(LIMIT_MS, () => {
        end();
        reject(silent(`The speaker ${speaker} has not played the chime in time.`));
      });
      this.#waiting = {
        id: requestId,
        chimed: (problem) => {
          end();
          if (!problem) resolve('heard');
          else reject(new PupsentryError(problem.code, problem.message, problem.remedy));
        },
        gone: () => {
          end();
          resolve('gone');
        },
      };
      child.send({ order: 'chime', requestId, speaker });
    });
  }
}

const silent = (message: string) =>
  new PupsentryError('speaker-missing', message, 'Check the speaker; the next ring tries again.');
