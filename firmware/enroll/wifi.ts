/** The device's Wi-Fi as a service: what people ask of it, what is wrong with it, and what a factory reset forgets. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  SavedNetwork,
  ScannedNetwork,
  WifiCredentials,
  WifiRadio,
  WifiStatus,
} from '#board/drivers/wifi/wifi-radio.ts';
import { readTextIfThere } from '#kit/atomic-file.ts';
import { sleep, type Clock, type Timer } from '#kit/clock.ts';
import { PupsentryError, explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { Hardware } from '../care/hardware.ts';
import type { Part } from '../care/part.ts';
import { FORGET_WIFI } from './factory-reset.ts';

/** A network that does not let the device in within this is given up, and the one before is chosen again, ms. */
export const TRIAL_MS = 60_000;
/** An address is waited for this long after joining, and looked for this often, ms. */
const ADDRESS_MS = 15_000;
const ADDRESS_LOOK_MS = 500;
/** A radio that is down for less is starting, or being started anew, ms. */
const PATIENCE_MS = 15_000;

export interface WifiOptions {
  radio: Part<WifiRadio>;
  hardware: Pick<Hardware, 'tell'>;
  stateFolder: string;
  clock: Clock;
  log: Logger;
}

export class Wifi implements Service {
  readonly name = 'wifi';
  readonly #options: WifiOptions;
  #status: WifiStatus = { state: 'down' };
  #patience: Timer | null = null;
  #isForgetting = false;
  #running = false;

  constructor(options: WifiOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#running = true;
    this.#changed({ state: 'down' });
    await this.#options.radio.start();
    const { driver } = this.#options.radio;
    if (driver) this.#changed(await driver.status());
  }

  async stop(): Promise<void> {
    this.#running = false;
    this.#patience?.cancel();
    await this.#options.radio.stop();
  }

  /** To be told of the radio's news: given to every driver that is opened. */
  follow(driver: WifiRadio): void {
    driver.onChanged((status) => this.#changed(status));
  }

  /** What the radio said last. */
  get last(): WifiStatus {
    return this.#status;
  }

  /** Never throws: without a radio the state is "down". */
  async status(): Promise<WifiStatus> {
    return (await this.#options.radio.driver?.status()) ?? { state: 'down' };
  }

  /** @throws PupsentryError of WifiRadio.scan, "wifi-down" */
  scan(): Promise<ScannedNetwork[]> {
    return this.#radio().scan();
  }

  /** @throws PupsentryError of WifiRadio.saved, "wifi-down" */
  saved(): Promise<SavedNetwork[]> {
    return this.#radio().saved();
  }

  /**
   * Tries a network: kept when it lets the device in within a minute, else the one before is chosen again.
   * @returns the status, with an address if the network gave one within some seconds
   * @throws PupsentryError of WifiRadio.connect, "wifi-down"
   */
  async connect(credentials: WifiCredentials): Promise<WifiStatus> {
    const { clock } = this.#options;
    const radio = this.#radio();
    await radio.connect(credentials, { timeoutMs: TRIAL_MS });
    const untilMs = clock.monotonicMs() + ADDRESS_MS;
    for (;;) {
      const status = await radio.status();
      if (status.ipAddress || clock.monotonicMs() >= untilMs) return status;
      await sleep(clock, ADDRESS_LOOK_MS);
    }
  }

  /** @throws PupsentryError "wifi-unknown" naming those that are saved; of WifiRadio.forget, "wifi-down" */
  async forget(ssid: string): Promise<void> {
    const radio = this.#radio();
    const saved = await radio.saved();
    const found = saved.find((network) => network.ssid === ssid);
    if (!found)
      throw new PupsentryError(
        'wifi-unknown',
        `No network "${ssid.slice(0, 32)}" is saved.`,
        saved.length > 0 ? `Saved are ${saved.map((n) => `"${n.ssid}"`).join(', ')}.` : 'None is saved.',
      );
    await radio.forget(found.id);
  }

  #radio(): WifiRadio {
    const { radio } = this.#options;
    if (radio.driver) return radio.driver;
    throw (
      radio.problem ??
      new PupsentryError('wifi-down', 'The Wi-Fi radio is not working.', 'See "pupsentryctl status".')
    );
  }

  #changed(status: WifiStatus): void {
    const { hardware, clock } = this.#options;
    this.#status = status;
    if (!this.#running) return;
    if (status.state === 'down') {
      this.#patience ??= clock.after(PATIENCE_MS, () => void this.#tellDown());
      return;
    }
    this.#patience?.cancel();
    this.#patience = null;
    hardware.tell('wifi', null);
    void this.#forgetAll();
  }

  /** What the radio itself says of it. A driver that could not be started has told its fault already. */
  async #tellDown(): Promise<void> {
    const { radio, hardware } = this.#options;
    const { driver } = radio;
    if (!driver) return;
    const problem = await driver.saved().then(
      () => null,
      (error: unknown) => error,
    );
    if (!(problem instanceof PupsentryError) || this.#status.state !== 'down') return;
    hardware.tell('wifi', { code: problem.code, message: problem.message, remedy: problem.remedy });
  }

  /** After a factory reset, once the radio is there. */
  async #forgetAll(): Promise<void> {
    const { stateFolder, log } = this.#options;
    const marker = join(stateFolder, FORGET_WIFI);
    if (this.#isForgetting) return;
    this.#isForgetting = true;
    try {
      if ((await readTextIfThere(marker)) === null) return;
      const radio = this.#radio();
      // Ids are good until one is forgotten: asked for anew each time, at most as often as there are networks.
      for (let left = await radio.saved(), most = left.length; left[0] && most > 0; most--) {
        await radio.forget(left[0].id);
        left = await radio.saved();
      }
      await rm(marker, { force: true });
      log.warn('factory reset: the Wi-Fi networks are forgotten');
    } catch (error) {
      log.warn(`the Wi-Fi networks are not forgotten yet: ${explain(error)}`);
    } finally {
      this.#isForgetting = false;
    }
  }
}
