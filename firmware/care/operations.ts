/** What people may ask of a device, from the cloud or at its prompt: one implementation for both. */
import type { Clock } from '#kit/clock.ts';
import { PupsentryError } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { thatFits } from '../detect/take-snapshot.ts';
import type { Media, Picture } from '../media/media.ts';
import type { SettingsStore } from '../settings/store.ts';

export const RESTARTABLE = ['device', 'media'] as const;
export type Restartable = (typeof RESTARTABLE)[number];

/** contract: IdentifyCommand */
const IDENTIFY_SECONDS = { byDefault: 5, most: 60 };
const MAX_PING_BYTES = 1024;
/** Lets the answer leave before the daemon does, ms. */
const RESTART_DELAY_MS = 300;

export interface OperationsOptions {
  media: Pick<Media, 'snapshot' | 'restart'>;
  settings: SettingsStore;
  /** Ends the daemon in a way that its supervisor starts it again. */
  restartDevice: () => void;
  /** Blinks and chirps. */
  identify: (seconds: number) => void;
  clock: Clock;
  log: Logger;
}

export class Operations {
  readonly #options: OperationsOptions;

  constructor(options: OperationsOptions) {
    this.#options = options;
  }

  /**
   * @param width pixels; 0 for the main stream's. A picture over the contract's limit comes out smaller
   * @throws PupsentryError "privacy" in privacy mode, "no-picture", "picture-too-large"
   */
  async snapshot(width = 0): Promise<Picture> {
    const { media, settings } = this.#options;
    if (settings.get('privacy.on')) throw privacy();
    const picture = await thatFits(media, width);
    if (settings.get('privacy.on')) throw privacy();
    return picture;
  }

  /** @throws PupsentryError "settings-refused" naming every key and reason */
  async setSettings(values: Record<string, unknown>, revision?: number): Promise<void> {
    await this.#options.settings.set(values, revision);
  }

  /** @throws PupsentryError "unknown-part" */
  restart(what: string): void {
    const { media, clock, log, restartDevice } = this.#options;
    if (!RESTARTABLE.includes(what as Restartable))
      throw new PupsentryError(
        'unknown-part',
        `"${what.slice(0, 40)}" cannot be restarted.`,
        `There are ${RESTARTABLE.join(' and ')}.`,
      );
    log.info({ what }, 'restart on command');
    if (what === 'media') media.restart();
    else clock.after(RESTART_DELAY_MS, restartDevice);
  }

  /** @param seconds 0 for the default; longer than a minute is a minute */
  identify(seconds = 0): void {
    this.#options.identify(Math.min(IDENTIFY_SECONDS.most, seconds || IDENTIFY_SECONDS.byDefault));
  }

  /** @throws PupsentryError "ping-too-long" */
  ping(payload: Uint8Array): Uint8Array {
    if (payload.length > MAX_PING_BYTES)
      throw new PupsentryError('ping-too-long', `A ping carries at most ${MAX_PING_BYTES} bytes.`);
    return payload;
  }
}

function privacy(): PupsentryError {
  return new PupsentryError(
    'privacy',
    'Privacy mode is on: the camera sees nothing.',
    'Turn it off with "pupsentryctl settings set privacy.on off" or in the app.',
  );
}
