/** What is heard at home when somebody rings: a relay, or our two notes on the speaker. */
import type { Chime } from '#board/drivers/chime.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { Part } from '../care/part.ts';
import type { Media } from '../media/media.ts';
import type { SettingsStore } from '../settings/store.ts';

export interface RingChimeOptions {
  /** Empty where the board has none, or it is the speaker. */
  chime: Part<Chime>;
  /** The media process, which owns the speaker; null where the chime is something else. */
  speaker: Pick<Media, 'playChime'> | null;
  settings: Pick<SettingsStore, 'get'>;
  log: Logger;
}

export class RingChime implements Service {
  readonly name = 'chime';
  readonly #options: RingChimeOptions;

  constructor(options: RingChimeOptions) {
    this.#options = options;
  }

  start(): Promise<void> {
    return this.#options.chime.start();
  }

  stop(): Promise<void> {
    return this.#options.chime.stop();
  }

  /** Somebody rings. Returns at once: a chime that fails or takes its time keeps nobody waiting. */
  ring(): void {
    if (this.#options.settings.get('chime.on')) this.sound();
  }

  /** Sounds once, whatever the household likes: to find this device among others. */
  sound(): void {
    const { chime, speaker, log } = this.#options;
    void chime.once((driver) => driver.sound());
    speaker?.playChime().catch((error: unknown) => log.warn(`the chime is not heard: ${explain(error)}`));
  }
}
