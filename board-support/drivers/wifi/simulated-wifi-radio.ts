/** A Wi-Fi radio without hardware, in a house of networks: they can be moved, switched off and given manners. */
import { sleep, type Clock, type Timer } from '#kit/clock.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { listNetworks } from './scan-list.ts';
import { checkCountry, checkCredentials, type CheckedCredentials } from './wifi-credentials.ts';
import {
  JOIN_MS,
  SCAN_MS,
  SIMULATED_HOUSE,
  bssidOf,
  isInReach,
  outcome,
  type SimulatedNetwork,
} from './simulated-house.ts';
import { wifiError } from './wifi-problem.ts';
import type { SavedNetwork, ScannedNetwork, WifiCredentials, WifiRadio, WifiStatus } from './wifi-radio.ts';

const MAX_WAITING = 8;

interface Kept {
  id: number;
  ssid: string;
  security: CheckedCredentials['security'];
  password?: string;
}

export class SimulatedWifiRadio implements WifiRadio {
  readonly name = 'wifi';
  readonly #clock: Clock;
  readonly #turns = new OneAtATime({ maxWaiting: MAX_WAITING, full: () => wifiError('wifi-busy') });
  readonly #listeners = new Set<(status: WifiStatus) => void>();
  readonly #house: SimulatedNetwork[];
  /** The one joined last is the last. */
  #kept: Kept[] = [];
  #nextId = 0;
  #joined: Kept | null = null;
  #state: WifiStatus['state'] = 'down';
  #running = false;
  #plugged = true;
  #look: Timer | null = null;
  #told = '';
  country: string | null = null;

  constructor(options: { clock: Clock; house?: readonly SimulatedNetwork[] }) {
    this.#clock = options.clock;
    this.#house = (options.house ?? SIMULATED_HOUSE).map((network) => ({ ...network }));
  }

  start(): Promise<void> {
    this.#running = true;
    this.#settle();
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#running = false;
    this.#settle();
    return Promise.resolve();
  }

  /** Changes a network of the house, or adds one. */
  change(network: Pick<SimulatedNetwork, 'ssid'> & Partial<SimulatedNetwork>): void {
    const known = this.#house.find(({ ssid }) => ssid === network.ssid);
    if (known) Object.assign(known, network);
    else this.#house.push({ security: 'open', signalDbm: -50, frequencyMhz: 2412, ...network });
    this.#settle();
  }

  /** Its access point is switched off. */
  remove(ssid: string): void {
    const at = this.#house.findIndex((network) => network.ssid === ssid);
    if (at >= 0) this.#house.splice(at, 1);
    this.#settle();
  }

  /** The radio is pulled out, or put in again. */
  plug(there: boolean): void {
    this.#plugged = there;
    this.#settle();
  }

