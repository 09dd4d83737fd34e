/** A Wi-Fi radio driven by wpa_supplicant, over its control socket. */
import type { Clock } from '#kit/clock.ts';
import { asError, explain } from '#kit/errors.ts';
import type { Logger } from '#kit/log.ts';
import { beginTrial, stepTrial, type TrialEvent, type TrialVerdict } from './connect-trial.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { listNetworks, type HeardBss } from './scan-list.ts';
import { checkCountry, checkCredentials } from './wifi-credentials.ts';
import { wifiError } from './wifi-problem.ts';
import type {
  SavedNetwork,
  ScannedNetwork,
  WifiCredentials,
  WifiRadio,
  WifiState,
  WifiStatus,
} from './wifi-radio.ts';
import { WpaControl } from './wpa-control.ts';
import type { WpaEvent } from './wpa-event.ts';
import { WpaNetworks, type Trial } from './wpa-networks.ts';
import { BSS_MASK, parseBssPage, parseSignal, parseStatus } from './wpa-text.ts';

/** A scan of all channels of three bands, the passive ones too, takes 4 to 8 s. */
const SCAN_MS = 15_000;
/** A transmitter not heard for so long is not in reach; wpa_supplicant remembers it for 180 s. */
const MAX_AGE_SECONDS = 30;
/** Pages of some 40 transmitters. */
const MAX_PAGES = 32;
const MAX_WAITING = 8;
/** errno.h: the driver scans for somebody else; wpa_supplicant tries again by itself. */
const EBUSY = -16;

const STATES: Record<string, WifiState> = {
  COMPLETED: 'connected',
  AUTHENTICATING: 'connecting',
  ASSOCIATING: 'connecting',
  ASSOCIATED: 'connecting',
  '4WAY_HANDSHAKE': 'connecting',
  GROUP_HANDSHAKE: 'connecting',
  SCANNING: 'searching',
  DISCONNECTED: 'disconnected',
  INACTIVE: 'disconnected',
  INTERFACE_DISABLED: 'down',
};

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
  readonly #control: WpaControl;
  readonly #networks: WpaNetworks;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #turns = new OneAtATime({ maxWaiting: MAX_WAITING, full: () => wifiError('wifi-busy') });
  readonly #listeners = new Set<(status: WifiStatus) => void>();
  readonly #watchers = new Set<(event: TrialEvent) => void>();
  #scan: Promise<ScannedNetwork[]> | null = null;
  #told = '';
  #refreshing = false;
  #refreshAgain = false;
  #stopping = false;

  /**
   * @param options.socketPath the control socket of the radio's interface, asked for at every attempt to attach
   * @param options.folder for this end's sockets; belongs to this radio alone
   */
  constructor(options: { socketPath: () => string; folder: string; clock: Clock; log: Logger }) {
    this.#clock = options.clock;
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
    await this.#control.start();
    await this.#refresh();
  }

  /** A trial under way ends, and the network before it is chosen again. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#tell({ kind: 'control-lost' });
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
      const { state, id, ssid, bssid, frequencyMhz, ipAddress } = parseStatus(
        await this.#control.request('STATUS'),
      );
      const status: WifiStatus = { state: (Object.hasOwn(STATES, state) && STATES[state]) || 'down' };
      if (id !== undefined) status.networkId = id;
      if (ssid) status.ssid = ssid.toString('utf8');
      if (bssid !== undefined) status.bssid = bssid;
      if (frequencyMhz !== undefined) status.frequencyMhz = frequencyMhz;
      if (ipAddress !== undefined) status.ipAddress = ipAddress;
      if (status.state === 'connected') {
        const signalDbm = parseSignal(await this.#control.request('SIGNAL_POLL'));
        if (signalDbm !== null) status.signalDbm = signalDbm;
      }
      return status;
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
    const { state } = parseStatus(await this.#control.request('STATUS'));
    if (state === 'INTERFACE_DISABLED') throw wifiError('wifi-down');
  }

  async #scanNow(): Promise<ScannedNetwork[]> {
    await this.#mustBeUp();
    const finished = await this.#until<boolean>(
      SCAN_MS,
      (event) => {
        if (event.kind === 'scan-finished') return true;
        if (event.kind === 'control-lost' || event.kind === 'terminating') return false;
        return event.kind === 'scan-failed' && event.code !== EBUSY ? false : undefined;
      },
      async () => {
        const answer = await this.#control.request('SCAN');
        if (answer !== 'OK' && answer !== 'FAIL-BUSY') throw wifiError('wifi-scan-failed'); // BUSY: one runs
      },
    );
    if (!finished) throw wifiError(this.#control.attached ? 'wifi-scan-failed' : 'wifi-down');
    const heard: HeardBss[] = [];
    let from: number | null = 0;
    for (let page = 0; from !== null && page < MAX_PAGES; page++) {
      // SCAN_RESULTS would be cut off at 4 kB, the last ones heard missing.
      const { heard: more, nextId } = parseBssPage(
        await this.#control.request(`BSS RANGE=${from}- MASK=0x${BSS_MASK.toString(16)}`),
      );
      for (const { ageSeconds, ...bss } of more) if (ageSeconds <= MAX_AGE_SECONDS) heard.push(bss);
      from = nextId;
    }
    return listNetworks(heard);
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
    const verdict = await this.#until(timeoutMs, judge, () => this.#networks.select(trial));
    return verdict ?? stepTrial(state, { kind: 'deadline' }).verdict ?? 'wifi-timeout';
  }

  /**
   * Sets something off and waits for the event that decides it.
   * @returns what was decided, or undefined when time is up
   */
  #until<T>(
    timeoutMs: number,
    decide: (event: TrialEvent) => T | undefined,
    begin: () => Promise<void>,
  ): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const end = () => {
        timer.cancel();
        this.#watchers.delete(watch);
      };
      const watch = (event: TrialEvent) => {
        const decision = decide(event);
        if (decision === undefined) return;
        end();
        resolve(decision);
      };
      const timer = this.#clock.after(timeoutMs, () => {
        end();
        resolve(undefined);
      });
      this.#watchers.add(watch); // before it begins: the answer may be overtaken by the event
      begin().catch((error: unknown) => {
        end();
        reject(asError(error));
      });
    });
  }

  #tell(event: TrialEvent): void {
    for (const watch of [...this.#watchers]) watch(event);
  }

  #onEvent(event: WpaEvent): void {
    this.#tell(event);
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
    this.#tell({ kind: 'control-lost' });
    void this.#refresh();
  }

  /** Tells listeners when something is another. Asked for while it runs, it runs once more. */
  async #refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#refreshAgain = true;
      return;
    }
    this.#refreshing = true;
    do {
      this.#refreshAgain = false;
      const status = await this.status();
      const { state, networkId, ssid, bssid, ipAddress } = status;
      const key = JSON.stringify([state, networkId, ssid, bssid, ipAddress]);
      if (key === this.#told || this.#stopping) continue;
      this.#told = key;
      for (const listener of this.#listeners) listener(status);
    } while (this.#refreshAgain);
    this.#refreshing = false;
  }
}
