/** A Wi-Fi radio driven by wpa_supplicant, over its control socket. */
import type { Clock } from '#kit/clock.ts';
import { explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { beginTrial, stepTrial, type TrialEvent, type TrialVerdict } from './connect-trial.ts';
import { allowLongQueues } from './datagram-queue.ts';
import { EventWait } from './event-wait.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { checkCountry, checkCredentials } from './wifi-credentials.ts';
import { wifiError } from './wifi-problem.ts';
import type { SavedNetwork, ScannedNetwork, WifiCredentials, WifiRadio, WifiStatus } from './wifi-radio.ts';
import { WpaControl } from './wpa-control.ts';
import type { WpaEvent } from './wpa-event.ts';
import { WpaNetworks, type Trial } from './wpa-networks.ts';
import { scanBy } from './wpa-scan.ts';
import { readStatus } from './wpa-status.ts';

const MAX_WAITING = 8;
/** Events after which the status may be another. */
const TELLING: readonly WpaEvent['kind'][] = [
  'scan-started',
  'network-not-found',
  'trying',
  'connected',
  'disconnected',
  'network-disabled',
];

export class WpaWifiRadio implements WifiRadio {
  readonly name = 'wifi';
  readonly #queueLimitFile: string | undefined;
  readonly #control: WpaControl;
  readonly #networks: WpaNetworks;
  readonly #log: Logger;
  readonly #turns = new OneAtATime({ maxWaiting: MAX_WAITING, full: () => wifiError('wifi-busy') });
  readonly #listeners = new Set<(status: WifiStatus) => void>();
  readonly #events: EventWait;
  #scan: Promise<ScannedNetwork[]> | null = null;
  #told = '';
  #refreshing = false;
  #refreshAgain = false;
  #stopping = false;

  /**
   * @param options.socketPath the control socket of the radio's interface, asked for at every attempt to attach
   * @param options.folder for this end's sockets; belongs to this radio alone
   * @param options.queueLimitFile the kernel's limit for waiting datagrams, raised at the start if it must be
   */
  constructor(options: {
    socketPath: () => string;
    folder: string;
    queueLimitFile?: string;
    clock: Clock;
    log: Logger;
  }) {
    this.#queueLimitFile = options.queueLimitFile;
    this.#events = new EventWait(options.clock);
    this.#log = options.log;
    this.#control = new WpaControl({
      ...options,
      onEvent: (event) => this.#onEvent(event),
      onStatus: () => void this.#refresh(),
      onAttached: () => this.#onAttached(),
      onLost: () => this.#onLost(),
    });
    this.#networks = new WpaNetworks(this.#control);
  }

  /** A radio that is not there yet does not hold up the device: it is "down" until it is. */
  async start(): Promise<void> {
    this.#stopping = false;
    if (this.#queueLimitFile !== undefined) allowLongQueues(this.#queueLimitFile, this.#log);
    await this.#control.start();
    await this.#refresh();
  }

  /** A trial under way ends, and the network before it is chosen again. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#events.tell({ kind: 'control-lost' });
    await this.#turns.idle();
    await this.#control.stop();
  }

  scan(): Promise<ScannedNetwork[]> {
    this.#scan ??= this.#inTurn(() => this.#scanNow()).finally(() => (this.#scan = null));
    return this.#scan;
  }

  async connect(credentials: WifiCredentials, options: { timeoutMs: number }): Promise<SavedNetwork> {
    const checked = checkCredentials(credentials);
    return this.#inTurn(async () => {
      await this.#mustBeUp();
      const trial = await this.#networks.add(checked);
      try {
        const verdict = await this.#try(trial, checked.security !== 'wpa3', options.timeoutMs);
        if (verdict !== 'connected') throw wifiError(verdict);
        await this.#networks.keep(trial);
        this.#log.info('joined a Wi-Fi network');
      } catch (error) {
        await this.#networks.undo(trial);
        this.#log.info(`back on the Wi-Fi network before: ${explain(error)}`);
        void this.#refresh();
        throw error;
      }
      void this.#refresh();
      const { id, ssid } = trial;
      const { security } = checked;
      return { id, ssid: ssid.toString('utf8'), ssidBytes: new Uint8Array(ssid), security, current: true };
    });
  }

  saved(): Promise<SavedNetwork[]> {
    return this.#inTurn(() => this.#networks.saved());
  }

  forget(id: number): Promise<void> {
    return this.#inTurn(() => this.#networks.forget(id)).finally(() => void this.#refresh());
  }

  async setCountry(country: string): Promise<void> {
    checkCountry(country);
    await this.#inTurn(async () => {
      await this.#control.order(`SET country ${country}`);
      await this.#networks.save();
    });
  }

  async status(): Promise<WifiStatus> {
    if (!this.#control.attached) return { state: 'down' };
    try {
      return await readStatus(this.#control);
    } catch {
      return { state: 'down' };
    }
  }

  onChanged(listener: (status: WifiStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.run(() => {
      if (this.#stopping) throw wifiError('wifi-down');
      if (!this.#control.attached) throw this.#control.problem;
      return work();
    });
  }

  /** wpa_supplicant would wait for the interface to be switched on again. */
  async #mustBeUp(): Promise<void> {
    if ((await readStatus(this.#control)).state === 'down') throw wifiError('wifi-down');
  }

  async #scanNow(): Promise<ScannedNetwork[]> {
    await this.#mustBeUp();
    return scanBy(this.#control, this.#events);
  }

  async #try(trial: Trial, psk: boolean, timeoutMs: number): Promise<TrialVerdict> {
    let state = beginTrial(trial.id, { psk });
    const judge = (event: TrialEvent): TrialVerdict | undefined => {
      const step = stepTrial(state, event);
      state = step.state;
      if (step.scan) this.#control.request('SCAN').catch(() => {});
      return step.verdict;
    };
    if (this.#stopping) return 'wifi-down';
    const verdict = await this.#events.until(timeoutMs, judge, () => this.#networks.select(trial));
    return verdict ?? stepTrial(state, { kind: 'deadline' }).verdict ?? 'wifi-timeout';
  }

  #onEvent(event: WpaEvent): void {
    this.#events.tell(event);
    if (TELLING.includes(event.kind)) void this.#refresh();
  }

  async #onAttached(): Promise<void> {
    // Without it SAVE_CONFIG is refused.
    await this.#control.request('SET update_config 1');
    // Both ways of WPA3 to make a point of a password: some access points take only the newer (hash to element).
    await this.#control.request('SET sae_pwe 2');
    await this.#networks.removeLeftovers();
  }

  #onLost(): void {
    this.#events.tell({ kind: 'control-lost' });
    void this.#refresh();
  }

  /** Tells listeners when something is another. Asked for while it runs, it runs once more. */
  async #refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#refreshAgain = true;
      return;
    }
    this.#refreshing = true;
    try {
      do {
        this.#refreshAgain = false;
        const status = await this.status();
        const { state, networkId, ssid, bssid, ipAddress } = status;
        const key = JSON.stringify([state, networkId, ssid, bssid, ipAddress]);
        if (key === this.#told || this.#stopping) continue;
        this.#told = key;
        for (const listener of this.#listeners) listener(status);
      } while (this.#refreshAgain);
    } finally {
      this.#refreshing = false;
    }
  }
}