  scan(): Promise<ScannedNetwork[]> {
    return this.#inTurn(async () => {
      await this.#pass(SCAN_MS);
      return listNetworks(
        this.#house.filter(isInReach).map(({ ssid, security, signalDbm, frequencyMhz }) => ({
          ssid: Buffer.from(ssid),
          bssid: bssidOf(ssid),
          security,
          signalDbm,
          frequencyMhz,
        })),
      );
    });
  }

  async connect(credentials: WifiCredentials, options: { timeoutMs: number }): Promise<SavedNetwork> {
    const checked = checkCredentials(credentials);
    return this.#inTurn(async () => {
      const before = this.#joined;
      this.#look?.cancel();
      this.#joined = null;
      this.#enter('searching');
      const attempt = { ...keptOf(checked), id: this.#nextId++ };
      try {
        await this.#attempt(attempt, options.timeoutMs);
      } catch (error) {
        if (before && this.#isJoinable(before)) this.#joined = before;
        this.#settle();
        throw error;
      }
      this.#kept = [...this.#kept.filter(({ ssid }) => ssid !== attempt.ssid), attempt];
      this.#joined = attempt;
      this.#settle();
      return this.#described(attempt);
    });
  }

  saved(): Promise<SavedNetwork[]> {
    return this.#inTurn(() => Promise.resolve(this.#kept.map((kept) => this.#described(kept))));
  }

  forget(id: number): Promise<void> {
    return this.#inTurn(() => {
      const kept = this.#kept.find((network) => network.id === id);
      if (!kept) throw wifiError('wifi-unknown');
      this.#kept = this.#kept.filter((network) => network !== kept);
      if (this.#joined === kept) this.#joined = null;
      this.#settle();
      return Promise.resolve();
    });
  }

  status(): Promise<WifiStatus> {
    return Promise.resolve(this.#status());
  }

  setCountry(country: string): Promise<void> {
    return this.#inTurn(() => {
      this.country = checkCountry(country);
      return Promise.resolve();
    });
  }

  onChanged(listener: (status: WifiStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.run(() => {
      this.#mustWork();
      return work();
    });
  }

  #mustWork(): void {
    if (!this.#running || !this.#plugged) throw wifiError('wifi-down');
  }

  async #pass(ms: number): Promise<void> {
    await sleep(this.#clock, ms);
    this.#mustWork();
  }

  /** Passes the time that the attempt takes. @throws PupsentryError how it ends, unless it is joined */
  async #attempt(attempt: Kept, timeoutMs: number): Promise<void> {
    const network = this.#inReach(attempt.ssid);
    const [ms, problem] = outcome(network, attempt);
    const late = problem === 'wifi-not-found' && timeoutMs >= SCAN_MS ? 'wifi-not-found' : 'wifi-timeout';
    await this.#pass(Math.min(ms, timeoutMs));
    if (ms > timeoutMs) throw wifiError(late);
    if (problem) throw wifiError(problem);
  }

  #inReach(ssid: string): SimulatedNetwork | undefined {
    return this.#house.find((network) => network.ssid === ssid && isInReach(network));
  }

  #isJoinable(kept: Kept): boolean {
    const network = this.#inReach(kept.ssid);
    return network !== undefined && outcome(network, kept)[1] === null;
  }

  /** The state after anything has changed; a saved network in reach is joined by and by. */
  #settle(): void {
    this.#look?.cancel();
    if (!this.#running || !this.#plugged) {
      this.#joined = null;
      return this.#enter('down');
    }
    if (this.#joined && this.#isJoinable(this.#joined)) return this.#enter('connected');
    this.#joined = null;
    if (this.#kept.length === 0) return this.#enter('disconnected');
    this.#enter('searching');
    const best = this.#kept.findLast((kept) => this.#isJoinable(kept));
    if (!best) return; // looked at again when something changes
    this.#look = this.#clock.after(SCAN_MS + JOIN_MS, () => {
      this.#joined = best;
      this.#settle();
    });
  }

  #enter(state: WifiStatus['state']): void {
    this.#state = state;
    const status = this.#status();
    const key = JSON.stringify([status.state, status.networkId]);
    if (key === this.#told) return;
    this.#told = key;
    for (const listener of this.#listeners) listener(status);
  }

  #status(): WifiStatus {
    const network = this.#joined && this.#inReach(this.#joined.ssid);
    if (!this.#joined || !network || this.#state !== 'connected') return { state: this.#state };
    return {
      state: 'connected',
      networkId: this.#joined.id,
      ssid: network.ssid,
      bssid: bssidOf(network.ssid),
      signalDbm: network.signalDbm,
      frequencyMhz: network.frequencyMhz,
      ipAddress: '192.0.2.10',
    };
  }

  #described(kept: Kept): SavedNetwork {
    const { id, ssid, security } = kept;
    return {
      id,
      ssid,
      ssidBytes: new Uint8Array(Buffer.from(ssid)),
      security,
      current: kept === this.#joined,
    };
  }
}

function keptOf({ ssid, security, secret }: CheckedCredentials): Omit<Kept, 'id'> {
  const kept = { ssid: ssid.toString('utf8'), security };
  if (!secret) return kept;
  return { ...kept, password: 'key' in secret ? secret.key : secret.password.toString('utf8') };
}
