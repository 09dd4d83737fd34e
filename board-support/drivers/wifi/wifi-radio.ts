/** The Wi-Fi radio as the rest of the firmware sees it, and the table that finds its driver. */
import { join } from 'node:path';
import type { Clock } from '#kit/clock.ts';
import type { Logger } from '#kit/log.ts';
import type { Service } from '#kit/service.ts';
import type { BoardParts } from '../../board-schema.ts';
import { SimulatedWifiRadio } from './simulated-wifi-radio.ts';
import { findWirelessInterface } from './wireless-interface.ts';
import { WpaWifiRadio } from './wpa-wifi-radio.ts';

/** "other" is what this device does not join: WEP, WPA of 2003, company log-ins (EAP), OWE. */
export type WifiSecurity = 'open' | 'wpa2' | 'wpa3' | 'wpa2+wpa3' | 'other';

export interface ScannedNetwork {
  /** The name as text; what is not UTF-8 in it shows as U+FFFD. */
  ssid: string;
  /** The name as it is sent: 1 to 32 bytes of any kind. Give these to `connect`. */
  ssidBytes: Uint8Array;
  security: WifiSecurity;
  /** The strongest transmitter of this name and security, "02:00:00:00:00:01". */
  bssid: string;
  signalDbm: number;
  frequencyMhz: number;
}

export interface SavedNetwork {
  /** Valid until networks are added or forgotten, or the Wi-Fi service restarts. */
  id: number;
  ssid: string;
  ssidBytes: Uint8Array;
  security: WifiSecurity;
  /** The device is on it now. */
  current: boolean;
}

/** down: no radio, or nothing that drives it. */
export type WifiState = 'down' | 'disconnected' | 'searching' | 'connecting' | 'connected';

export interface WifiStatus {
  state: WifiState;
  /** The saved network this is about. */
  networkId?: number;
  ssid?: string;
  bssid?: string;
  signalDbm?: number;
  frequencyMhz?: number;
  /** IPv4, once DHCP has given one. */
  ipAddress?: string;
}

export interface WifiCredentials {
  /** Text is sent as UTF-8. */
  ssid: string | Uint8Array;
  /** 8 to 63 bytes of UTF-8 without control characters, or 64 hex digits (a WPA2 key). Absent: an open network. */
  password?: string;
  /** Without it the device takes the best that the network and the radio both know. */
  security?: Exclude<WifiSecurity, 'other'>;
}

/**
 * Every method but `status` and `onChanged` throws PupsentryError "wifi-down" when the radio or
 * wpa_supplicant is not there, and "wifi-busy" when too many wait before it; they run one at a time.
 * No password is ever in an error or a log line, nor the name of a network.
 */
export interface WifiRadio extends Service {
  /**
   * Looks for networks, some seconds. The strongest first, one entry for each name and security, hidden ones
   * left out, at most 64.
   * @throws PupsentryError "wifi-scan-failed"
   */
  scan(): Promise<ScannedNetwork[]>;
  /**
   * Tries a network and keeps it. When it fails, the network is gone again and the one before is chosen again
   * (the association to it may still be under way).
   * @param options.timeoutMs for finding the network, association and keys; an address comes later, by DHCP
   * @throws PupsentryError
   *   "wifi-invalid" name, password or security cannot be; nothing was tried
   *   "wifi-unsupported" the radio knows no WPA3
   *   "wifi-wrong-password"
   *   "wifi-not-found" not in the air
   *   "wifi-refused" the access point does not want this device
   *   "wifi-timeout" found, but not joined in time
   *   "wifi-not-kept" joined, but it could not be written down
   */
  connect(credentials: WifiCredentials, options: { timeoutMs: number }): Promise<SavedNetwork>;
  saved(): Promise<SavedNetwork[]>;
  /** @throws PupsentryError "wifi-unknown" no such id; "wifi-not-kept" */
  forget(id: number): Promise<void>;
  /** Never throws: without a radio the state is "down". */
  status(): Promise<WifiStatus>;
  /**
   * The rules of a country for channels and power, kept over a restart.
   * @param country ISO 3166-1 alpha-2, such as "DE"
   * @throws PupsentryError "wifi-invalid"; "wifi-not-kept"
   */
  setCountry(country: string): Promise<void>;
  /**
   * Calls back when state, network, transmitter or address is another (not for signal alone), at most some
   * seconds late.
   * @returns a function that ends it
   */
  onChanged(listener: (status: WifiStatus) => void): () => void;
}

export interface WifiRadioOptions {
  /** Belongs to the radio alone: its ends of the control sockets lie there. */
  folder: string;
  clock: Clock;
  log: Logger;
}

type Profile = BoardParts['wifi'];
type Drivers = {
  [K in Profile['kind']]: (
    profile: Extract<Profile, { kind: K }>,
    options: WifiRadioOptions,
  ) => WifiRadio | null;
};

const DRIVERS: Drivers = {
  none: () => null,
  simulated: (_profile, { clock }) => new SimulatedWifiRadio({ clock }),
  wpa: (profile, options) =>
    new WpaWifiRadio({
      ...options,
      queueLimitFile: '/proc/sys/net/unix/max_dgram_qlen',
      socketPath: () => join(profile.socketFolder, findWirelessInterface({ driver: profile.driver }).name),
    }),
};

/** @returns the driver of the board's radio, or null when it has none */
export function openWifiRadio<K extends Profile['kind']>(
  profile: Extract<Profile, { kind: K }>,
  options: WifiRadioOptions,
): WifiRadio | null {
  const open = DRIVERS[profile.kind] as Drivers[K];
  return open(profile, options);
}
